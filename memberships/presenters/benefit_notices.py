"""Messages about benefits as short notices: the sentences of their letter (E5)."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.notices import Notice
from memberships.models import Entitlement
from memberships.presenters.seats import benefit_name
from partners import days
from partners.models import Message, Organisation


def benefits_notice(
    message: Message, entitlements: Sequence[Entitlement], organisation: Organisation
) -> Notice:
    """What has ended on the day of the message, and where seats were freed; it leads to the benefits."""
    counts = dict(message.data.get("freed", ()))
    names = [benefit_name(each) for each in entitlements if each.until == message.on]
    lines = [freed(each, counts[each.pk]) for each in entitlements if each.pk in counts]
    if names:
        text = _("Ended on %(day)s: %(benefits)s.")
        named = pgettext("between the parts of a list", ", ").join(names)
        lines.insert(0, text % {"day": days.full(message.on), "benefits": named})
    page = reverse("memberships:benefits", args=[organisation.public_id])
    return Notice(_("Benefits have ended") if names else _("Seats were freed"), tuple(lines), page=page)


def freed(entitlement: Entitlement, count: int) -> str:
    """That so many seats of a benefit were freed, because fewer came along."""
    text = ngettext("%(benefit)s: %(count)d seat was freed", "%(benefit)s: %(count)d seats were freed", count)
    return text % {"benefit": benefit_name(entitlement), "count": count}
