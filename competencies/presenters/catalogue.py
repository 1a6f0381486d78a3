"""What a programme asks for, in plain words and of nobody in particular: the catalogue (G14)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.figures import asked_of_metric
from competencies.presenters.levels import LevelName
from competencies.presenters.requirements import any_title, attestation_title, exams, sentence
from competencies.presenters.rows import Exam
from competencies.presenters.staffing import asked_of_people
from competencies.presenters.teams import asked_of_group, asked_of_team
from competencies.presenters.words import Words, amount
from competencies.programme import (
    AllOf,
    AnyOf,
    AttestationNode,
    Competency,
    Edition,
    MetricNode,
    Node,
    Path,
    People,
    Team,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement. `lead`: "Either" or "or" before an alternative; `parts`: what it is made of."""

    title: SafeString | str
    clauses: tuple[SafeString, ...] = ()
    notes: tuple[SafeString | str, ...] = ()
    doubt: str = ""
    parts: tuple["Asked", ...] = ()
    exams: tuple[Exam, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class AskedPath:
    """One way to a level: every requirement has to hold."""

    anchor: str
    name: str
    requirements: tuple[Asked, ...]
    note: str
    doubt: str


@dataclass(frozen=True, slots=True)
class AskedLevel:
    """A level with its paths, any one of which will do."""

    level: LevelName
    paths: tuple[AskedPath, ...]


def asked_levels(competency: Competency, edition: Edition, words: Words) -> tuple[AskedLevel, ...]:
    """The levels that have a path, the lowest first."""
    return tuple(
        AskedLevel(LevelName(level.key, words.text(level.name)), paths)
        for level in edition.levels
        if (paths := tuple(_path(path, words) for path in competency.paths if path.level == level.key))
    )


def _path(path: Path, words: Words) -> AskedPath:
    return AskedPath(
        anchor=path.key,
        name=words.text(path.name),
        requirements=tuple(replace(_asked(node, words), exams=exams(node, words)) for node in path.requires),
        note=words.text(path.note) if path.note else "",
        doubt=words.text(path.doubt) if path.doubt else "",
    )


def _asked(node: Node, words: Words) -> Asked:
    row = _of_kind(node, words)
    if node.note:
        row = replace(row, notes=(sentence(words.text(node.note)), *row.notes))
    if node.name:
        title = format_html(_("{name}: {title}"), name=words.text(node.name), title=row.title)
        row = replace(row, title=title)
    return replace(row, doubt=words.text(node.doubt)) if node.doubt else row


def _of_kind(node: Node, words: Words) -> Asked:
    match node:
        case People():
            return Asked(*asked_of_people(node, words))
        case Team():
            return _team(node, words)
        case MetricNode():
            return _metric(node, words)
        case AttestationNode():
            return Asked(attestation_title(node, words))
        case AllOf():
            return Asked(_("All of these"), parts=tuple(_asked(part, words) for part in node.nodes))
        case AnyOf():
            return Asked(any_title(len(node.nodes)), parts=_alternatives(node.nodes, words))


def _alternatives(nodes: Sequence[Node], words: Words) -> tuple[Asked, ...]:
    leads = (_("Either"), *[_("or")] * (len(nodes) - 1))
    return tuple(replace(_asked(node, words), lead=lead) for lead, node in zip(leads, nodes, strict=True))


def _team(node: Team, words: Words) -> Asked:
    title, notes = asked_of_team(node)
    parts = (asked_of_group(place, group, words) for place, group in enumerate(node.groups, start=1))
    return Asked(title, notes=notes, parts=tuple(Asked(*part) for part in parts))


def _metric(node: MetricNode, words: Words) -> Asked:
    if isinstance(node.at_least, Decimal):
        return Asked(asked_of_metric(node, amount(node.at_least, _unit(node, words)), words))
    names = {market.key: words.text(market.name) for market in words.edition.markets}
    amounts = [
        _("%(amount)s in %(market)s")
        % {"amount": amount(value, _unit(node, words)), "market": names[key][:1].lower() + names[key][1:]}
        for key, value in node.at_least.items()
    ]
    return Asked(asked_of_metric(node, pgettext("between the parts of a list", ", ").join(amounts), words))


def _unit(node: MetricNode, words: Words) -> str:
    return words.edition.metrics[node.metric].unit
