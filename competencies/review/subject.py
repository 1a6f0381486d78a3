"""One organisation under review: what is stored of it beside what its facts say."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from competencies.facts import Facts, Held, Person
from competencies.facts.load import Loaded, load, load_people
from competencies.models import Attainment, Override, Standing
from competencies.programme import Programme
from competencies.rules import Case, Outcome
from partners.models import Term
from partners.models.prepared import Prepared

LevelKey = tuple[str, str]
"""A competency and a level."""


@dataclass(slots=True)
class Subject:
    """Mutable while under review. `open`, `earned` and `lost` (when last) are by (competency, level).

    `overrides` are rows: facts do not carry the ids by which causes name them.
    """

    standing: Standing
    programme: Programme
    facts: Facts
    term: Term | None
    open: dict[LevelKey, Attainment] = field(default_factory=dict)
    earned: set[LevelKey] = field(default_factory=set)
    lost: dict[LevelKey, date] = field(default_factory=dict)
    overrides: Sequence[Override] = ()
    _case: Case | None = None

    @property
    def case(self) -> Case:
        """The compiled facts; every question is put to it."""
        if self._case is None:
            self._case = Case(self.facts, self.programme)
        return self._case

    @property
    def held(self) -> set[LevelKey]:
        """What the term displays (F2)."""
        membership = self.facts.membership
        return {(each.competency, each.level) for each in membership.held} if membership else set()

    def displays_on(self, day: date) -> bool:
        """Whether a level attained on the day joins what the term displays: silver and gold, not in grace."""
        membership = self.facts.membership
        if membership is None or membership.level not in self.programme.level_keys:
            return False
        return membership.starts_on <= day and (membership.until is None or day < membership.until)

    def display(self, outcome: Outcome, added: Sequence[LevelKey]) -> Outcome:
        """Let the term display more; returns the outcome of the same day by the facts as they are now."""
        if self.facts.membership is None:
            return outcome
        held = self.facts.membership.held + tuple(Held(*key) for key in added)
        self._case, outcome = self.case.displaying(outcome, held)
        self.facts = self._case.facts
        return outcome

    def changed(self, people: Sequence[Person]) -> "Subject":
        """The subject of the next review, if since this one nothing changed but what these people hold.

        Without what is attained, which is read again.
        """
        case = self.case
        for person in people:
            case = case.replacing(person)
        return Subject(
            self.standing, self.programme, case.facts, self.term, overrides=self.overrides, _case=case
        )


def load_subjects(
    standings: Sequence[Standing], days: Mapping[int, date], programme: Programme
) -> list[Subject]:
    """The subjects of a chunk, in the order given: a fixed number of queries. `days`: first day of each."""
    ids = [standing.pk for standing in standings]
    loaded = load(ids, as_of=days, names=False)
    subjects = [_subject(each, programme, loaded[each.pk]) for each in standings]
    _add_attainments(subjects, ids)
    return subjects


def load_changed(subjects: Sequence[Subject], users: Collection[int], *, as_of: date) -> list[Subject]:
    """The same subjects once more, of whose facts only what these users hold is read again: see `changed`."""
    ids = [subject.standing.pk for subject in subjects]
    people = load_people(ids, users, as_of=as_of)
    found = [subject.changed(people[subject.standing.pk]) for subject in subjects]
    _add_attainments(found, ids)
    return found


def _subject(standing: Standing, programme: Programme, loaded: Loaded) -> Subject:
    return Subject(standing, programme, loaded.facts, loaded.term, overrides=loaded.overrides)


@Prepared
def _attainments(ids: Sequence[int]) -> QuerySet[Attainment, Attainment]:
    """Those that hold, and those that ended of what was earned by a path."""
    rows = Attainment.objects.filter(Q(until=None) | Q(earned=True), organisation_id__among=ids)
    return rows.order_by("pk")


def _add_attainments(subjects: Sequence[Subject], ids: Sequence[int]) -> None:
    rows = defaultdict(list)
    for row in _attainments(ids=ids):
        rows[row.organisation_id].append(row)
    for subject in subjects:
        for row in rows[subject.standing.pk]:
            if row.until is None:
                subject.open[row.competency, row.level] = row
            if row.earned:
                subject.earned.add((row.competency, row.level))
            if row.until is not None:
                subject.lost[row.competency, row.level] = row.until
