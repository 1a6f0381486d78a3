"""Teams, by trying every way to place people: `fits` holds for each group the people who satisfy its P."""

from functools import cache
from itertools import combinations


@cache
def can_be_filled(needs, fits, taken=frozenset()):
    """Whether every group can be filled at the same time, nobody in two."""
    if not needs:
        return True
    free = sorted(fits[0] - taken)
    return any(
        can_be_filled(needs[1:], fits[1:], taken | set(chosen)) for chosen in combinations(free, needs[0])
    )


def placements(needs, fits, taken=frozenset()):
    """Every way to place people: for each group a list of at most as many as it needs."""
    if not needs:
        yield []
        return
    free = sorted(fits[0] - taken)
    for size in range(needs[0] + 1):
        for chosen in combinations(free, size):
            for rest in placements(needs[1:], fits[1:], taken | set(chosen)):
                yield [list(chosen), *rest]


def best_placement(needs, fits):
    """Most seats filled; among those, earlier groups most; then the smallest ids as text, group by group."""

    def rank(groups):
        return -sum(map(len, groups)), [-len(group) for group in groups], [sorted(group) for group in groups]

    return min(placements(needs, fits), key=rank)


def tight_groups(needs, fits):
    """The places (from 0) of the smallest set of groups with the least slack, the first in file order."""
    places = range(len(needs))
    sets = [chosen for size in places for chosen in combinations(places, size + 1)]

    def slack(chosen):
        return len(set().union(*(fits[place] for place in chosen))) - sum(needs[place] for place in chosen)

    return min(sets, key=lambda chosen: (slack(chosen), len(chosen), chosen))
