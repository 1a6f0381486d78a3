"""What a customer filters by, as a range of filings and as words of listings (F3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import CombinedExpression

from memberships.directory.filing import under_competency, under_country, under_industry, under_level
from memberships.directory.positions import SPAN, span, spans
from memberships.models import Filing, Listing

Place = F | CombinedExpression
"""Where a listing stands, as a query reckons it."""


class Wanted(NamedTuple):
    """What a customer asks for; empty means any. `levels`: keys, which mean the competency if one is chosen."""

    text: str = ""
    competency: str = ""
    levels: frozenset[str] = frozenset()
    country: str = ""
    industry: str = ""


def filed(wanted: Wanted, levels: Sequence[str]) -> QuerySet[Filing]:
    """The filings of these filters, the best place first: one range of one index for each level."""
    found = Filing.objects.filter(competency=wanted.competency, industry=wanted.industry)
    if wanted.country:
        found = found.filter(country=wanted.country)
    ranges = Q()
    for first, end in spans(wanted.levels, levels):
        ranges |= Q(position__gte=first, position__lt=end)
    return found.filter(ranges).order_by("position")


@dataclass(frozen=True, slots=True)
class Filter:
    """The same filters as words of a listing: all of `words`, and one of `any_of` unless that is empty."""

    words: tuple[str, ...]
    any_of: tuple[str, ...]
    competency: str
    levels: Sequence[str]

    @classmethod
    def of(cls, wanted: Wanted, levels: Sequence[str]) -> "Filter":
        """Of what a customer asks for."""
        words = []
        if wanted.competency:
            words.append(under_competency(wanted.competency))
        if wanted.country:
            words.append(under_country(wanted.country))
        if wanted.industry:
            words.append(under_industry(wanted.industry))
        one = (
            under_competency(wanted.competency, level) if wanted.competency else under_level(level)
            for level in sorted(wanted.levels)
        )
        return cls(tuple(words), tuple(one), wanted.competency, levels)

    def among(self, rows: QuerySet[Listing]) -> QuerySet[Listing]:
        """Those of the listings that pass."""
        if self.words:
            rows = rows.filter(words__having=self.words)
        return rows.filter(words__having_any=self.any_of) if self.any_of else rows

    def parts(self, rows: QuerySet[Listing]) -> Iterator[tuple[QuerySet[Listing], Place, int]]:
        """Those that pass, in parts that stand behind one another: their place in the part, and where it begins.

        A competency has its own level, so at each of these the places are those of the listing, moved there.
        """
        rows = self.among(rows)
        if not self.competency:
            yield rows, F("position"), 0
            return
        for level in reversed(self.levels):
            at_level = rows.filter(words__having=[under_competency(self.competency, level)])
            yield at_level, F("position") % SPAN, span(level, self.levels)[0]
