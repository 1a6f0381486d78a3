"""What would bring a level back: the fewest added passes, found by the rules themselves (E4).

A pass is a person who comes to hold a credential. Figures and attestations are nothing that a pass can bring: where
a path cannot do without them, they are said beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, groupby
from math import inf

from competencies.programme import AttestationNode
from competencies.record import record
from competencies.rules.book import Key, PathRule
from competencies.rules.crowd import Choices, Everybody, Kind, by_id
from competencies.rules.demand import Crowd, Demand, Pass, leaves, programme_nodes, seats
from competencies.rules.docket import Docket
from competencies.rules.moment import NO_FIGURE, Moment
from competencies.rules.passes import Effort, GaveUp, Search
from competencies.rules.requirement import AttestationRule, MetricRule, Requirement

NAMED = 4
"""So many people are named of those who are alike."""

MOST_LACKS = 6
"""Of so many figures and attestations that do not hold every choice is tried; of more, all are asked for."""

MOST_SEATS = 300
"""Of a path that asks for more people than this no search is made: passes are needed, that is all."""


@record
class Step:
    """`count` of the people who are alike pass one of each of the `credentials`.

    `people` are the nearest of them, by id, of `among` in all; none where it has to be somebody new.
    """

    count: int
    people: tuple[str, ...]
    among: int
    credentials: tuple[tuple[str, ...], ...]


@record
class Lack:
    """A figure (`metric`, in decimal text of its unit) or attestations that are short, and by how much."""

    kind: str
    key: str
    short: str


@record
class Cure:
    """The path that is brought back with least, and how.

    `passes`: how many are needed, or, if not `exact`, at least. `ways`: of a single pass every way there is, of
    more the first one; empty if not `exact`. `newcomers`: people whom the organisation does not have yet.
    """

    competency: str
    level: str
    path: str
    passes: int
    exact: bool
    newcomers: int
    ways: tuple[tuple[Step, ...], ...]
    lacks: tuple[Lack, ...]


def cure(docket: Docket, keys: Sequence[Key], *, on: date, day: date, able: Collection[str]) -> Cure | None:
    """What would make one of these levels hold on `day`, seen from `on`: figures stand still as of `on`.

    `able` are the ids of those who may pass something, whether or not the facts know of anything they hold. The
    cure needs, in this order: the fewest figures and attestations, the fewest new people, the fewest passes; then
    the first of `keys` and of the file. None if no edition of the day has such a level, or nothing that it still
    accepts and that can still be passed would do.
    """
    remedy = _Remedy(docket, on.toordinal(), day.toordinal(), able)
    for key in keys:
        remedy.look_at(key)
    return remedy.best


class _Remedy:
    """What is the same for every path."""

    def __init__(self, docket: Docket, on: int, day: int, able: Collection[str]) -> None:
        self.docket = docket
        self.book = docket.book_on(day)
        self.everybody = Everybody(docket, day, able)
        self.effort = Effort()
        self.best: Cure | None = None
        now = docket.course(on).moment
        self.moment = Moment(day, [], -1, docket.attestations, now.figures)
        self.offered = frozenset(code for code in docket.rulebook.codes if self._offered(code, on, day))

    def _offered(self, code: str, on: int, day: int) -> bool:
        """Whether somebody can still pass it, and it is accepted on the day."""
        number = self.docket.rulebook.numbers[code]
        if not any(start <= day < end for start, end in self.docket.rulebook.accepted[number]):
            return False
        listed = (book.edition.credentials.get(code) for book in (self.docket.book_on(on), self.book))
        for credential in filter(None, listed):
            over = (credential.retires_on, credential.last_bookable_on)
            if any(last is not None and last.toordinal() < on for last in over):
                return False
            if credential.available_from is not None and credential.available_from.toordinal() > day:
                return False
        return True

    def look_at(self, key: Key) -> None:
        """Take the level's paths into account."""
        entry = self.book.by_key.get(key)
        for path in entry.paths if entry else ():
            _OfPath(self, key, path).look()

    def beaten(self, lacks: int, newcomers: int) -> float:
        """With so much beside, fewer passes than this would be better than what is known."""
        if self.best is None:
            return inf
        known = len(self.best.lacks), self.best.newcomers
        return self.best.passes if known == (lacks, newcomers) else inf if (lacks, newcomers) < known else 0


