"""What somebody holds that counts on a day, asked only of the few people whom a page names."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from competencies.rules import Case
from competencies.rules.calendar import as_date


@dataclass(frozen=True)
class Holdings:
    """The codes that count for a person of the case on the day."""

    case: Case
    on: date

    @cached_property
    def _holders(self) -> list[int]:
        return list(self.case.moment(self.on.toordinal()).holders)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {person.id: place for place, person in enumerate(self.case.facts.people)}

    def until(self, person: str, code: str) -> date | None:
        """The first day on which the credential no longer counts for the person, as recorded and projected."""
        key = (self.case.rulebook.numbers.get(code, -1), self._places.get(person, -1))
        today = self.on.toordinal()
        spans = self.case.holdings.spans.get(key, ())
        return next((as_date(end) for start, end in spans if start <= today < end), None)

    def of(self, person: str) -> frozenset[str]:
        """The codes; none for somebody whom the facts do not know."""
        place = self._places.get(person)
        if place is None:
            return frozenset()
        codes = zip(self.case.rulebook.codes, self._holders, strict=True)
        return frozenset(code for code, holders in codes if holders >> place & 1)
