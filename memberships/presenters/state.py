"""Everything that Home is made of: what reviews kept of the organisation, nothing judged anew."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from competencies.models import Override, Standing
from competencies.presenters.words import Words
from competencies.review.risk import Cures, RiskEntry
from competencies.views.standing import Open, People
from memberships.models import Order
from memberships.referrals.waiting import Waiting
from partners.access import Permission
from partners.models import Organisation, Term


@dataclass(frozen=True, slots=True)
class State:
    """The organisation on the day of the words; `levels` are the programme's, lowest first.

    `risks`: alerts before notes, the earliest first. `permissions`: the reader's. `orders`: the open ones, as far
    as the reader sees orders; `referrals`: what waits of them, as far as the reader answers them.
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
    orders: Sequence[Order] = ()
    referrals: Sequence[Waiting] = ()

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
    def renewing(self) -> Order | None:
        """The open order placed in the term's grace: until it is settled the term goes on (E3)."""
        return next((each for each in self.orders if self.term and each.renews_id == self.term.pk), None)

    @property
    def in_grace(self) -> bool:
        """Whether the year is over and the 30 days of renewal run (E3)."""
        return self.term is not None and self.term.until <= self.on
