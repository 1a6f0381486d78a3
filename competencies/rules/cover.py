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
        # Those who serve most entries first: the search then seldom has to look any further.
        kinds = sorted(counts.items(), key=lambda item: (-item[0].bit_count(), item[0]))
        return _served(tuple(kinds), self.entries, self.need)


@lru_cache(maxsize=65_536)
def _served(kinds: tuple[tuple[int, int], ...], wanted: tuple[int, ...], budget: int) -> bool:
    """Whether at most `budget` people serve all entries. `kinds`: (entries served as bits, people)."""
    if not any(wanted):
        return True
    if not kinds or max(wanted) > budget or sum(wanted) > budget * kinds[0][0].bit_count():
        return False
    (kind, people), rest = kinds[0], kinds[1:]
    useful = max((want for number, want in enumerate(wanted) if kind >> number & 1), default=0)
    for taken in range(min(people, useful, budget), -1, -1):
        left = tuple([max(0, want - taken * (kind >> number & 1)) for number, want in enumerate(wanted)])
        if _served(rest, left, budget - taken):
            return True
    return False
