"""The lines of a difference: what it is about, and what became of it (D1, G7)."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.amendments import CALLED, Eyes, amended
from competencies.presenters.asking import asked, attestation_name, metric_name, part_at, path_asks
from competencies.presenters.skills import kinds
from competencies.presenters.words import Words
from competencies.programme import AttestationNode, Competency, Credential, MetricNode, Path
from competencies.programme.difference import Change, Difference, Part


def change_word(change: Change) -> str:
    """The change in a word."""
    return {
        Change.ADDED: _("added"), Change.REMOVED: _("removed"), Change.CHANGED: _("changed"),
    }[change]  # fmt: skip


def headline(found: Sequence[Difference], eyes: Eyes) -> SafeString:
    """Differences of one thing as one line: what it is, and every clause about it."""
    first = found[0]
    about = _about(first, eyes)
    if first.change is not Change.CHANGED:
        return about
    separator = pgettext("between the parts of a sentence", "; ")
    said = format_html_join(separator, "{}", ((_clause(each, eyes),) for each in found))
    return format_html(_("{name}: {title}"), name=about, title=said) if about else said


def _clause(found: Difference, eyes: Eyes) -> SafeString:
    if found.attribute == "levels_without_competency":
        return format_html(_("levels that ask for no competency: {clause}"), clause=amended(found, eyes))
    if found.attribute in ("kind", "unit"):
        names = {"kind": _("kind: {clause}"), "unit": _("unit: {clause}")}
        return format_html(names[found.attribute], clause=amended(found, eyes))
    return amended(found, eyes)


def _about(found: Difference, eyes: Eyes) -> SafeString:
    """What the line is about; of what came or went, the thing itself."""
    renamed = found.change is Change.CHANGED and found.place.part in CALLED
    words = eyes.before if found.change is Change.REMOVED or renamed else eyes.after
    thing = found.before if found.change is Change.REMOVED else found.after
    match found.place.part:
        case Part.CREDENTIAL:
            return _credential(found, eyes)
        case Part.LEVEL | Part.MARKET | Part.CENTRE | Part.METRIC | Part.ATTESTATION:
            return format_html("{}", _named(found, words))
        case Part.COMPETENCY:
            return SafeString("" if found.change is Change.CHANGED else _("The whole competency"))
        case Part.ENTRY:
            return format_html("{}", words.level(found.place.level))
        case Part.PATH if found.change is not Change.CHANGED:
            return format_html(_("Option “{name}”"), name=words.text(thing.name))
        case Part.REQUIREMENT:
            return _requirement(found, words)
    return SafeString("")


def _credential(found: Difference, eyes: Eyes) -> SafeString:
    """An exam by its code, everything else by its title: where that changed, by the earlier one."""
    code, short = found.place.key, found.change is Change.CHANGED
    words = eyes.after if found.change is Change.ADDED else eyes.before
    credential: Credential = words.edition.credentials[code]
    title = words.text(credential.title)
    if credential.kind != "exam":
        return format_html(_("{kind} “{title}”"), kind=kinds()[credential.kind], title=title)
    exam = format_html('{} <span class="code">{}</span>', kinds()["exam"], code)
    return exam if short or title == code else format_html(_("{name}: {title}"), name=exam, title=title)


def _named(found: Difference, words: Words) -> str:
    edition, key = words.edition, found.place.key
    match found.place.part:
        case Part.METRIC:
            return metric_name(key, words)
        case Part.ATTESTATION:
            return attestation_name(key, words)
        case Part.LEVEL:
            return words.level(key)
        case Part.MARKET:
            return next((words.text(each.name) for each in edition.markets if each.key == key), key)
    return next((words.text(each.name) for each in edition.centres if each.key == key), key)


def _requirement(found: Difference, words: Words) -> SafeString:
    """Its number; with what it is about, or all that it asks."""
    number = format_html(_("Requirement {number}"), number=found.place.node)
    if found.change is Change.REMOVED:
        number = format_html(_("Former requirement {number}"), number=found.place.node)
    if found.change is not Change.CHANGED:
        part = found.before if found.change is Change.REMOVED else found.after
        return format_html(_("{name}: {title}"), name=number, title=asked(part, words))
    name = _subject(found, words)
    return format_html(_("{number} ({name})"), number=number, name=name) if name else number


def _subject(found: Difference, words: Words) -> str:
    competency = words.edition.competencies[found.place.competency]
    path = next(each for each in competency.paths if each.key == found.place.path)
    part = part_at(path, found.place.node)
    if isinstance(part, MetricNode):
        return metric_name(part.metric, words)
    if isinstance(part, AttestationNode):
        return attestation_name(part.attestation, words)
    return words.text(part.name) if part is not None and part.name else ""


def lines_below(found: Difference, eyes: Eyes) -> tuple[SafeString, ...]:
    """What something that came or went asks for."""
    if found.change is Change.CHANGED:
        return ()
    words = eyes.before if found.change is Change.REMOVED else eyes.after
    thing = found.before if found.change is Change.REMOVED else found.after
    match thing:
        case Path():
            return tuple(path_asks(thing, words))
        case Competency():
            return tuple(_whole_path(path, words, level=True) for path in thing.paths)
        case tuple() if found.place.part is Part.ENTRY:
            return tuple(_whole_path(path, words, level=False) for path in thing)
    return ()


def _whole_path(path: Path, words: Words, *, level: bool) -> SafeString:
    separator = pgettext("between demands", ", and ")
    asks = format_html_join(separator, "{}", ((each,) for each in path_asks(path, words)))
    name = words.text(path.name)
    if level:
        name = _("%(level)s: %(what)s") % {"level": words.level(path.level), "what": name}
    return format_html(_("{name}: {title}"), name=name, title=asks)
