"""What would cure a risk, in a sentence: "1 more pass: Ada or Ben passes 70-347" (E4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.words import Words, amount, conjunction, disjunction, together
from competencies.programme import Path
from competencies.rules.cure import Cure, Lack, Step

_NAMES, _CODES = 3, 3
"""So many people, and so many credentials, are named where any of them would do."""


def cure_words(cure: Cure | None, words: Words, *, about: str = "") -> SafeString | str:
    """The cure without a full stop. `about` names the level where the alert does not.

    None: nothing that can still be passed would do, or no edition of that day has the level.
    """
    if cure is None:
        return _("No pass would cure it any more")
    if not cure.passes and not cure.lacks:
        return _("Nothing more: it is attained again later")
    said = _in_path(_needed(cure, words), cure, words)
    return format_html(_("{level}: {cure}"), level=about, cure=said) if about else said


def people_of(cure: Cure | None) -> set[int]:
    """The ids of the people whom the words name."""
    steps = (step for way in (cure.ways if cure else ()) for step in way)
    return {int(person) for step in steps for person in step.people}


def _needed(cure: Cure, words: Words) -> SafeString:
    lacks = together([_lack(each, words) for each in cure.lacks])
    if not cure.passes:
        return lacks
    passes = _passes(cure, words)
    return format_html(_("{passes}; besides: {lacks}"), passes=passes, lacks=lacks) if lacks else passes


def _passes(cure: Cure, words: Words) -> SafeString:
    if not cure.exact:
        text = ngettext("at least {count} more pass", "at least {count} more passes", cure.passes)
        return format_html(text, count=cure.passes)
    text = ngettext("{count} more pass: {who}", "{count} more passes: {who}", cure.passes)
    separator = pgettext("between alternatives", ", or ")
    beside = pgettext("between the parts of a sentence", "; ")
    ways = [format_html_join(beside, "{}", ((_step(step, words),) for step in way)) for way in cure.ways]
    return format_html(
        text, count=cure.passes, who=format_html_join(separator, "{}", ((way,) for way in ways))
    )


def _step(step: Step, words: Words) -> SafeString:
    text = ngettext("{who} passes {what}", "{who} pass {what} each", step.count)
    return format_html(
        text, who=_who(step, words), what=conjunction([_any(each, words) for each in step.credentials])
    )


def _who(step: Step, words: Words) -> SafeString | str:
    names = [words.person(person) for person in step.people]
    if not names:
        return ngettext("{count} new person", "{count} new people", step.count).format(count=step.count)
    if step.count == step.among == len(names):
        return conjunction(names)
    if step.count == 1 and step.among <= _NAMES:
        return disjunction(names)
    if step.among <= _NAMES:
        return format_html(_("{count} of {names}"), count=step.count, names=conjunction(names))
    listed = pgettext("between the parts of a list", ", ").join(names[:_NAMES])
    shown = {"count": step.count, "among": step.among, "names": listed}
    return format_html(_("any {count} of {among} people ({names}, …)"), **shown)


def _any(codes: Sequence[str], words: Words) -> SafeString:
    if len(codes) <= _CODES:
        return words.any_of(codes)
    return format_html(
        _("one of {number} credentials ({codes}, …)"), number=len(codes), codes=words.listed(codes[:2])
    )


def _lack(lack: Lack, words: Words) -> SafeString:
    short, edition = Decimal(lack.short), words.edition
    if lack.kind == "metric" and lack.key in edition.metrics:
        metric = edition.metrics[lack.key]
        shown = {"metric": words.text(metric.name), "amount": amount(short, metric.unit)}
        return format_html(_("{amount} more ({metric})"), **shown)
    known = edition.attestations.get(lack.key)
    text = ngettext("{count} attestation ({name})", "{count} attestations ({name})", int(short))
    return format_html(text, count=int(short), name=words.text(known.name) if known else lack.key)


def _in_path(said: SafeString, cure: Cure, words: Words) -> SafeString:
    """With the name of the path, where the level has several."""
    paths = list(_paths(cure, words))
    path = next((each for each in paths if each.key == cure.path), None)
    return words.in_path(said, path, several=len(paths) > 1) if path else said


def _paths(cure: Cure, words: Words) -> Iterator[Path]:
    known = words.edition.competencies.get(cure.competency)
    return (path for path in (known.paths if known else ()) if path.level == cure.level)
