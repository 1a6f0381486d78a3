"""What the organisation would need from one person next: the fewest credentials that fill an open place (G1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.presenters.achievements import leaves
from competencies.presenters.situation import Situation
from competencies.rules import ExplainedVerdict, NotCounting, PeopleVerdict, TeamVerdict

MOST = 5
"""So many are named."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that would help: where, and what."""

    competency: str
    name: str
    sentence: SafeString


@dataclass(frozen=True, slots=True)
class _Open:
    """An unmet requirement of a level that the person could help to meet by these credentials."""

    verdict: ExplainedVerdict
    missing: tuple[str, ...]


def needs(person: str, situation: Situation) -> tuple[Need, ...]:
    """For each competency the nearest open place that the person could fill, the fewest credentials first.

    `situation`: as if everything that the person holds were associated, so that this is asked for first.
    """
    nearest = []
    for competency in situation.edition.competencies.values():
        places = [
            place for verdict in situation.verdicts(competency.key) for place in _open_places(verdict, person)
        ]
        if places:
            nearest.append(min(places, key=lambda place: len(place.missing)))
    nearest.sort(key=lambda place: len(place.missing))
    return tuple(_need(place, situation) for place in nearest[:MOST])


def _open_places(verdict: ExplainedVerdict, person: str) -> Iterator[_Open]:
    if verdict.attained:
        return
    for leaf in leaves(node for path in verdict.paths for node in path.requirements):
        for entry in _failing(leaf):
            if entry.person == person and entry.missing:
                yield _Open(verdict, entry.missing)


def _failing(leaf: object) -> Sequence[NotCounting]:
    """Who nearly counts on a requirement that does not hold yet."""
    match leaf:
        case PeopleVerdict(met=False):
            return leaf.not_counting
        case TeamVerdict(met=False):
            return [each for group in leaf.groups if group.filled < group.need for each in group.not_counting]
    return ()


def _need(place: _Open, situation: Situation) -> Need:
    words = situation.words
    competency = situation.edition.competencies[place.verdict.competency]
    sentence = format_html(
        _("With {credentials} you would fill a place for {level}."),
        credentials=words.all_of(place.missing),
        level=words.level_inside(place.verdict.level),
    )
    return Need(competency.key, words.text(competency.name), sentence)
