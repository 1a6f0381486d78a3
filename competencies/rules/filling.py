"""The cheapest way to fill the groups of a team, nobody standing in two, where people have to pass something first.

Shortest augmenting paths over groups: a group takes somebody who is free, or one of another group, which then is
short itself.
"""

from collections.abc import Sequence
from math import inf

Offer = tuple[Sequence[float], int]
"""What people who are alike cost in each group, and how many they are."""


def cheapest_filling(offers: Sequence[Offer], needs: Sequence[int]) -> float:
    """The least that filling all places costs in all; infinite if they cannot be filled."""
    free = [size for _, size in offers]
    placed = [[0] * len(needs) for _ in offers]
    left, total = list(needs), 0.0
    while any(left):
        price, ways = _prices(offers, free, placed, len(needs))
        group = min((each for each, need in enumerate(left) if need), key=price.__getitem__)
        if price[group] == inf:
            return inf
        total += price[group]
        left[group] -= 1
        _shift(group, ways, free, placed)
    return total


def _prices(
    offers: Sequence[Offer], free: Sequence[int], placed: Sequence[Sequence[int]], groups: int
) -> tuple[list[float], list[tuple[int, int | None]]]:
    """For each group what one more costs, and by whom: people of an offer, free or from another group."""
    price: list[float] = [inf] * groups
    ways: list[tuple[int, int | None]] = [(0, None)] * groups
    for number, (costs, _) in enumerate(offers):
        for group in range(groups) if free[number] else ():
            if costs[group] < price[group]:
                price[group], ways[group] = costs[group], (number, None)
    for _ in range(groups):
        for number, (costs, _) in enumerate(offers):
            for other in range(groups):
                for group in range(groups) if placed[number][other] else ():
                    through = price[other] + costs[group] - costs[other]
                    if group != other and through < price[group]:
                        price[group], ways[group] = through, (number, other)
    return price, ways


def _shift(
    group: int, ways: Sequence[tuple[int, int | None]], free: list[int], placed: Sequence[list[int]]
) -> None:
    while True:
        number, other = ways[group]
        placed[number][group] += 1
        if other is None:
            free[number] -= 1
            return
        placed[number][other] -= 1
        group = other
