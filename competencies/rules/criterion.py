"""A person predicate made ready to judge: as and/or over bitmasks of holders, and as smallest sets of codes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, combinations
from operator import itemgetter

from competencies.programme import EveryOf, Holds, Predicate

Holders = Sequence[int]
"""For every credential, by its number, the people who hold it on a day: bit n is person n."""


class Criterion:
    """What a person has to hold. `codes` are the numbers of its credentials, each once, by place in the predicate."""

    __slots__ = ("_repeated", "codes", "mask", "predicate")

    mask: Callable[[Holders], int]
    """The people who satisfy it, as bits."""

    def __init__(self, predicate: Predicate, numbers: Mapping[str, int]) -> None:
        self.predicate = _numbered(predicate, numbers)
        times = Counter(numbers[code] for code in predicate.codes)
        self.codes = tuple(times)
        self._repeated = tuple(code for code, count in times.items() if count > 1)
        self.mask = _mask(self.predicate)

    def satisfied_by(self, held: Iterable[int]) -> bool:
        """Whether somebody who holds just these codes satisfies it."""
        holders = dict.fromkeys(self.codes, 0) | dict.fromkeys(held, 1)
        return bool(self.mask(holders))  # type: ignore[arg-type]

    def smallest(self, choice: Iterable[int], *, given: Iterable[int] = ()) -> tuple[int, ...] | None:
        """The smallest set out of `choice` that, with what is `given`, satisfies it; None if even all do not.

        Sets compare by size, then by the places of their codes. Where every code stands once, the best set of a
        conjunction is made of the best of its parts. A code that stands twice may serve two parts at once, so
        the search is made with and without each of these.
        """
        free, open_codes = frozenset(given), frozenset(choice)
        shared = [code for code in self._repeated if code in open_codes and code not in free]
        single = open_codes.difference(shared)
        place = {code: number for number, code in enumerate(self.codes)}
        found = [
            sorted([place[code] for code in (*taken, *rest)])
            for taken in chain.from_iterable(combinations(shared, size) for size in range(len(shared) + 1))
            if (rest := _cheapest(self.predicate, place, single, free.union(taken))) is not None
        ]
        if not found:
            return None
        return tuple(self.codes[number] for number in min(found, key=lambda places: (len(places), places)))


_Numbered = int | tuple[str, tuple["_Numbered", ...]]


def _numbered(predicate: Predicate, numbers: Mapping[str, int]) -> _Numbered:
    if isinstance(predicate, Holds):
        return numbers[predicate.code]
    word = "every" if isinstance(predicate, EveryOf) else "one"
    return word, tuple(_numbered(part, numbers) for part in predicate.parts)


def _mask(tree: _Numbered) -> Callable[[Holders], int]:
    """Compile the predicate to a function of the holders."""
    if isinstance(tree, int):
        return itemgetter(tree)
    word, parts = tree
    if word == "every":
        return _every(tuple(map(_mask, parts)))
    codes = tuple(part for part in parts if isinstance(part, int))
    rest = tuple(_mask(part) for part in parts if not isinstance(part, int))
    return _one(codes, rest)


def _every(parts: tuple[Callable[[Holders], int], ...]) -> Callable[[Holders], int]:
    def mask(holders: Holders) -> int:
        found = -1
        for part in parts:
            found &= part(holders)
            if not found:
                return 0
        return found

    return mask


def _one(codes: tuple[int, ...], parts: tuple[Callable[[Holders], int], ...]) -> Callable[[Holders], int]:
    def mask(holders: Holders) -> int:
        found = 0
        for code in codes:
            found |= holders[code]
        for part in parts:
            found |= part(holders)
        return found

    return mask


def _cheapest(
    tree: _Numbered, place: Mapping[int, int], choice: frozenset[int], given: frozenset[int]
) -> tuple[int, ...] | None:
    """The best choice for a tree in which no code of `choice` stands twice; codes in the order of their places."""
    if isinstance(tree, int):
        return () if tree in given else (tree,) if tree in choice else None
    word, parts = tree
    found = [_cheapest(part, place, choice, given) for part in parts]
    if word == "every":
        return None if None in found else tuple(chain.from_iterable(filter(None, found)))
    able = [each for each in found if each is not None]
    return min(able, key=lambda each: (len(each), [place[code] for code in each]), default=None)


