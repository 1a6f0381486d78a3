"""What somebody holds that counts on a day, worked out once for all the people whom a page names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from competencies.facts import Achievement, Person
from competencies.rules import Case


@dataclass(frozen=True)
class Holdings:
    """The codes that count for a person of the case on the day."""

    case: Case
    on: date

    @cached_property
    def _counting(self) -> Mapping[str, Mapping[str, date | None]]:
        return self.case.counting(self.on)

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.case.facts.people}

    def earned(self, person: str, code: str) -> list[Achievement]:
        """Every achievement of the person in the credential; none of somebody whom the facts do not know."""
        held = self._people[person].achievements if person in self._people else ()
        return [each for each in held if each.credential == code]

    def until(self, person: str, code: str) -> date | None:
        """The first day on which the credential no longer counts for the person, as recorded and projected."""
        return self._counting.get(person, {}).get(code)

    def associated_until(self, person: str, code: str, day: date) -> bool:
        """Whether an association of the credential ended on the day; not so where there never was one."""
        periods = (period for each in self.earned(person, code) for period in each.associated)
        return any(period.starts_on < day == period.until for period in periods)

    def of(self, person: str) -> frozenset[str]:
        """The codes; none for somebody whom the facts do not know."""
        return frozenset(self._counting.get(person, ()))
