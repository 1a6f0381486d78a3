"""Listings that match the words of a query, by classes of relevance (F3).

Few matches are read at once and put in order here. Where there are many, they are met soon when listings are
walked through in the order of their filing, so that only as many are looked at as a page needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from memberships.directory import tokens
from memberships.directory.filters import Filter
from memberships.directory.positions import moved
from memberships.models import Filing, Listing

FEW = 2000
"""So many matches are read at once."""

Condition = Sequence[tuple[str, Sequence[str]]]
"""Lookups of the words of a listing, all of which must hold: the name of the lookup, and its words."""


class Place(NamedTuple):
    """Where a listing stands in what was found: a class of relevance, 0 the best, and the position inside it."""

    group: int
    position: int


@dataclass
class Matches:
    """The matches of a query: `conditions` for each class, each met by fewer listings than the next one."""

    conditions: Sequence[Condition]
    filings: QuerySet[Filing]
    filter: Filter
    near: bool = False
    _few: dict[int, list[int] | None] = field(default_factory=dict)

    def any(self) -> bool:
        """Whether anything matches at all."""
        return self._read(len(self.conditions) - 1) != []

    def count(self, most: int) -> int:
        """How many match, counted up to `most`, which is less than `FEW`."""
        found = self._read(len(self.conditions) - 1)
        return most if found is None else min(most, len(found))

    def page(self, after: Place | None, size: int) -> list[Place]:
        """So many places at most, behind one if it is given."""
        places: list[Place] = []
        for group in range(after.group if after else 0, len(self.conditions)):
            behind = after.position if after and after.group == group else -1
            wanted = size - len(places)
            places += [Place(group, position) for position in self._of_group(group, behind, wanted)]
            if len(places) >= size:
                break
        return places

    def _of_group(self, group: int, behind: int, size: int) -> list[int]:
        found = self._read(group)
        if found is None:
            return self._walk(group, behind, size)
        better = self._better(group)
        return [each for each in found if each > behind and each not in better][:size]

    def _better(self, group: int) -> set[int]:
        """Positions of better classes among those of this one, which are few."""
        return set() if group == 0 else set(self._read(group - 1) or ())

    def _read(self, group: int) -> list[int] | None:
        """All positions that meet the condition, in their order; None if they are many."""
        if group not in self._few:
            rows = self.filter.among(Listing.objects.filter(_holds(self.conditions[group])))
            found = sorted(self._placed(rows[: FEW + 1]))
            self._few[group] = None if len(found) > FEW else found
        return self._few[group]

    def _placed(self, rows: QuerySet[Listing]) -> Iterator[int]:
        """The positions, by the level of the competency if one is asked for."""
        if not self.filter.competency:
            yield from rows.values_list("position", flat=True)
            return
        for position, shown in rows.values_list("position", "shown"):
            level = next((level for key, level, _day in shown if key == self.filter.competency), None)
            yield position if level is None else moved(position, level, self.filter.levels)

    def _walk(self, group: int, behind: int, size: int) -> list[int]:
        """The next ones by their filing."""
        rows = self.filings.filter(_holds(self.conditions[group], "listing__"), position__gt=behind)
        if group:
            rows = rows.exclude(_holds(self.conditions[group - 1], "listing__"))
        return list(rows.values_list("position", flat=True)[:size])


def matching(query: Sequence[str], filings: QuerySet[Filing], filter_: Filter) -> Matches:
    """What matches the pieces of a query; if nothing does, what nearly has their names."""
    words = tokens.wanted(query)
    named = [tokens.NAME + word for word in words]
    does = [tokens.DOES + word for word in words]
    exact = Matches([[("having", each)] for each in (named, does, words)], filings, filter_)
    if exact.any():
        return exact
    nearly = [("having_any", sorted(one_of)) for one_of in tokens.nearly(query)]
    return Matches([nearly], filings, filter_, near=True)


def _holds(condition: Condition, of: str = "") -> Q:
    """The condition as a query asks for it, of a listing or of what leads to one."""
    return Q(*((f"{of}words__{lookup}", words) for lookup, words in condition))