class _OfPath:
    """One path, with the people as it sees them."""

    def __init__(self, remedy: _Remedy, key: Key, path: PathRule) -> None:
        self.remedy, self.key, self.path = remedy, key, path
        numbers = remedy.docket.rulebook.numbers
        self.choices = Choices.of_nodes(programme_nodes(path.requirements), numbers, remedy.offered)
        self.seats = seats(path.requirements)
        self.kinds = remedy.everybody.kinds(self.choices, max(NAMED, min(self.seats, MOST_SEATS)))
        self.short = [leaf for leaf in leaves(path.requirements) if self._fails(leaf)]

    def _fails(self, leaf: Requirement) -> bool:
        return isinstance(leaf, MetricRule | AttestationRule) and not leaf.met(self.remedy.moment)

    def look(self) -> None:
        """Find the cure with the fewest things beside passes, then new people, then passes, if it is the best yet."""
        if self.seats > MOST_SEATS:
            self._leave_open()
            return
        for granted in self._grants():
            for newcomers in range(self.seats + 1):
                if not self.remedy.beaten(len(granted[0]), newcomers):
                    return
                possible = False
                for chosen in granted:
                    demand = self._demand(newcomers, chosen)
                    if demand is not None:
                        possible = True
                        self._take(demand, newcomers, chosen)
                if possible:
                    return

    def _leave_open(self) -> None:
        """Say at least what is certain without a search, if nothing better is known."""
        lacks = tuple(_lack(leaf, self.remedy.moment) for leaf in self.short)
        moment = self.remedy.docket.course(self.remedy.moment.day).moment
        enough = all(leaf.met(moment) for leaf in leaves(self.path.requirements) if leaf not in self.short)
        passes = 0 if enough else 1
        if passes < self.remedy.beaten(len(lacks), 0):
            self.remedy.best = Cure(*self.key, self.path.key, passes, enough, 0, (), lacks)

    def _grants(self) -> Iterator[list[tuple[Requirement, ...]]]:
        """What is taken as if it held: nothing, then one thing, then two."""
        if len(self.short) > MOST_LACKS:
            yield [()]
            yield [tuple(self.short)]
            return
        for size in range(len(self.short) + 1):
            yield list(combinations(self.short, size))

    def _demand(self, newcomers: int, chosen: Sequence[Requirement]) -> Demand | None:
        """What is asked of the people; None if it does not hold even if everybody passes everything."""
        kinds = [*self.kinds, *([Kind(0, True, (), newcomers)] if newcomers else ())]
        codes = len(self.remedy.docket.rulebook.codes)
        crowd = Crowd(kinds, self.choices, self.remedy.moment, codes, self.seats)
        demand = Demand(self.path.requirements, crowd, {id(each) for each in chosen})
        added = crowd.pass_all()
        holds = demand.unmet is None
        for each in added:
            crowd.flip(each)
        return demand if holds else None

    def _take(self, demand: Demand, newcomers: int, chosen: Sequence[Requirement]) -> None:
        """Keep what is found for the demand if it takes fewer passes than what is known."""
        below = self.remedy.beaten(len(chosen), newcomers)
        ways: tuple[tuple[Step, ...], ...] = ()
        exact = True
        try:
            added = Search(demand, self.remedy.effort).fewest(below)
            if added is None:
                return
            passes = len(added)
            if passes:
                ways = self._single(demand) if passes == 1 else (_steps(added, demand.crowd),)
        except GaveUp as gave_up:
            passes, exact = gave_up.at_least, False
        lacks = tuple(_lack(leaf, self.remedy.moment) for leaf in chosen)
        if passes < below:
            self.remedy.best = Cure(*self.key, self.path.key, passes, exact, newcomers, ways, lacks)

    def _single(self, demand: Demand) -> tuple[tuple[Step, ...], ...]:
        """Every single pass that is enough; people who would pass the same are one step."""
        crowd = demand.crowd
        for person, atom in _added(crowd):
            crowd.flip((person, atom))
        found: dict[int, list[int]] = defaultdict(list)
        for person, atom in Search(demand, self.remedy.effort).options(demand.unmet or 0):
            crowd.flip((person, atom))
            if demand.unmet is None:
                found[atom].append(crowd.kind[person])
            crowd.flip((person, atom))
        return tuple(
            (_step(1, [crowd.kinds[kind] for kind in kinds], [atom], crowd),)
            for atom, kinds in sorted(found.items())
        )


def _added(crowd: Crowd) -> list[Pass]:
    """The passes that a crowd was left with."""
    return [
        (person, atom)
        for person, held in enumerate(crowd.held)
        for atom in range(len(crowd.choices.atoms))
        if (held ^ crowd.kinds[crowd.kind[person]].held) >> atom & 1
    ]


def _steps(added: Sequence[Pass], crowd: Crowd) -> tuple[Step, ...]:
    """The passes by person; those alike who pass the same are one step."""
    by_person: dict[int, list[int]] = defaultdict(list)
    for person, atom in added:
        by_person[person].append(atom)
    counts = Counter((crowd.kind[person], tuple(sorted(atoms))) for person, atoms in by_person.items())
    several = Counter(kind for kind, _ in counts)
    taken: Counter[int] = Counter()
    found = []
    for (kind, atoms), count in counts.items():
        alike = crowd.kinds[kind]
        if several[kind] > 1 and alike.ids:
            # People of one kind who pass different things are different people.
            ids = alike.ids[taken[kind] : taken[kind] + count]
            alike = Kind(alike.held, True, ids, count)
        taken[kind] += count
        found.append(_step(count, [alike], atoms, crowd))
    return tuple(found)


def _step(count: int, kinds: Sequence[Kind], atoms: Sequence[int], crowd: Crowd) -> Step:
    # Those who hold most of what is asked are named first.
    nearest = sorted(kinds, key=lambda kind: -kind.held.bit_count())
    ids = [each for _, alike in groupby(nearest, lambda kind: kind.held.bit_count()) for each in _ids(alike)]
    credentials = tuple(crowd.choices.atoms[atom].open for atom in atoms)
    return Step(count, tuple(ids[:NAMED]), sum(kind.size for kind in kinds if kind.ids), credentials)


def _ids(kinds: Iterable[Kind]) -> list[str]:
    return sorted((each for kind in kinds for each in kind.ids), key=by_id)


def _lack(leaf: Requirement, moment: Moment) -> Lack:
    if isinstance(leaf, MetricRule):
        node = leaf.node
        have = moment.figures.get(leaf.window, NO_FIGURE).have or Decimal(0)
        return Lack("metric", node.metric, format(leaf.need - max(have, Decimal(0)), "f"))
    attested: AttestationNode = leaf.node  # type: ignore[attr-defined]
    return Lack(
        "attestation", attested.attestation, str(attested.at_least - moment.attested(attested.attestation))
    )
