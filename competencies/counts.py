"""How many partners there are at which level, with what attained, at risk until when: counted, kept, and added up.

Counts are kept for ranges of organisations (`Tally`); a figure is named by words with "/" between them:
"organisations", "term/gold", "attained/cloud/silver", "risk/refused/2027-03" ("risk/refused/now" for what has
lapsed already), "override/14" and "override/30" (end within so many days; the second counts the first, too).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from competencies.models import Attainment, Override, Standing, Tally
from partners.models import Job, Organisation, Sweep, Term

ENDING_WITHIN = (14, 30)
"""Overrides that end within so many days are counted."""

NOW = "now"
"""In place of a month: nothing is left to lapse."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The counts of all ranges together. `at`: as of when; None if nothing was ever counted.

    `behind` of `ranges` ranges are known to show something older.
    """

    counts: Counter[str]
    at: datetime | None
    behind: int
    ranges: int

    def of(self, *names: str) -> Iterator[tuple[list[str], int]]:
        """What stands below a name, as the words that follow it, with its count."""
        start = "/".join([*names, ""])
        for name, count in self.counts.items():
            if name.startswith(start) and count:
                yield name.removeprefix(start).split("/"), count


def kept(as_of: date) -> Kept:
    """What is kept; two queries that read a row for each 5,000 organisations."""
    counts: Counter[str] = Counter()
    behind, moments = 0, []
    rows = list(Tally.objects.values_list("counts", "on", "stale", "counted_at"))
    for figures, on, stale, counted_at in rows:
        counts.update(figures)
        behind += stale or on != as_of
        moments += [counted_at] if counted_at else []
    return Kept(counts, _as_of_when(moments), behind, len(rows))


def _as_of_when(moments: list[datetime]) -> datetime | None:
    """The last sweep that was finished looked for what had changed by its beginning."""
    sweep = Sweep.objects.filter(job=Job.COUNT_PARTNERS).exclude(finished_at=None).first()
    return max([*moments, sweep.started_at]) if sweep and moments else max(moments, default=None)


def counted(first: int, end: int, *, as_of: date) -> dict[str, int]:
    """The counts of the organisations with primary keys in `[first, end)`, from their rows; five queries."""
    here = {"organisation__gte": first, "organisation__lt": end}
    organisations = Organisation.objects.filter(pk__gte=first, pk__lt=end).count()
    counts = {
        "organisations": organisations,
        **_terms(here, as_of),
        **_attained(here),
        **_at_risk(here, as_of),
    }
    ending = _ending(here, as_of)
    return {name: count for name, count in {**counts, **ending}.items() if count}


def _terms(here: dict[str, int], as_of: date) -> dict[str, int]:
    running = Term.objects.in_force_or_grace(as_of).filter(**here).order_by()
    rows = running.values_list("level").annotate(count=Count("organisation", distinct=True))
    return {f"term/{level}": count for level, count in rows}


def _attained(here: dict[str, int]) -> dict[str, int]:
    rows = Attainment.objects.open().filter(**here).order_by().values_list("competency", "level")
    found = rows.annotate(count=Count("pk"))
    return {f"attained/{competency}/{level}": count for competency, level, count in found}


def _at_risk(here: dict[str, int], as_of: date) -> dict[str, int]:
    rows = Standing.objects.at_risk().filter(**here).order_by()
    found = rows.values_list("risk_kind", TruncMonth("risk_on")).annotate(
        lapsed=Count("pk", filter=Q(risk_on__lte=as_of) | Q(risk_on=None)), count=Count("pk")
    )
    counts: Counter[str] = Counter()
    for kind, month, lapsed, count in found:
        counts[f"risk/{kind}/{NOW}"] += lapsed
        if month is not None:
            counts[f"risk/{kind}/{month:%Y-%m}"] += count - lapsed
    return counts


def _ending(here: dict[str, int], as_of: date) -> dict[str, int]:
    within = {
        f"override/{days}": Count("pk", filter=Q(until__lte=as_of + timedelta(days=days)))
        for days in ENDING_WITHIN
    }
    running = Override.objects.ending(as_of, within=ENDING_WITHIN[-1]).filter(**here).order_by()
    # Names of annotations hold no "/".
    found = running.aggregate(**{name.replace("/", "_"): count for name, count in within.items()})
    return {name: found[name.replace("/", "_")] for name in within}
