"""The paths of a level as cards, the nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.facts import Reading
from competencies.presenters import shortfalls
from competencies.presenters.requirements import requirement
from competencies.presenters.rows import Requirement
from competencies.presenters.shortfalls import Shortfall
from competencies.presenters.words import Words
from competencies.programme import Path
from competencies.rules import PathVerdict


@dataclass(frozen=True, slots=True)
class PathCard:
    """One path: `nearest` marks the first of several that is not met, `verdict` says how many requirements are."""

    anchor: str
    name: str
    met: bool
    nearest: bool
    verdict: str
    missing: SafeString
    requirements: tuple[Requirement, ...]
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A path with its verdict and what it lacks."""

    path: Path
    verdict: PathVerdict
    shortfall: Shortfall


def ranked(pairs: Sequence[tuple[Path, PathVerdict]], words: Words) -> list[Ranked]:
    """The paths, the met and then the nearest first; of equally near ones the first of the file."""
    found = [Ranked(path, verdict, shortfalls.of_path(path, verdict, words)) for path, verdict in pairs]
    return sorted(found, key=lambda one: (not one.verdict.met, one.shortfall.distance))


def cards(order: Sequence[Ranked], words: Words, readings: Sequence[Reading]) -> tuple[PathCard, ...]:
    """A card for each path, in that order."""
    nearest = next((one.path.key for one in order if not one.verdict.met), None) if len(order) > 1 else None
    return tuple(_card(one, one.path.key == nearest, words, readings) for one in order)


def _card(one: Ranked, nearest: bool, words: Words, readings: Sequence[Reading]) -> PathCard:
    path, verdict = one.path, one.verdict
    pairs = zip(path.requires, verdict.requirements, strict=True)
    return PathCard(
        anchor=path.key,
        name=words.text(path.name),
        met=verdict.met,
        nearest=nearest,
        verdict=_verdict(verdict),
        missing=one.shortfall.words,
        requirements=tuple(requirement(*pair, words, readings) for pair in pairs),
        note=words.text(path.note) if path.note else "",
        doubt=words.text(path.doubt) if path.doubt else "",
    )


def _verdict(verdict: PathVerdict) -> str:
    met = sum(node.met for node in verdict.requirements)
    total = len(verdict.requirements)
    if met == total:
        return ngettext("The requirement is met", "All %(total)d requirements met", total) % {"total": total}
    text = ngettext("%(met)d of %(total)d requirement met", "%(met)d of %(total)d requirements met", total)
    return text % {"met": met, "total": total}


def level_needs(order: Sequence[Ranked]) -> str:
    """How many of the level's paths are needed."""
    count = len(order)
    return _("any one of %(count)d paths") % {"count": count} if count > 1 else _("1 path")
