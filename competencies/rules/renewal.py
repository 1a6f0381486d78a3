"""Whether the term could be renewed on the day that judges it, and which levels are at risk (E3, E4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from competencies.facts import Membership
from competencies.rules.book import Book, Key
from competencies.rules.calendar import FOREVER, as_date
from competencies.rules.outcome import AtRisk, Renewal
from competencies.rules.projection import Judgement, Projection


@dataclass(frozen=True)
class Term:
    """The days of the membership as ordinals; `until` and `grace_until` are None where none is recorded."""

    level: str = ""
    starts_on: int = FOREVER
    until: int | None = None
    grace_until: int | None = None
    held: tuple[Key, ...] = ()

    @classmethod
    def of(cls, membership: Membership | None) -> "Term":
        """The term of a membership; without one, a term that holds no day."""
        if membership is None:
            return cls()
        until = None if membership.until is None else membership.until.toordinal()
        grace = None if membership.grace_until is None else membership.grace_until.toordinal()
        held = tuple((each.competency, each.level) for each in membership.held)
        return cls(membership.level, membership.starts_on.toordinal(), until, grace, held)

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which the term starts, reaches its anniversary and leaves its grace."""
        return tuple(day for day in (self.starts_on, self.until, self.grace_until) if day is not None)

    def counts(self, day: int) -> bool:
        """Whether the term is in force on the day."""
        return self.starts_on <= day and (self.until is None or day < self.until)

    def in_grace(self, day: int) -> bool:
        """Whether the day lies between the anniversary and the end of grace."""
        return (
            self.until is not None and self.grace_until is not None and self.until <= day < self.grace_until
        )

    def judged_on(self, day: int) -> int | None:
        """The day that judges the renewal, seen from `day`: the anniversary, in grace the day itself, or None."""
        if self.counts(day):
            return self.until
        return day if self.in_grace(day) else None


def judge(term: Term, projection: Projection, book: Book) -> Renewal | None:
    """The renewal as it stands on the day of `projection`; None if the term neither counts nor is in grace on it."""
    if not (term.counts(projection.day) or term.in_grace(projection.day)):
        return None
    judgement = projection.judgement
    if judgement is None:
        return Renewal(True, ())
    return Renewal(_eligible(term, projection, judgement), tuple(_at_risk(term, projection, judgement, book)))


def _eligible(term: Term, projection: Projection, judgement: Judgement) -> bool:
    """Some competency is attained at the term's level or a higher one, by the levels of that day's edition."""
    edition = judgement.book.edition
    levels = [level.key for level in edition.levels]
    if term.level in edition.levels_without_competency or term.level not in levels:
        return True
    enough = frozenset(levels[levels.index(term.level) :])
    # What is attained now most often still is then: asked first, it settles the matter.
    keys = chain(projection.attained, (entry.key for entry in judgement.book.entries))
    return any(judgement.attains(key) for key in keys if key[1] in enough)


def _at_risk(term: Term, projection: Projection, judgement: Judgement, book: Book) -> Iterator[AtRisk]:
    """What is attained or displayed now and not attained then: in the order of the edition, then other displayed."""
    concerned = projection.attained.union(term.held)
    listed = (entry.key for entry in book.entries if entry.key in concerned)
    for key in dict.fromkeys(chain(listed, term.held)):
        if not judgement.attains(key):
            lapses_on = projection.lapses.get(key) if key in projection.attained else None
            yield AtRisk(*key, None if lapses_on is None else as_date(lapses_on))
