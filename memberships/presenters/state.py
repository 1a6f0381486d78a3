"""Everything that Home is made of: what reviews kept of the organisation, nothing judged anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from competencies.models import Override, Standing
from competencies.presenters.words import Words
from competencies.review.risk import Cures, RiskEntry
from competencies.views.standing import Open, People
from partners.access import Permission
from partners.models import Organisation, Term


@dataclass(frozen=True, slots=True)
class State:
    """The organisation on the day of the words; `levels` are the programme's, lowest first.

    `risks`: alerts before notes, the earliest first. `permissions`: the reader's.
    """

    organisation: Organisation
    words: Words
    levels: Sequence[str]
    standing: Standing
    term: Term | None
    attained: Sequence[Open]
    overrides: Sequence[Override]
    people: People
    risks: Sequence[RiskEntry]
    cures: Cures
    permissions: Collection[Permission]

    @property
    def on(self) -> date:
        """The day."""
        return self.words.on

    @property
    def sees_risk(self) -> bool:
        """Whether the reader is told of risk to the renewal (E4)."""
        return Permission.SEE_RISK in self.permissions

    @property
    def alerts(self) -> list[RiskEntry]:
        """What puts the renewal at risk, without what is only noted."""
        return [entry for entry in self.risks if entry.note is None]

    @property
    def in_grace(self) -> bool:
        """Whether the year is over and the 30 days of renewal run (E3)."""
        return self.term is not None and self.term.until <= self.on
