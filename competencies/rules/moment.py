"""One day of an organisation, as requirements look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metric comes to in a window: the total (flow) or the latest reading (stock), and the last day read."""

    have: Decimal | None
    latest_on: int | None


NO_FIGURE = Figure(None, None)


@dataclass(slots=True)
class Moment:
    """What holds on day `day` (an ordinal): `holders[n]` are the people whose credential n counts, as bits.

    `held` are the numbers of the credentials and attestations of which some may count, as bits: where nothing that
    is asked for is among them, one operation says so. `figures` are those of the day that is judged, also when
    `day` is a later one: readings stand still.
    """

    day: int
    holders: list[int]
    held: int
    attestations: Mapping[str, Sequence[tuple[int, int]]]
    figures: Mapping[tuple[str, int | None], Figure]

    def attested(self, kind: str) -> int:
        """How many attestations of the kind are valid."""
        day = self.day
        return sum(1 for start, end in self.attestations.get(kind, ()) if start <= day < end)
