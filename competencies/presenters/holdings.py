"""What somebody holds that counts on a day, worked out once for each person whom a page names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from competencies.facts import Achievement
from competencies.rules import Case


@dataclass(frozen=True)
class Holdings:
    """The codes that count for a person of the case on the day; looked up for those whom somebody asks about."""

    case: Case
    on: date
    _known: dict[str, Mapping[str, date | None]] = field(default_factory=dict)

    def _counting(self, person: str) -> Mapping[str, date | None]:
        if person not in self._known:
            self._known[person] = self.case.counting(person, self.on)
        return self._known[person]

    def earned(self, person: str, code: str) -> list[Achievement]:
        """Every achievement of the person in the credential; none of somebody whom the facts do not know."""
        return [each for each in self.case.person(person).achievements if each.credential == code]

    def until(self, person: str, code: str) -> date | None:
        """The first day on which the credential no longer counts for the person, as recorded and projected."""
        return self._counting(person).get(code)

    def associated_until(self, person: str, code: str, day: date) -> bool:
        """Whether an association of the credential ended on the day; not so where there never was one."""
        periods = (period for each in self.earned(person, code) for period in each.associated)
        return any(period.starts_on < day == period.until for period in periods)

    def of(self, person: str) -> frozenset[str]:
        """The codes; none for somebody whom the facts do not know."""
        return frozenset(self._counting(person))
