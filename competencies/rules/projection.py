"""What will hold on later days, from the facts as recorded, readings standing still."""

from collections.abc import Collection

from competencies.rules.docket import Docket
from competencies.rules.moment import Moment
from competencies.rules.rulebook import Book, Key


class Projection:
    """One walk over the later days on which something moves.

    It ends as soon as every attained level has lapsed and the judgement day is past, and looks at a level only on
    days that touch it. `judged_on` is the day that judges the renewal (an ordinal), or None.
    """

    def __init__(self, docket: Docket, now: Moment, attained: Collection[Key], judged_on: int | None) -> None:
        self.day = now.day
        self.attained = frozenset(attained)
        self.judged_on = judged_on
        self.lapses: dict[Key, int] = {}
        """The first later day on which a level attained now is not; levels that hold on are left out."""
        self.judgement: Judgement | None = None
        self._docket = docket
        self._walk(now)

    def _walk(self, now: Moment) -> None:
        docket, holders = self._docket, list(now.holders)
        moment = Moment(now.day, holders, now.attestations, now.figures)
        book = docket.book_on(now.day)
        holding = dict.fromkeys(self.attained)
        if self.judged_on == now.day:
            self.judgement = Judgement(docket, book, moment, self.attained, holding)
        if not holding and (self.judged_on is None or self.judgement):
            return
        for day in self._days(now.day):
            moment.day = day
            for number, person in docket.holdings.moves.get(day, ()):
                holders[number] ^= person
            if day >= book.end:
                book = docket.book_on(day)
            self._drop_lapsed(holding, book, moment)
            if day == self.judged_on:
                self.judgement = Judgement(docket, book, moment, self.attained, holding)
            if not holding and (self.judged_on is None or self.judged_on <= day):
                return

    def _days(self, day: int) -> list[int]:
        days = self._docket.days_after(day)
        judged_on = self.judged_on
        if judged_on is not None and judged_on > day and judged_on not in self._docket.touched:
            days.append(judged_on)
            days.sort()
        return days

    def _drop_lapsed(self, holding: dict[Key, None], book: Book, moment: Moment) -> None:
        touched = self._docket.touched.get(moment.day, 0)
        for key in list(holding):
            goal = book.by_key.get(key)
            if goal is not None and (not (touched == -1 or touched & goal.touches)):
                continue
            if goal is None or not self._docket.attained(goal, moment):
                self.lapses[key] = moment.day
                del holding[key]


class Judgement:
    """What is attained on the day that judges the renewal."""

    def __init__(
        self, docket: Docket, book: Book, moment: Moment, attained: Collection[Key], holding: Collection[Key]
    ) -> None:
        self.book = book
        self._docket = docket
        self._moment = Moment(moment.day, list(moment.holders), moment.attestations, moment.figures)
        self._known = dict.fromkeys(holding, True)

    def attains(self, key: Key) -> bool:
        """Whether the level is attained on that day; what has held all along until then is known already."""
        if key not in self._known:
            goal = self.book.by_key.get(key)
            self._known[key] = goal is not None and self._docket.attained(goal, self._moment)
        return self._known[key]
