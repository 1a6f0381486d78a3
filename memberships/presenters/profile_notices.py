"""That the vendor withdrew a marketing profile, in the words of its reader (F1)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.presenters.notices import Notice
from memberships.models import Profile
from partners.countries import country_name
from partners.models import JournalEntry


def withdrawal_notice(entry: JournalEntry, profile: Profile) -> Notice:
    """Which profile it was and why; it leads to the profile, where it can be mended."""
    page = reverse("memberships:profile", args=[profile.organisation.public_id, profile.public_id])
    return Notice(_("The vendor withdrew your marketing profile"), (sentence(profile), why(entry)), page=page)


def sentence(profile: Profile) -> str:
    """What that means for customers."""
    text = _("Customers no longer find your marketing profile for %(country)s.")
    return text % {"country": country_name(profile.country)}


def why(entry: JournalEntry) -> str:
    """The reason that the staff gave."""
    return _("Reason: %(reason)s") % {"reason": entry.data.get("reason", "")}
