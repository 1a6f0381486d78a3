"""Who is told what of a marketing profile: rows now, words when they are handed over (F1)."""

from datetime import date

from memberships.models import Profile
from partners import messages
from partners.access import Permission, readers_with
from partners.clock import now
from partners.models import JournalEntry, MessageKind


def tell_of_withdrawal(entry: JournalEntry, profile: Profile, *, on: date) -> None:
    """Tell who looks after the profile that the vendor withdrew it; why stands in the entry of the journal."""
    readers = readers_with(Permission.MANAGE_PROFILE, [profile.organisation_id], as_of=on)
    moment = now()
    messages.write(
        messages.message(
            MessageKind.PROFILE_WITHDRAWN,
            recipient=reader,
            organisation=profile.organisation_id,
            on=on,
            about=f"entry:{entry.pk}",
            data={"profile": profile.pk, "entry": entry.pk},
            now=moment,
        )
        for reader in readers.get(profile.organisation_id, ())
    )
