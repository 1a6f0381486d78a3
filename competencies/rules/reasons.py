"""What a requirement asks when it explains itself; `Explanation` answers."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from competencies.record import record
from competencies.rules.criterion import Criterion
from competencies.rules.moment import Moment
from competencies.rules.outcome import Counting, NotCounting


@record
class Able:
    """Those who satisfy a criterion (as bits), how many they are, how each does so, and who nearly does."""

    able: int
    have: int
    counting: tuple[Counting, ...]
    not_counting: tuple[NotCounting, ...]


class Reasons(Protocol):
    """The reasons of one organisation on one day. People are bits of a mask."""

    moment: Moment

    @property
    def held(self) -> int:
        """The numbers of the codes that anybody holds in any state, as bits."""

    @property
    def by_id(self) -> Sequence[int]:
        """The people, the smallest id (as text) first."""

    def people(self, criterion: Criterion) -> Able:
        """Everybody whom the criterion concerns."""

    def counting(self, criterion: Criterion, people: int) -> tuple[Counting, ...]:
        """How each of these people, who satisfy the criterion, does so and until when."""

    def not_counting(self, criterion: Criterion, able: int, elsewhere: int = 0) -> tuple[NotCounting, ...]:
        """Those who nearly satisfy it; those `elsewhere` do, but are placed in another group of their team."""

    def names(self, people: int) -> tuple[str, ...]:
        """The ids of these people."""

    def window_from(self, months: int | None) -> date | None:
        """The first day of a window that ends on the day; None without a window."""
