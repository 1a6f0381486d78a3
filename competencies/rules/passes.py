"""The fewest passes by which a path's requirements hold: a search that the rules themselves judge.

It goes on by the first requirement that does not hold: somebody has to pass something that stands in it. What was
tried is not tried again beside it, and what the requirements lack at least says how far it is worth going.
"""

from collections.abc import Iterator

from competencies.rules.crowd import Atoms
from competencies.rules.demand import Demand, Pass

EFFORT = 4_000
"""So many steps a cure is worth; beyond, only "at least so many" is known."""

DEEPEST = 200
"""Of more passes than this only "at least so many" is said: a step goes on from the one before it."""


class GaveUp(Exception):  # noqa: N818  no fault: a bound that was reached
    """The search took too long: at least so many passes are needed."""

    def __init__(self, at_least: int) -> None:
        super().__init__(at_least)
        self.at_least = at_least


class Effort:
    """Steps that searches share."""

    def __init__(self) -> None:
        self.left = EFFORT


class Search:
    """The fewest passes by which a demand is met, by trying ever more."""

    def __init__(self, demand: Demand, effort: Effort) -> None:
        self.demand = demand
        self.crowd = demand.crowd
        self._effort = effort
        self._added: list[Pass] = []
        self._not: dict[int, Atoms] = {}
        """What a touched person is not to pass any more in this branch, and others of a kind (below zero)."""

    def fewest(self, below: float) -> list[Pass] | None:
        """The first of the smallest sets, if it is smaller than `below`; some set has to exist.

        Raises GaveUp where that takes too long.
        """
        limit = int(self.demand.lacking)
        while limit < below:
            if limit > DEEPEST:
                raise GaveUp(limit)
            if self._found(limit):
                return list(self._added)
            limit += 1
        return None

    def _found(self, left: int) -> bool:
        self._effort.left -= 1
        if self._effort.left < 0:
            raise GaveUp(left + len(self._added))
        atoms = self.demand.unmet
        if atoms is None:
            return True
        if not left or self.demand.lacking > left:
            return False
        before = dict(self._not)
        for added in list(self.options(atoms)):
            if self._try(added, left):
                return True
        self._not = before
        return False

    def _try(self, added: Pass, left: int) -> bool:
        person, atom = added
        kind, before = -1 - self.crowd.kind[person], dict(self._not)
        # Somebody who is touched is nobody's like any more, but inherits what those alike are not to pass.
        self._not.setdefault(person, self._not.get(kind, 0))
        self.crowd.flip(added)
        self._added.append(added)
        if self._found(left - 1):
            return True
        self._added.pop()
        self.crowd.flip(added)
        self._not = before
        tried = person if person in before else kind
        self._not[tried] = self._not.get(tried, 0) | 1 << atom
        return False

    def options(self, atoms: Atoms) -> Iterator[Pass]:
        """What may be tried for these atoms: those who are touched first, then one of each kind."""
        wanted = atoms & self.crowd.choices.open
        people = [person for person in self._not if person >= 0]
        for person in [*people, *self._untouched()]:
            barred = self._not.get(person, self._not.get(-1 - self.crowd.kind[person], 0))
            for atom in range(wanted.bit_length()):
                if (wanted & ~barred & ~self.crowd.held[person]) >> atom & 1:
                    yield person, atom

    def _untouched(self) -> Iterator[int]:
        seen = set()
        for person, kind in enumerate(self.crowd.kind):
            if kind not in seen and person not in self._not and self.crowd.may(person):
                seen.add(kind)
                yield person
