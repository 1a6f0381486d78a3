"""What staff reads before it places or ends an override: what holds without it, and what else is open (D4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.facts import Override as Fact
from competencies.facts.what_if import without
from competencies.models import CreditKind, CreditReport, Override
from competencies.presenters.alerts import level_in
from competencies.presenters.levels import level_view
from competencies.presenters.paths import PathCard
from competencies.presenters.situation import PlacedOverride, Situation
from competencies.presenters.words import Words
from competencies.programme import Programme
from competencies.rules import Case
from partners import days

SHOWN = 10
"""So many of each kind are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class WithoutIt:
    """A level as the facts alone have it: the verdict, until when it holds, and each path."""

    name: str
    sentence: SafeString | str
    lapse: SafeString | str
    paths: tuple[PathCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Something open, with a link to its page."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Others:
    """Other overrides, reports of missing credit and disputed figures of an organisation."""

    overrides: tuple[Other, ...]
    missing: tuple[Other, ...]
    disputes: tuple[Other, ...]
    more: str


def without_it(competency: str, level: str, situation: Situation) -> WithoutIt:
    """The level on the day of the situation. Since when it holds is left out: that may rest on an override."""
    situation = situation.told(())
    name = level_in(level, competency, situation.words)
    known = situation.edition.competencies.get(competency)
    verdict = next((one for one in situation.verdicts(competency) if one.level == level), None)
    if known is None or verdict is None:
        return WithoutIt(
            name, _("The edition in force today has no such level: it begins with a later one."), ""
        )
    view = level_view(known, verdict, situation)
    return WithoutIt(name, view.sentence, view.lapse, view.paths)


def as_if_not_placed(situation: Situation, row: Override, programme: Programme) -> Situation:
    """The situation as it would be had this override not been placed."""
    facts = without(situation.facts, Fact(row.competency, row.level, row.starts_on, row.last_until))
    case = Case(facts, programme)
    left = [one for one in situation.overrides if not _is(one, row)]
    outcome = case.explained(situation.on, only=[row.competency])
    return replace(situation, case=case, facts=facts, outcome=outcome, overrides=left)


def _is(one: PlacedOverride, row: Override) -> bool:
    theirs = (row.competency, row.level, row.starts_on, row.last_until, row.reason)
    return (one.competency, one.level, one.starts_on, one.until, one.reason) == theirs


def others(overrides: Sequence[Override], reports: Iterable[CreditReport], words: Words) -> Others:
    """What is open besides, the first to end and the oldest first."""
    waiting = list(reports)
    missing = [_report(each) for each in waiting if each.kind == CreditKind.ACHIEVEMENT]
    disputes = [_dispute(each, words) for each in waiting if each.kind == CreditKind.FIGURE]
    held = [_override(each, words) for each in overrides]
    hidden = sum(max(0, len(each) - SHOWN) for each in (held, missing, disputes))
    more = (
        ngettext("And %(count)d more.", "And %(count)d more.", hidden) % {"count": hidden} if hidden else ""
    )
    return Others(tuple(held[:SHOWN]), tuple(missing[:SHOWN]), tuple(disputes[:SHOWN]), more)


def _override(row: Override, words: Words) -> Other:
    shown = {
        "level": level_in(row.level, row.competency, words),
        "start": days.full(row.starts_on),
        "day": days.full(days.last_day(row.last_until)),
    }
    title = _("Override of %(level)s, %(start)s to %(day)s") % shown
    return Other(title, row.reason, reverse("admin:competencies_override_change", args=[row.pk]))


def _report(row: CreditReport) -> Other:
    title = _("Missing credit: %(credential)s") % {"credential": row.credential}
    return Other(title, _waits(row), _url(row))


def _dispute(row: CreditReport, words: Words) -> Other:
    metric = words.edition.metrics.get(row.metric)
    shown = {"figure": words.text(metric.name) if metric else row.metric, "day": days.full(row.day)}
    return Other(_("Disputed figure: %(figure)s of %(day)s") % shown, _waits(row), _url(row))


def _waits(row: CreditReport) -> str:
    return _("waiting since %(day)s") % {"day": days.full(row.reported_on)}


def _url(row: CreditReport) -> str:
    return reverse("admin:competencies_creditreport_change", args=[row.pk])
