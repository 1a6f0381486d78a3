"""What would cure each alert: found when somebody first asks, and kept with the alerts (E4).

A review writes the alerts anew whenever a fact changed, so what is kept never outlives the facts that it rests on;
it is found anew each day, since days and people's accounts pass without a review.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from competencies.facts import Facts
from competencies.facts.load import Loaded, load
from competencies.models import Standing
from competencies.published import Published, published
from competencies.review.risk import THE_TERM, Cures, RiskEntry
from competencies.review.subject import LevelKey
from competencies.rules import Case
from competencies.rules.cure import Cure, Lack, Step, cure


def cures_of(standing: Standing, *, as_of: date, rules: Published | None = None) -> Cures:
    """The cure of each of the standing's alerts; as a rule without any query."""
    if not _alerts(standing):
        return {}
    kept = standing.risk.get("cures")
    if kept is None or kept["stamp"] != _stamp(standing, as_of):
        kept = _find(standing, as_of, rules or published())
    return {(key[0], key[1]): _of_data(data) for key, data in kept["cures"]}


def cures_in(entries: Iterable[RiskEntry], case: Case, *, on: date, able: Iterable[str]) -> Cures:
    """The same of one organisation's case, for those who may pass something (ids of the facts)."""
    day, who = _judged_on(case.facts, on), frozenset(able)
    return {entry.key: cure(case, _keys(entry, case, day), on=on, day=day, able=who) for entry in entries}


def _alerts(standing: Standing) -> list[RiskEntry]:
    stored = map(RiskEntry.of_data, standing.risk.get("entries", []))
    return [entry for entry in stored if entry.note is None]


def _stamp(standing: Standing, as_of: date) -> str:
    return f"{as_of.isoformat()} {standing.rules_version}"


@transaction.atomic
def _find(standing: Standing, as_of: date, rules: Published) -> dict[str, Any]:
    """Find them, and keep them if no review is at work: it holds the row, and will write other alerts."""
    row = Standing.objects.select_for_update(skip_locked=True).filter(pk=standing.pk).first()
    loaded = load([standing.pk], as_of=as_of, names=False)[standing.pk]
    found = _found(row or standing, loaded, rules, as_of)
    if row is not None:
        row.risk = {**row.risk, "cures": found}
        row.save(update_fields=["risk"])
    standing.risk = {**standing.risk, "cures": found}
    return found


def _found(standing: Standing, loaded: Loaded, rules: Published, as_of: date) -> dict[str, Any]:
    case = Case(loaded.facts, rules.programme)
    cures = cures_in(_alerts(standing), case, on=as_of, able=loaded.present)
    return {
        "stamp": _stamp(standing, as_of),
        "cures": [[list(key), asdict(each) if each else None] for key, each in cures.items()],
    }


def _judged_on(facts: Facts, on: date) -> date:
    """The day that judges the renewal: the anniversary, in grace the day itself (E3)."""
    until = facts.membership.until if facts.membership else None
    return until if until is not None and until > on else on


def _keys(entry: RiskEntry, case: Case, day: date) -> list[LevelKey]:
    """The level at risk; for the term itself, every level with which it could be renewed."""
    if entry.key != THE_TERM or case.facts.membership is None:
        return [entry.key]
    edition = case.rulebook.programme.edition_on(day)
    levels = [level.key for level in edition.levels]
    enough = levels[levels.index(case.facts.membership.level) :]
    return [(one.competency.key, one.level) for one in edition.entries if one.level in enough]


def _of_data(data: dict[str, Any] | None) -> Cure | None:
    if data is None:
        return None
    ways = tuple(tuple(_step(step) for step in way) for way in data["ways"])
    lacks = tuple(Lack(**each) for each in data["lacks"])
    return Cure(**{**data, "ways": ways, "lacks": lacks})


def _step(data: dict[str, Any]) -> Step:
    credentials = tuple(tuple(each) for each in data["credentials"])
    return Step(data["count"], tuple(data["people"]), data["among"], credentials)
