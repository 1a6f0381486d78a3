"""Filling the groups of a team, nobody standing in two, by augmenting paths.

People are bits of a mask. A path runs over groups, not over people: a group short of somebody takes a free
candidate, or one who stands in another group, which then is short itself. So it costs a few operations on masks
however many people there are.
"""

from collections.abc import Iterable, Sequence


class Placement:
    """Who is placed in which group. `candidates[g]` may fill the `needs[g]` places of group g."""

    def __init__(self, candidates: Sequence[int], needs: Sequence[int]) -> None:
        self.candidates = tuple(candidates)
        self.needs = tuple(needs)
        self.placed = [0] * len(self.needs)
        for group, need in enumerate(self.needs):
            while self.placed[group].bit_count() < need and self._augment(group):
                pass

    @property
    def filled(self) -> list[int]:
        """How many stand in each group: as many as can in all, and among those the most in earlier groups."""
        return [people.bit_count() for people in self.placed]

    @property
    def complete(self) -> bool:
        """Whether every place is filled."""
        return all(map(int.__ge__, self.filled, self.needs))

    def _augment(self, short: int, settled: int = 0) -> bool:
        """Bring one more into the group, moving others but not the settled; every other group keeps its number."""
        free = ~self._anyone()
        came_from: dict[int, tuple[int, int]] = {}
        queue = [short]
        for group in queue:
            if newcomer := self.candidates[group] & free:
                self._shift(group, newcomer & -newcomer, came_from)
                return True
            for other, people in enumerate(self.placed):
                movable = people & self.candidates[group] & ~settled
                if movable and other != short and other not in came_from:
                    came_from[other] = (group, movable & -movable)
                    queue.append(other)
        return False

    def _shift(self, group: int, newcomer: int, came_from: dict[int, tuple[int, int]]) -> None:
        self.placed[group] |= newcomer
        while group in came_from:
            taker, person = came_from[group]
            self.placed[group] ^= person
            self.placed[taker] |= person
            group = taker

    def _anyone(self) -> int:
        everyone = 0
        for people in self.placed:
            everyone |= people
        return everyone

    def settle(self, order: Iterable[int]) -> None:
        """Of all assignments that fill the groups alike, take the one whose people come first, group by group.

        `order` gives the people as bits, the preferred first.
        """
        people = list(order)
        settled = 0
        for group, seats in enumerate(self.filled):
            left = seats
            for person in people:
                if not left:
                    break
                if person & self.candidates[group] & ~settled and self._seat(person, group, settled):
                    settled |= person
                    left -= 1

    def _seat(self, person: int, group: int, settled: int) -> bool:
        """Seat the person in the group in the place of one who is not settled; False if that costs a place."""
        if self.placed[group] & person:
            return True
        before = list(self.placed)
        leaving = self.placed[group] & ~settled
        home = next((other for other, people in enumerate(self.placed) if people & person), None)
        self.placed[group] ^= (leaving & -leaving) | person
        if home is None:
            return True
        self.placed[home] ^= person
        if self._augment(home, settled | person):
            return True
        self.placed = before
        return False

    def reachable(self, start: Iterable[int]) -> set[int]:
        """The groups whose people could, by moving on, free somebody for one of the groups at the start."""
        found = set(start)
        queue = list(found)
        for group in queue:
            for other, people in enumerate(self.placed):
                if other not in found and people & self.candidates[group]:
                    found.add(other)
                    queue.append(other)
        return found


def tight(candidates: Sequence[int], needs: Sequence[int]) -> tuple[int, ...]:
    """The smallest set of groups with the least slack; of several such sets the first in the file's order.

    Slack is the number of different people who fit any of the groups, less the people they need. For each group
    the smallest worst set that holds it is found as a minimum cut: with its own candidates given away, the others
    are filled from the rest, and those that stay short, or could free somebody for a short one, belong to the set.
    """
    return min(_worst_set_with(group, candidates, needs) for group in range(len(needs)))[2]


def _worst_set_with(
    group: int, candidates: Sequence[int], needs: Sequence[int]
) -> tuple[int, int, tuple[int, ...]]:
    outside = [
        0 if other == group else fitting & ~candidates[group] for other, fitting in enumerate(candidates)
    ]
    wanted = [0 if other == group else need for other, need in enumerate(needs)]
    rest = Placement(outside, wanted)
    short = [other for other, filled in enumerate(rest.filled) if filled < wanted[other]]
    chosen = tuple(sorted({group} | rest.reachable(short)))
    fitting = 0
    for each in chosen:
        fitting |= candidates[each]
    return fitting.bit_count() - sum(needs[each] for each in chosen), len(chosen), chosen
