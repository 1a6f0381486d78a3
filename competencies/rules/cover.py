"""The people of a node of whom some also have to satisfy more (`including`)."""

from collections.abc import Sequence
from functools import lru_cache


class Cover:
    """`need` people out of `able`, of whom at least `wanted[n][1]` also stand in the mask `wanted[n][0]`.

    People are told apart only by which entries they serve: these kinds, few, are all that the search looks at.
    """

    def __init__(self, able: int, need: int, wanted: Sequence[tuple[int, int]]) -> None:
        self.need = need
        self.entries = tuple(people for _, people in wanted)
        self.kinds = {0: able}
        for number, (also, _) in enumerate(wanted):
            split = {}
            for kind, people in self.kinds.items():
                split[kind] = people & ~also
                split[kind | 1 << number] = people & also
            self.kinds = {kind: people for kind, people in split.items() if people}

    @property
    def holds(self) -> bool:
        """Whether such people can be found."""
        return self._holds({kind: people.bit_count() for kind, people in self.kinds.items()})

    @property
    def needed(self) -> int:
        """The people (bits) whose loss alone would make it fail; none if it does not hold."""
        if not self.holds:
            return 0
        found = 0
        counts = {kind: people.bit_count() for kind, people in self.kinds.items()}
        for kind, people in self.kinds.items():
            if not self._holds({**counts, kind: counts[kind] - 1}):
                found |= people
        return found

    def _holds(self, counts: dict[int, int]) -> bool:
        if sum(counts.values()) < self.need:
            return False
        fewest = _fewest(tuple(sorted(counts.items(), reverse=True)), self.entries)
        return fewest is not None and fewest <= self.need


@lru_cache(maxsize=4096)
def _fewest(counts: tuple[tuple[int, int], ...], wanted: tuple[int, ...]) -> int | None:
    """How few people serve all entries; None if all do not. `counts`: (entries served as bits, people)."""
    if not any(wanted):
        return 0
    if not counts:
        return None
    (kind, people), rest = counts[0], counts[1:]
    useful = max((want for number, want in enumerate(wanted) if kind >> number & 1), default=0)
    found = []
    for taken in range(min(people, useful) + 1):
        left = tuple(max(0, want - taken * (kind >> number & 1)) for number, want in enumerate(wanted))
        fewest = _fewest(rest, left)
        if fewest is not None:
            found.append(taken + fewest)
    return min(found, default=None)
