"""How one thing of a programme differs from what it was: the clause of one difference (D1, G7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.asking import (
    also_asked,
    attestation_name,
    metric_name,
    part_at,
    threshold,
    times,
)
from competencies.presenters.predicates import sentence
from competencies.presenters.words import Words, joined
from competencies.programme import EveryOf, Holds, MetricNode, OneOf, Predicate
from competencies.programme.difference import Difference, Part
from competencies.programme.meaning import demand
from partners import days

CALLED = frozenset({Part.LEVEL, Part.MARKET, Part.CENTRE, Part.METRIC, Part.ATTESTATION})
"""Things whose line begins with their earlier name."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """The words of either edition: what is gone is called as it was called."""

    before: Words
    after: Words


def amended(found: Difference, eyes: Eyes) -> SafeString:
    """A changed attribute as a clause."""
    if found.place.part is Part.REQUIREMENT and found.attribute in _OF_REQUIREMENT:
        return _OF_REQUIREMENT[found.attribute](found, eyes)
    return _OF_ALL.get(found.attribute, _plain)(found, eyes)


def instead(after: object, before: object) -> SafeString:
    """ "A instead of B"."""
    return format_html(_("{after} instead of {before}"), after=after, before=before)


def _plain(found: Difference, eyes: Eyes) -> SafeString:
    return instead(_value(found.after), _value(found.before))


def _value(value: Any) -> str:
    if isinstance(value, date):
        return days.full(value)
    if isinstance(value, tuple):
        return joined([str(each) for each in value])
    return _("none") if value is None else str(value)


def _name(found: Difference, eyes: Eyes) -> SafeString:
    """Names are texts: quoted in the reader's language, or said to differ in another one."""
    before = eyes.before.text(found.before) if found.before else None
    after = eyes.after.text(found.after) if found.after else None
    if before == after:
        return SafeString(_("called otherwise in another language"))
    if after is None:
        return format_html(_("no longer called “{before}”"), before=before)
    titled = found.attribute == "title" and eyes.before.edition.credentials[found.place.key].kind != "exam"
    if before is None or titled or found.place.part in CALLED:
        return format_html(_("now called “{after}”"), after=after)
    return format_html(_("now called “{after}”, before “{before}”"), after=after, before=before)


def _day(said: Any, gone: Any) -> Callable[[Difference, Eyes], SafeString]:
    def clause(found: Difference, eyes: Eyes) -> SafeString:
        if found.after is None:
            return format_html(str(gone()), before=days.full(found.before))
        text = format_html(str(said()), day=days.full(found.after))
        if found.before is None:
            return text
        return format_html(_("{text}, before {day}"), text=text, day=days.full(found.before))

    return clause


def _replaced_by(found: Difference, eyes: Eyes) -> SafeString:
    if found.after is None:
        return format_html(_("no longer replaced by {code}"), code=eyes.before.credential(found.before))
    return format_html(_("replaced by {code}"), code=eyes.after.credential(found.after))


def _centre(found: Difference, eyes: Eyes) -> SafeString:
    names = {
        each.key: words.text(each.name)
        for words in (eyes.before, eyes.after)
        for each in words.edition.centres
    }
    return format_html(
        _("now under {after}, before under {before}"),
        after=names.get(found.after, found.after), before=names.get(found.before, found.before),
    )  # fmt: skip


def _level(found: Difference, eyes: Eyes) -> SafeString:
    return format_html(
        _("now leads to {after}, before to {before}"),
        after=eyes.after.level_inside(found.after), before=eyes.before.level_inside(found.before),
    )  # fmt: skip


def _remark(found: Difference, eyes: Eyes) -> SafeString:
    text = _("the note is another") if found.after and found.before else _("a note was added")
    return SafeString(text if found.after else _("the note was taken out"))


def _source(found: Difference, eyes: Eyes) -> SafeString:
    return SafeString(_("the source is another"))


def _grouping(found: Difference, eyes: Eyes) -> SafeString:
    return SafeString(_("written otherwise; it asks for the same as before"))


def _people(found: Difference, eyes: Eyes) -> SafeString:
    count = ngettext("{after} person instead of {before}", "{after} people instead of {before}", found.after)
    return format_html(count, after=found.after, before=found.before)


