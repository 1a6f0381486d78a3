"""Another market for a country: its effect first, then every organisation moves (B1).

Both go on in steps of 500 organisations, a transaction each; whatever a step leaves, the next finds. What is done
in one step is done at once, more by a worker.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competencies.facts.load import load
from competencies.jobs.chunks import CHUNK, in_chunks
from competencies.published import NoProgramme, current_programme
from competencies.review import changing
from competencies.rules import Case, Outcome
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import (
    CorrectionStage,
    CountryMarket,
    MarketCorrection,
    MarketEffect,
    Organisation,
    User,
)
from partners.refusals import Refused


def known() -> list[str]:
    """The markets that a country can be in: those of the programme, before the first edition those of the table."""
    try:
        return sorted(current_programme().market_keys)
    except NoProgramme:
        return sorted(set(CountryMarket.objects.values_list("market", flat=True)))


@transaction.atomic
def ask(*, country: CountryMarket, market: str, reason: str, on: date, by: User) -> MarketCorrection:
    """Work out what another market would do to the country's organisations; nothing changes yet.

    Refused for an unknown market, the one that it has, and while another correction of the country is open.
    """
    if market not in known():
        raise Refused("unknown-market", _("The programme does not know this market."))
    if market == country.market:
        raise Refused("same-market", _("The country is in this market already."))
    try:
        with transaction.atomic():
            correction = MarketCorrection.objects.create(
                country=country.country, before=country.market, market=market, reason=reason.strip(),
                asked_on=on, asked_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        message = _("Another correction of this country is open. Apply it or drop it first.")
        raise Refused("correction-open", message) from error
    correction.organisations = moving(correction).count()
    correction.save(update_fields=["organisations"])
    if correction.organisations <= CHUNK:
        _weigh(correction, on)
    return correction


@transaction.atomic
def apply(*, correction: MarketCorrection, on: date, by: User) -> MarketCorrection:
    """Correct the table; the country's organisations move, at once or by a worker. Refused before it is weighed."""
    _decide(correction, CorrectionStage.APPLYING, on, by)
    CountryMarket.objects.filter(country=correction.country).update(market=correction.market)
    data = {"country": correction.country, "before": correction.before, "market": correction.market}
    events.record(
        Kind.MARKET_CORRECTED,
        on=on,
        by=by,
        data={**data, "reason": correction.reason, "correction": correction.pk},
    )
    if correction.organisations <= CHUNK:
        _move(correction, on)
    return correction


@transaction.atomic
def drop(*, correction: MarketCorrection, on: date, by: User) -> MarketCorrection:
    """Leave the table as it is. Refused once it is applied."""
    _decide(correction, CorrectionStage.DROPPED, on, by)
    return correction


def go_on(*, on: date, seconds: float | None = None) -> int:
    """Go on with what is too large for one request; returns how many organisations were weighed or moved."""
    return in_chunks(lambda: _step(on), seconds=seconds)


def moving(correction: MarketCorrection) -> QuerySet[Organisation]:
    """The organisations of the country that are not in the new market yet, by id."""
    of_country = Organisation.objects.filter(country=correction.country)
    return of_country.exclude(market=correction.market).order_by("pk")


def _decide(correction: MarketCorrection, stage: CorrectionStage, on: date, by: User) -> None:
    able = [CorrectionStage.WEIGHED]
    if stage is CorrectionStage.DROPPED:
        able.append(CorrectionStage.WEIGHING)
    waiting = MarketCorrection.objects.filter(pk=correction.pk, stage__in=able)
    decided = {"stage": stage, "decided_on": on, "decided_by": by}
    if not waiting.update(**decided, reached=0, examined=0):
        message = _("This is not possible now: its effect is not known yet, or it is decided already.")
        raise Refused("not-waiting", message)
    correction.refresh_from_db()


def _step(on: date) -> int:
    """The next 500 organisations of the oldest correction that nobody else is at."""
    with transaction.atomic():
        free = MarketCorrection.objects.working().select_for_update(skip_locked=True)
        correction = free.first()
        if correction is None:
            return 0
        work = _weigh if correction.stage == CorrectionStage.WEIGHING else _move
        # The last step finds nobody: it is one, too.
        return max(work(correction, on), 1)


def _next(correction: MarketCorrection) -> list[int]:
    rows = moving(correction).filter(pk__gt=correction.reached)
    return list(rows.values_list("pk", flat=True)[:CHUNK])


@transaction.atomic
def _weigh(correction: MarketCorrection, on: date) -> int:
    """Judge the next organisations as they are and as they would be, by the same rules."""
    ids = _next(correction)
    effects = _effects(correction, ids, on) if ids else []
    MarketEffect.objects.bulk_create(effects)
    correction.affected += len(effects)
    return _reach(correction, ids, CorrectionStage.WEIGHED)


def _effects(correction: MarketCorrection, ids: list[int], on: date) -> list[MarketEffect]:
    try:
        programme = current_programme()
    except NoProgramme:
        return []
    found = []
    for pk, loaded in load(ids, as_of=on, names=False).items():
        now = Case(loaded.facts, programme).outcome(on)
        then = Case(replace(loaded.facts, market=correction.market), programme).outcome(on)
        effect = _effect(now, then)
        if any(effect.values()):
            found.append(MarketEffect(correction=correction, organisation_id=pk, **effect))
    return found


def _effect(now: Outcome, then: Outcome) -> dict[str, Any]:
    held, would = _attained(now), _attained(then)
    renewal = ""
    if now.renewal and then.renewal and now.renewal.eligible != then.renewal.eligible:
        renewal = MarketEffect.Renewal.GAINED if then.renewal.eligible else MarketEffect.Renewal.LOST
    return {"gained": sorted(would - held), "lost": sorted(held - would), "renewal": renewal}


def _attained(outcome: Outcome) -> set[tuple[str, str]]:
    return {verdict.key for verdict in outcome.competencies if verdict.attained}


def _move(correction: MarketCorrection, on: date) -> int:
    """Give the next organisations the market, each with its line in the journal, and judge them again."""
    ids = _next(correction)
    by = correction.decided_by
    with changing(ids, on=on) as because:
        rows = Organisation.objects.filter(pk__in=ids).only("pk", "market")
        data = {"market": correction.market, "reason": correction.reason, "correction": correction.pk}
        entries = [
            events.entry(
                Kind.MARKET_CHANGED, on=on, by=by, organisation=each, data={**data, "before": each.market}
            )
            for each in rows
        ]
        events.record_all(entries)
        Organisation.objects.filter(pk__in=ids).update(market=correction.market)
        for entry in entries:
            cause = Cause(Reason.MARKET_CHANGED, {"event": entry.pk})
            because[entry.organisation_id or 0].append(cause)
    return _reach(correction, ids, CorrectionStage.APPLIED)


def _reach(correction: MarketCorrection, ids: list[int], end: CorrectionStage) -> int:
    """Note how far the stage has come; it is at its end when nobody comes after them."""
    correction.examined += len(ids)
    correction.reached = ids[-1] if ids else correction.reached
    if len(ids) < CHUNK or not moving(correction).filter(pk__gt=correction.reached).exists():
        correction.stage, correction.reached = end, 0
    correction.save(update_fields=["examined", "reached", "stage", "affected"])
    return len(ids)
