"""What will hold on later days, from the facts as recorded, readings standing still."""

from collections.abc import Collection

from competencies.rules.book import Book, Key
from competencies.rules.course import Course
from competencies.rules.docket import Docket, Overrides
from competencies.rules.moment import Moment


class Projection:
    """One walk over the later days on which something moves.

    It keeps no docket, so that a docket may keep it. It ends as soon as every attained level has lapsed and the
    judgement day is past, and looks at a level only on days that touch it. `judged_on` is the day that judges the
    renewal (an ordinal), or None.
    """

    def __init__(
        self, docket: Docket, course: Course, attained: Collection[Key], judged_on: int | None
    ) -> None:
        self.day = course.moment.day
        self.attained = frozenset(attained)
        self.judged_on = judged_on
        self.lapses: dict[Key, int] = {}
        """The first later day on which a level attained now is not; levels that hold on are left out."""
        self.judgement: Judgement | None = None
        self._course = course
        self._overrides = docket.overrides
        self._walk(docket)

    def _walk(self, docket: Docket) -> None:
        now = self._course.moment
        book = docket.book_on(now.day)
        holding = dict.fromkeys(self.attained)
        if self.judged_on == now.day:
            self.judgement = Judgement(self._overrides, book, now, holding)
        waiting = self.judged_on is not None and self.judged_on > now.day
        for moment in self._course.ahead(self._days()) if holding or waiting else ():
            if moment.day >= book.end:
                book = docket.book_on(moment.day)
            self._drop_lapsed(holding, book, moment)
            if moment.day == self.judged_on:
                self.judgement = Judgement(self._overrides, book, moment, holding)
            if not holding and (self.judged_on is None or self.judged_on <= moment.day):
                return

    def _days(self) -> list[int]:
        days = set(self._course.touched)
        if self.judged_on is not None and self.judged_on > self.day:
            days.add(self.judged_on)
        return sorted(days)

    def _drop_lapsed(self, holding: dict[Key, None], book: Book, moment: Moment) -> None:
        touched = self._course.touched.get(moment.day, 0)
        for key in list(holding):
            entry = book.by_key.get(key)
            if entry is not None and (not (touched == -1 or touched & entry.touches)):
                continue
            if entry is None or not self._overrides.attained(entry, moment):
                self.lapses[key] = moment.day
                del holding[key]


class Judgement:
    """What is attained on the day that judges the renewal."""

    def __init__(self, overrides: Overrides, book: Book, moment: Moment, holding: Collection[Key]) -> None:
        self.book = book
        self._overrides = overrides
        self._moment = Moment(
            moment.day, list(moment.holders), moment.held, moment.attestations, moment.figures
        )
        self._known = dict.fromkeys(holding, True)

    def attains(self, key: Key) -> bool:
        """Whether the level is attained on that day; what has held all along until then is known already."""
        if key not in self._known:
            entry = self.book.by_key.get(key)
            self._known[key] = entry is not None and self._overrides.attained(entry, self._moment)
        return self._known[key]
