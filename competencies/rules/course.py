"""The facts of an organisation from one day on: what holds on it, and what moves on which later day."""

from collections.abc import Iterable, Iterator, Mapping

from competencies.record import record
from competencies.rules.holding import Move
from competencies.rules.moment import Moment


@record
class Course:
    """`moment` is the day itself. Days are ordinals.

    `touched` has every later day on which something but a reading moves, and what, as bits like those of
    `EntryRule.touches`; -1 is anything.
    """

    moment: Moment
    moves: Mapping[int, list[Move]]
    touched: Mapping[int, int]

    def ahead(self, days: Iterable[int]) -> Iterator[Moment]:
        """The same facts on later days: one moment, moved on. `days` are in order and leave out none of `touched`."""
        now = self.moment
        moment = Moment(now.day, list(now.holders), now.held, now.attestations, now.figures)
        for day in days:
            moment.day = day
            for number, person in self.moves.get(day, ()):
                moment.holders[number] ^= person
                moment.held |= 1 << number
            yield moment
