"""What is on somebody's own transcripts, and where it is associated: one query, whatever there is."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from competencies.facts import Period
from competencies.models import Transcript
from competencies.presenters.achievements import Held
from partners.models import Organisation, User


class _Line(NamedTuple):
    """An achievement with one of its associations; without the one or the other there are Nones."""

    mcid: str
    claimed_on: date
    achievement: int | None
    credential: str
    earned_on: date
    expires_on: date | None
    revoked_on: date | None
    starts_on: date
    until: date | None
    user: int | None
    organisation: int
    name: str

    def counts_on(self, day: date) -> bool:
        """Whether the association holds the day."""
        return self.starts_on <= day and (self.until is None or day < self.until)


_COLUMNS = (
    "mcid", "claimed_on", "achievements__pk", "achievements__credential", "achievements__earned_on",
    "achievements__expires_on", "achievements__revoked_on", "achievements__associations__starts_on",
    "achievements__associations__until", "achievements__associations__affiliation__user_id",
    "achievements__associations__affiliation__organisation_id",
    "achievements__associations__affiliation__organisation__display_name",
)  # fmt: skip
_ORDER = (
    "achievements__credential", "achievements__earned_on", "achievements__pk",
    "achievements__associations__starts_on", "achievements__associations__pk",
)  # fmt: skip


def held_by(user: User, organisation: Organisation, *, as_of: date) -> tuple[list[str], list[Held]]:
    """The MCIDs of the user's own transcripts, and everything on them by credential."""
    rows = Transcript.objects.visible_to(user).order_by(*_ORDER).values_list(*_COLUMNS)
    lines = [_Line(*row) for row in rows]
    mcids = dict.fromkeys(line.mcid for line in sorted(lines, key=lambda line: (line.claimed_on, line.mcid)))
    earned = groupby((line for line in lines if line.achievement), key=lambda line: line.achievement)
    return list(mcids), [_held(list(group), user, organisation, as_of) for _pk, group in earned]


def _held(lines: Sequence[_Line], user: User, organisation: Organisation, as_of: date) -> Held:
    # A transcript that was another user's keeps that user's associations, which are not this one's affair.
    ties = [line for line in lines if line.user == user.pk]
    now = [line for line in ties if line.counts_on(as_of)]
    first = lines[0]
    return Held(
        credential=first.credential,
        earned_on=first.earned_on,
        expires_on=first.expires_on,
        revoked_on=first.revoked_on,
        associated_with=now[-1].name if now else "",
        pk=first.achievement or 0,
        here=tuple(Period(tie.starts_on, tie.until) for tie in ties if tie.organisation == organisation.pk),
    )
