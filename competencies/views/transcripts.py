"""What is on somebody's own transcripts, and where it is associated: one query, whatever there is."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from competencies.facts import Period
from competencies.presenters.achievements import Held
from partners.models import Organisation, User
from partners.models.prepared import Prepared


class _Line(NamedTuple):
    """An achievement with one of its associations, beside the open affiliation; Nones for what there is not."""

    mcid: str | None
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
    tied_to: int | None
    tied_to_name: str
    follows: bool

    def counts_on(self, day: date) -> bool:
        """Whether the association holds the day."""
        return self.starts_on <= day and (self.until is None or day < self.until)


class Tie(NamedTuple):
    """The open affiliation of a person: with whom, and whether what is earned later follows by itself."""

    organisation: int
    name: str
    follows: bool


_ON = "transcripts__achievements__"
_COLUMNS = (
    "transcripts__mcid", "transcripts__claimed_on", f"{_ON}pk", f"{_ON}credential", f"{_ON}earned_on",
    f"{_ON}expires_on", f"{_ON}revoked_on", f"{_ON}associations__starts_on", f"{_ON}associations__until",
    f"{_ON}associations__affiliation__user_id", f"{_ON}associations__affiliation__organisation_id",
    f"{_ON}associations__affiliation__organisation__display_name",
    "tie__organisation_id", "tie__organisation__display_name", "tie__follows",
)  # fmt: skip
_ORDER = (
    f"{_ON}credential", f"{_ON}earned_on", f"{_ON}pk", f"{_ON}associations__starts_on", f"{_ON}associations__pk",
)  # fmt: skip


@Prepared
def _lines(user: int) -> QuerySet[User, Any]:
    tie = FilteredRelation("affiliations", condition=Q(affiliations__until=None))
    return User.objects.filter(pk=user).annotate(tie=tie).order_by(*_ORDER).values_list(*_COLUMNS)


def held_by(user: User, organisation: Organisation, *, as_of: date) -> tuple[list[str], list[Held]]:
    """The MCIDs of the user's own transcripts, and everything on them by credential."""
    return held_and_tied(user, organisation, as_of=as_of)[:2]


def held_and_tied(
    user: User, organisation: Organisation, *, as_of: date
) -> tuple[list[str], list[Held], Tie | None]:
    """The same, and with whom the user is affiliated."""
    lines = [_Line(*row) for row in _lines(user=user.pk)]
    owned = sorted((line for line in lines if line.mcid), key=lambda line: (line.claimed_on, line.mcid))
    mcids = dict.fromkeys(str(line.mcid) for line in owned)
    earned = groupby((line for line in lines if line.achievement), key=lambda line: line.achievement)
    held = [_held(list(group), user, organisation, as_of) for _pk, group in earned]
    first = lines[0]
    tie = Tie(first.tied_to, first.tied_to_name, first.follows) if first.tied_to else None
    return list(mcids), held, tie


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
