"""One organisation under review: what is stored of it beside what its facts say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from competencies.facts import Facts, Held
from competencies.facts.load import Loaded, load
from competencies.models import Attainment, Override, Standing
from competencies.programme import Programme
from competencies.rules import Case, Outcome
from partners.models import Term

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


def load_subjects(
    standings: Sequence[Standing], days: Mapping[int, date], programme: Programme
) -> list[Subject]:
    """The subjects of a chunk, in the order given: a fixed number of queries. `days`: first day of each."""
    ids = [standing.pk for standing in standings]
    loaded = load(ids, as_of=days, names=False)
    subjects = [_subject(each, programme, loaded[each.pk]) for each in standings]
    _add_attainments(subjects, ids)
    return subjects


def _subject(standing: Standing, programme: Programme, loaded: Loaded) -> Subject:
    return Subject(standing, programme, loaded.facts, loaded.term, overrides=loaded.overrides)


def _add_attainments(subjects: Sequence[Subject], ids: Sequence[int]) -> None:
    rows = defaultdict(list)
    wanted = Attainment.objects.filter(Q(until=None) | Q(earned=True), organisation_id__among=ids)
    for row in wanted.order_by("pk"):
        rows[row.organisation_id].append(row)
    for subject in subjects:
        for row in rows[subject.standing.pk]:
            if row.until is None:
                subject.open[row.competency, row.level] = row
            if row.earned:
                subject.earned.add((row.competency, row.level))
            if row.until is not None:
                subject.lost[row.competency, row.level] = row.until