def _each(found: Difference, eyes: Eyes) -> SafeString:
    """Which codes came or went, where nothing else did; else both demands in full."""
    before, after = set(found.before.codes), set(found.after.codes)
    come, gone = after - before, before - after
    kept = _without(found.before, gone), _without(found.after, come)
    if None in kept or demand(kept[0]) != demand(kept[1]):  # type: ignore[arg-type]
        return format_html(
            _("each person needs {after} instead of {before}"),
            after=sentence(found.after, eyes.after), before=sentence(found.before, eyes.before),
        )  # fmt: skip
    parts = []
    if come:
        codes = dict.fromkeys(code for code in found.after.codes if code in come)
        parts.append(format_html(_("now also accepted: {codes}"), codes=eyes.after.listed(codes)))
    if gone:
        codes = dict.fromkeys(code for code in found.before.codes if code in gone)
        parts.append(format_html(_("no longer accepted: {codes}"), codes=eyes.before.listed(codes)))
    return format_html_join(
        pgettext("between the parts of a sentence", "; "), "{}", ((each,) for each in parts)
    )


def _without(predicate: Predicate, codes: set[str]) -> Predicate | None:
    """The predicate without alternatives of these codes; None where one of them is no mere alternative."""
    if isinstance(predicate, Holds):
        return None if predicate.code in codes else predicate
    if isinstance(predicate, OneOf):
        kept = [each for each in predicate.parts if not (isinstance(each, Holds) and each.code in codes)]
    else:
        kept = list(predicate.parts)
    parts = [_without(each, codes) for each in kept]
    if not parts or None in parts:
        return None
    return (OneOf if isinstance(predicate, OneOf) else EveryOf)(tuple(each for each in parts if each))


def _including(found: Difference, eyes: Eyes) -> SafeString:
    """Two clauses that each begin with "of them": the earlier one stands apart."""
    return format_html(
        _("{after} (before: {before})"),
        after=also_asked(found.after, eyes.after) or _("none"),
        before=also_asked(found.before, eyes.before) or _("none"),
    )


def _threshold(found: Difference, eyes: Eyes) -> SafeString:
    path = eyes.after.edition.competencies[found.place.competency].paths
    node = next(part_at(each, found.place.node) for each in path if each.key == found.place.path)
    if not isinstance(node, MetricNode):
        return instead(times(found.after), times(found.before))
    return instead(
        threshold(found.after, node.metric, eyes.after), threshold(found.before, node.metric, eyes.before)
    )


def _within(found: Difference, eyes: Eyes) -> SafeString:
    if found.after is None:
        return SafeString(_("without a window; the latest reading counts"))
    text = ngettext(
        "within {after} month instead of {before}", "within {after} months instead of {before}", found.after
    )
    return format_html(text, after=found.after, before=_value(found.before))


def _metric(found: Difference, eyes: Eyes) -> SafeString:
    return instead(metric_name(found.after, eyes.after), metric_name(found.before, eyes.before))


def _attestation(found: Difference, eyes: Eyes) -> SafeString:
    return instead(attestation_name(found.after, eyes.after), attestation_name(found.before, eyes.before))


_Clause = Callable[[Difference, Eyes], SafeString]
_OF_REQUIREMENT: Mapping[str, _Clause] = {
    "people": _people,
    "each": _each,
    "including": _including,
    "at_least": _threshold,
    "within_months": _within,
    "metric": _metric,
    "attestation": _attestation,
}
_OF_ALL: Mapping[str, _Clause] = {
    "name": _name,
    "title": _name,
    "note": _remark,
    "doubt": _remark,
    "source": _source,
    "centre": _centre,
    "level": _level,
    "grouping": _grouping,
    "replaced_by": _replaced_by,
    "retires_on": _day(lambda: _("retires on {day}"), lambda: _("no longer retires on {before}")),
    "accepted_through": _day(
        lambda: _("counts through {day}"), lambda: _("no last day any more, before {before}")
    ),
    "available_from": _day(
        lambda: _("available from {day}"), lambda: _("no first day any more, before {before}")
    ),
    "last_bookable_on": _day(
        lambda: _("can be booked through {day}"),
        lambda: _("no last day of booking any more, before {before}"),
    ),
}
