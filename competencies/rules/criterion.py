"""A person predicate made ready to judge: as and/or over bitmasks of holders, and as smallest sets of codes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import itemgetter

from competencies.programme import EveryOf, Holds, Predicate

Holders = Sequence[int]
"""For every credential, by its number, the people who hold it on a day: bit n is person n."""

Places = int
"""Codes of a criterion as bits: bit n is the code that stands nth in it, from the left."""

Choose = Callable[[Places, Places], Places | None]


class Criterion:
    """What a person has to hold.

    `codes` are the numbers of its credentials, each once, by place in the predicate; `numbers` are the same as
    bits, and `places` gives for each its place as a bit.
    """

    __slots__ = ("_choose", "_shared", "codes", "mask", "numbers", "places")

    mask: Callable[[Holders], int]
    """The people who satisfy it, as bits."""

    def __init__(self, predicate: Predicate, numbers: Mapping[str, int]) -> None:
        times = Counter(predicate.codes)
        places = {code: place for place, code in enumerate(times)}
        tree = _placed(predicate, places)
        self.codes = tuple(numbers[code] for code in times)
        self.numbers = sum(1 << code for code in self.codes)
        self.places = {code: 1 << place for place, code in enumerate(self.codes)}
        self.mask = _mask(tree, self.codes)
        self._choose = _chooser(tree)
        self._shared = sum(1 << places[code] for code, count in times.items() if count > 1)

    def smallest(self, choice: Places, given: Places = 0) -> Places | None:
        """The smallest set out of `choice` that, with what is `given`, satisfies it; None if even all do not.

        Sets compare by size, then by the places of their codes. Where every code stands once, the best set of a
        conjunction is made of the best of its parts. A code that stands twice may serve two parts at once, so
        the search is made with and without each of these.
        """
        shared = self._shared & choice & ~given
        if not shared:
            return self._choose(choice, given)
        best: Places | None = None
        for taken in _subsets(shared):
            if best is not None and taken.bit_count() > best.bit_count():
                break
            rest = self._choose(choice & ~shared, given | taken)
            if rest is not None:
                best = _better(best, taken | rest)
        return best

    def satisfied_by(self, held: Places) -> bool:
        """Whether somebody who holds just these codes satisfies it."""
        return self._choose(0, held) is not None


_Tree = int | tuple[bool, tuple["_Tree", ...]]
"""A place, or whether every part is needed and the parts."""


def _placed(predicate: Predicate, places: Mapping[str, int]) -> _Tree:
    if isinstance(predicate, Holds):
        return places[predicate.code]
    return isinstance(predicate, EveryOf), tuple(_placed(part, places) for part in predicate.parts)


def _alternatives(tree: _Tree) -> Iterator[_Tree]:
    """The parts of an `any_of`, those of an `any_of` inside of it among them; anything else is its own part."""
    if isinstance(tree, int) or tree[0]:
        yield tree
    else:
        for part in tree[1]:
            yield from _alternatives(part)


def _split(tree: _Tree) -> tuple[list[int], list[_Tree]]:
    """The alternatives of an `any_of`: those that are one code, and the others."""
    parts = list(_alternatives(tree))
    return [part for part in parts if isinstance(part, int)], [
        part for part in parts if not isinstance(part, int)
    ]


def _mask(tree: _Tree, codes: Sequence[int]) -> Callable[[Holders], int]:
    """Compile the predicate to a function of the holders.

    Its source holds nothing of a programme file but the numbers of codes, so there is nothing to inject.
    """
    if isinstance(tree, int):
        return itemgetter(codes[tree])
    mask: Callable[[Holders], int] = eval(f"lambda holders: {_source(tree, codes)}", {})  # noqa: S307
    return mask


def _source(tree: _Tree, codes: Sequence[int]) -> str:
    if isinstance(tree, int):
        return f"holders[{int(codes[tree])}]"
    operator = " & " if tree[0] else " | "
    return f"({operator.join(_source(part, codes) for part in tree[1])})"


def _chooser(tree: _Tree) -> Choose:
    """Compile the predicate to a function that chooses the best set, if no code of the choice stands twice."""
    if isinstance(tree, int):
        return _choose_first(1 << tree)
    if tree[0]:
        return _choose_every([_chooser(part) for part in tree[1]])
    single, others = _split(tree)
    first = _choose_first(sum(1 << place for place in set(single)))
    return _choose_best([first, *map(_chooser, others)]) if others else first


def _choose_first(places: Places) -> Choose:
    def choose(choice: Places, given: Places) -> Places | None:
        if given & places:
            return 0
        able = choice & places
        return able & -able or None

    return choose


def _choose_every(parts: list[Choose]) -> Choose:
    def choose(choice: Places, given: Places) -> Places | None:
        found = 0
        for part in parts:
            chosen = part(choice, given)
            if chosen is None:
                return None
            found |= chosen
        return found

    return choose


def _choose_best(parts: list[Choose]) -> Choose:
    def choose(choice: Places, given: Places) -> Places | None:
        best = None
        for part in parts:
            chosen = part(choice, given)
            if chosen is not None:
                best = _better(best, chosen)
        return best

    return choose


def _better(one: Places | None, other: Places) -> Places:
    """The smaller set; of two alike in size the one with the first code that only one of them has."""
    if one is None:
        return other
    sizes = one.bit_count(), other.bit_count()
    if sizes[0] != sizes[1]:
        return one if sizes[0] < sizes[1] else other
    apart = one ^ other
    return one if one & apart & -apart else other


def _subsets(places: Places) -> Iterator[Places]:
    """Every set of these places, the smaller ones first."""
    single = [1 << place for place in range(places.bit_length()) if places >> place & 1]
    for size in range(len(single) + 1):
        yield from map(sum, combinations(single, size))
