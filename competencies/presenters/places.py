"""Where one person counts: which requirements of which competencies, by what, and whether others could do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters.predicates import sentence, summary
from competencies.presenters.situation import Situation
from competencies.presenters.teams import group_name
from competencies.presenters.words import Words
from competencies.programme import AllOf, AnyOf, Node, People, Predicate, Team
from competencies.rules import BranchVerdict, Counting, NodeVerdict, PeopleVerdict, TeamVerdict

LevelKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One requirement for which the person counts: what it asks, and how many others could stand in."""

    path: str
    asked: SafeString
    reserve: int

    @property
    def others(self) -> str:
        """Who could stand in, in words."""
        if self.reserve <= 0:
            return _("nobody in reserve")
        text = ngettext("%(count)d other in reserve", "%(count)d others in reserve", self.reserve)
        return text % {"count": self.reserve}


def places(person: str, situation: Situation) -> dict[LevelKey, list[Place]]:
    """The places of the person with this id, by competency and level, as the competency's page has them."""
    found: dict[LevelKey, list[Place]] = {}
    for competency in situation.edition.competencies.values():
        for verdict in situation.verdicts(competency.key):
            for path, judged in situation.judged(competency, verdict):
                name = situation.words.text(path.name)
                pairs = zip(path.requires, judged.requirements, strict=True)
                own = [each for pair in pairs for each in _of_node(*pair, person, name, situation.words)]
                found.setdefault(verdict.key, []).extend(own)
    return {key: own for key, own in found.items() if own}


def _of_node(node: Node, verdict: NodeVerdict, person: str, path: str, words: Words) -> Iterator[Place]:
    match node, verdict:
        case ((AllOf() | AnyOf()), BranchVerdict()):
            for part, result in zip(node.nodes, verdict.requirements, strict=True):
                yield from _of_node(part, result, person, path, words)
        case People(), PeopleVerdict():
            if _among(verdict.counting, person):
                # Whoever is needed cannot be replaced, even where the number alone would allow it.
                reserve = 0 if person in verdict.needed else verdict.have - verdict.need
                yield _place(path, node.people, node.each, words, reserve)
        case Team(), TeamVerdict():
            yield from _of_team(node, verdict, person, path, words)


def _of_team(node: Team, verdict: TeamVerdict, person: str, path: str, words: Words) -> Iterator[Place]:
    pairs = zip(node.groups, verdict.groups, strict=True)
    for number, (group, result) in enumerate(pairs, start=1):
        if _among(result.counting, person):
            label = pgettext("between the parts of a list", ", ").join([path, group_name(number)])
            yield _place(label, group.people, group.each, words, result.have - result.need)


def _among(counting: Sequence[Counting], person: str) -> bool:
    return any(each.person == person for each in counting)


def _place(path: str, count: int, each: Predicate, words: Words, reserve: int) -> Place:
    whole = sentence(each, words)
    text = ngettext("{count} person with {credentials}", "{count} people, each with {credentials}", count)
    shown = whole if len(whole) < 200 else summary(each, words)
    return Place(path, format_html(text, count=count, credentials=shown), reserve)
