"""A path's requirement tree as rows: the node says what is asked, the verdict what is there (E6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.facts import Reading
from competencies.presenters.figures import metric
from competencies.presenters.meters import count_meter
from competencies.presenters.rows import Exam, Requirement
from competencies.presenters.staffing import people
from competencies.presenters.teams import team
from competencies.presenters.words import Words
from competencies.programme import AllOf, AnyOf, AttestationNode, MetricNode, Node, People, Team, predicates
from competencies.rules import (
    AttestationVerdict,
    BranchVerdict,
    MetricVerdict,
    NodeVerdict,
    PeopleVerdict,
    TeamVerdict,
)
from partners import days


def requirement(node: Node, verdict: NodeVerdict, words: Words, readings: Sequence[Reading]) -> Requirement:
    """The row of one node of a path, with the exams below it by name."""
    return replace(_row(node, verdict, words, readings), exams=exams(node, words))


def _row(node: Node, verdict: NodeVerdict, words: Words, readings: Sequence[Reading]) -> Requirement:
    match node, verdict:
        case People(), PeopleVerdict():
            row = people(node, verdict, words)
        case Team(), TeamVerdict():
            row = team(node, verdict, words)
        case MetricNode(), MetricVerdict():
            row = metric(node, verdict, words, readings)
        case AttestationNode(), AttestationVerdict():
            row = _attestation(node, verdict, words)
        case ((AllOf() | AnyOf()), BranchVerdict()):
            row = _branch(node, verdict, words, readings)
        case _:
            raise TypeError(f"{type(verdict).__name__} does not judge {type(node).__name__}")
    return _annotated(row, node, words)


def _annotated(row: Requirement, node: Node, words: Words) -> Requirement:
    notes = row.notes
    if node.note:
        notes = (sentence(words.text(node.note)), *notes)
    title = row.title
    if node.name:
        title = format_html(_("{name}: {title}"), name=words.text(node.name), title=title)
    return replace(row, title=title, notes=notes, doubt=words.text(node.doubt) if node.doubt else "")


def sentence(text: str) -> str:
    """A note of the file, which may lack its full stop."""
    return text if text[-1:] in ".。!?" else text + pgettext("end of a sentence", ".")


def attestation_title(node: AttestationNode, words: Words) -> str:
    """What has to be attested, and how often."""
    name = words.text(words.edition.attestations[node.attestation].name)
    if node.at_least == 1:
        return _("Attested: %(name)s") % {"name": name}
    return _("Attested at least %(count)d times: %(name)s") % {"name": name, "count": node.at_least}


def _attestation(node: AttestationNode, verdict: AttestationVerdict, words: Words) -> Requirement:
    title = attestation_title(node, words)
    return Requirement(met=verdict.met, title=title, meters=(count_meter(verdict.have, verdict.need),))


def _branch(
    node: AllOf | AnyOf, verdict: BranchVerdict, words: Words, readings: Sequence[Reading]
) -> Requirement:
    pairs = zip(node.nodes, verdict.requirements, strict=True)
    parts = tuple(_row(part, result, words, readings) for part, result in pairs)
    if isinstance(node, AnyOf):
        return Requirement(
            met=verdict.met, title=any_title(len(parts)), parts=_alternatives(parts, met=verdict.met)
        )
    return Requirement(met=verdict.met, title=_("All of these"), parts=parts)


def any_title(count: int) -> SafeString | str:
    """How a node with so many alternatives is headed."""
    return _("Either of these") if count == 2 else _("Any one of these")


def _alternatives(parts: tuple[Requirement, ...], *, met: bool) -> tuple[Requirement, ...]:
    """Alternatives beside one that holds are not wanted: what they miss is no warning."""
    leads = (_("Either"), *[_("or")] * (len(parts) - 1))
    return tuple(
        replace(part, lead=lead, wanted=part.met or not met) for lead, part in zip(leads, parts, strict=True)
    )


def exams(node: Node, words: Words) -> tuple[Exam, ...]:
    """The exams that a node and those below it name, with their titles."""
    codes = sorted({code for predicate in predicates(node) for code in predicate.codes})
    known = [words.edition.credentials[code] for code in codes]
    return tuple(
        Exam(one.code, words.text(one.title), _end_note(one.accepted_until))
        for one in known
        if one.kind == "exam" and one.code != words.text(one.title)
    )


def _end_note(until: date | None) -> str:
    return _("retired, counts until %(day)s") % {"day": days.full(days.last_day(until))} if until else ""
