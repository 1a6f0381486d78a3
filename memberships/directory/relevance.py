"""Listings that match the words of a query, by classes of relevance (F3).

Few matches are read at once and put in order here. Where there are many, they are mostly met soon when listings are
walked through in the order of their filing, so that only as many are looked at as a page needs; where they all lie
far behind, as words of partners without a level do, the database looks them up and sorts them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.db.models import BigIntegerField, Model, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from memberships.directory import tokens
from memberships.directory.filters import Filter
from memberships.directory.positions import moved
from memberships.models import Filing, Listing

FEW = 2000
"""So many matches are read at once."""

WALKED = 2000
"""So many filings are looked through for the next matches."""

Row = TypeVar("Row", bound=Model)
Condition = Sequence[tuple[str, Sequence[str]]]
"""Lookups of the words of a listing, all of which must hold: the name of the lookup, and its words."""

_LAST = Value(2**63 - 1, BigIntegerField())


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
        """The next ones by their filing; if they are not met soon, all are put in order."""
        ahead = self.filings.filter(position__gt=behind)
        end = Subquery(ahead.values("position")[WALKED : WALKED + 1])
        near = self._only(group, ahead.filter(position__lt=Coalesce(end, _LAST)), "listing__")
        met = list(near.values_list("position", flat=True)[:size])
        return met if len(met) == size else self._sorted(group, behind, size)

    def _sorted(self, group: int, behind: int, size: int) -> list[int]:
        """The next ones where they lie far off: looked up by their words, then sorted by the database."""
        found: list[int] = []
        for part, place, first in self.filter.parts(self._only(group, Listing.objects.all())):
            rows = part.annotate(place=place).filter(place__gt=behind - first).order_by("place")
            found += [first + at for at in rows.values_list("place", flat=True)[: size - len(found)]]
            if len(found) == size:
                break
        return found

    def _only(self, group: int, rows: QuerySet[Row], of: str = "") -> QuerySet[Row]:
        """Those that hold the condition of a class and not that of the one before."""
        rows = rows.filter(_holds(self.conditions[group], of))
        return rows.exclude(_holds(self.conditions[group - 1], of)) if group else rows


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
