"""A sales requirement: what the organisation's market asks, what the window holds, and how long (D6)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.facts import Reading
from competencies.presenters.meters import amount_meter
from competencies.presenters.rows import Requirement
from competencies.presenters.sales import falls_on
from competencies.presenters.words import Words, amount
from competencies.programme import MetricNode
from competencies.rules import MetricVerdict
from partners import days


def metric(
    node: MetricNode, verdict: MetricVerdict, words: Words, readings: Sequence[Reading]
) -> Requirement:
    """The row of a metric node; `readings` are the organisation's."""
    unit = words.edition.metrics[node.metric].unit
    have = Decimal(verdict.have) if verdict.have is not None else None
    notes = [
        _market_note(node, words, unit),
        _window_note(verdict, words),
        _holds_note(node, words, readings),
    ]
    return Requirement(
        met=verdict.met,
        title=asked_of_metric(node, amount(Decimal(verdict.need), unit), words),
        notes=tuple(note for note in notes if note),
        meters=(amount_meter(have, Decimal(verdict.need), unit),),
    )


def asked_of_metric(node: MetricNode, need: str, words: Words) -> str:
    """The figure, how much of it is needed, in words, and in which time."""
    metric = words.edition.metrics[node.metric]
    shown = {
        "metric": words.text(metric.name),
        "amount": need,
        "months": node.within_months,
    }
    if node.within_months is None:
        return _("%(metric)s: at least %(amount)s at the latest reading") % shown
    if metric.kind == "stock":
        text = ngettext(
            "%(metric)s: at least %(amount)s at the latest reading within %(months)d month",
            "%(metric)s: at least %(amount)s at the latest reading within %(months)d months",
            node.within_months,
        )
    else:
        text = ngettext(
            "%(metric)s: at least %(amount)s within %(months)d month",
            "%(metric)s: at least %(amount)s within %(months)d months",
            node.within_months,
        )
    return text % shown


def _market_note(node: MetricNode, words: Words, unit: str) -> str:
    if isinstance(node.at_least, Decimal):
        return ""
    names = {market.key: words.text(market.name) for market in words.edition.markets}
    shown = {
        "amount": amount(node.at_least[words.market], unit),
        "market": _mid_sentence(names[words.market]),
        "organisation": words.organisation,
    }
    own = _("%(amount)s is asked in %(market)s, where %(organisation)s trades") % shown
    others = [
        _("%(amount)s in %(market)s") % {"amount": amount(value, unit), "market": _mid_sentence(names[key])}
        for key, value in node.at_least.items()
        if key != words.market
    ]
    return pgettext("between the parts of a sentence", "; ").join([own, *others]) + pgettext(
        "end of a sentence", "."
    )


def _mid_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def _window_note(verdict: MetricVerdict, words: Words) -> str:
    latest = days.full(verdict.latest_on) if verdict.latest_on else None
    if verdict.window_from is None:
        return _("Last figure %(day)s.") % {"day": latest} if latest else _("No figure yet.")
    shown = {"start": days.full(verdict.window_from), "end": days.full(words.on), "day": latest}
    if latest:
        return _("Window %(start)s to %(end)s, last figure %(day)s.") % shown
    return _("Window %(start)s to %(end)s, no figure in it.") % shown


def _holds_note(node: MetricNode, words: Words, readings: Sequence[Reading]) -> SafeString | str:
    metric = words.edition.metrics[node.metric]
    day = falls_on(node, metric, readings, market=words.market, on=words.on)
    return holds_until(day, as_of=words.on) if day else ""


def holds_until(day: date, *, as_of: date) -> SafeString:
    """The sentence of D6, with the day on which the figure would fall without any new reading."""
    text = _("Holds if sales stay as they are; without a new figure it falls on {day}, {hint}.")
    return format_html(text, day=days.markup(day), hint=days.hint(day, as_of=as_of))
