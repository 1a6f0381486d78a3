"""My achievements: what a person holds, and where each of it counts at this organisation, or why not (A2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.facts import Period
from competencies.presenters.people import reason
from competencies.presenters.predicates import satisfying
from competencies.presenters.situation import Situation
from competencies.presenters.words import Words, joined
from competencies.programme import AllOf, AnyOf, Node, People, Predicate, Team, predicates
from competencies.rules import (
    BranchVerdict,
    Counting,
    ExplainedVerdict,
    NodeVerdict,
    NotCounting,
    PeopleVerdict,
    TeamVerdict,
)
from partners import days


@dataclass(frozen=True, slots=True)
class Held:
    """An achievement on the person's own transcripts; `associated_with` is the person's own affair (A7)."""

    credential: str
    earned_on: date
    expires_on: date | None
    revoked_on: date | None
    associated_with: str
    here: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What an achievement does for one competency: a link and a sentence."""

    competency: str
    name: str
    sentence: SafeString | str
    counts: bool


@dataclass(frozen=True, slots=True)
class AchievementRow:
    """One line of the table; `uses` where it counts, else `why_not`."""

    code: str
    title: str
    is_exam: bool
    earned: str
    until: str
    ends: bool
    associated_with: str
    counts: bool
    uses: tuple[Use, ...]
    why_not: SafeString | str


def rows(held: Sequence[Held], person: str, situation: Situation) -> tuple[AchievementRow, ...]:
    """A row for each achievement of the person with this id, in the order given."""
    return tuple(_row(one, person, situation) for one in held)


def _row(one: Held, person: str, situation: Situation) -> AchievementRow:
    words = situation.words
    credential = situation.edition.credentials.get(one.credential)
    why_not = _why_not(one, words)
    end = _end(one, words) if why_not else words.until(person, one.credential)
    uses = () if why_not else tuple(_uses(one, person, situation))
    return AchievementRow(
        code=one.credential,
        title=words.title(one.credential),
        is_exam=credential is None or credential.kind == "exam",
        earned=days.short(one.earned_on),
        until=days.full(days.last_day(end)) if end else _("no end date"),
        ends=end is not None,
        associated_with=one.associated_with,
        counts=any(use.counts for use in uses),
        uses=uses,
        why_not=why_not or ("" if uses else _("No competency asks for it.")),
    )


def _end(one: Held, words: Words) -> date | None:
    credential = words.edition.credentials.get(one.credential)
    accepted = credential.accepted_until if credential else None
    return min((day for day in (one.expires_on, one.revoked_on, accepted) if day), default=None)


def _why_not(one: Held, words: Words) -> str:
    """Why it counts for nothing here, by the first reason of the programme format; empty if it counts."""
    on = words.on
    credential = words.edition.credentials.get(one.credential)
    accepted = credential.accepted_until if credential else None
    if one.revoked_on and one.revoked_on <= on:
        return _dated(reason("revoked"), one.revoked_on)
    if one.expires_on and one.expires_on <= on:
        return _dated(reason("expired"), one.expires_on)
    if credential is None:
        return _("No competency asks for it.")
    if accepted and accepted <= on:
        return _dated(reason("no-longer-accepted"), accepted)
    if one.earned_on > on:
        return _dated(reason("not-yet-earned"), one.earned_on)
    if not any(period.starts_on <= on and (period.until is None or on < period.until) for period in one.here):
        return _("Not associated with %(organisation)s, so it counts for nothing here.") % {
            "organisation": words.organisation
        }
    return ""


def _dated(words: str, day: date) -> str:
    return _("%(reason)s Since %(day)s.") % {"reason": words, "day": days.full(day)}


def _uses(one: Held, person: str, situation: Situation) -> Iterator[Use]:
    for competency in situation.edition.competencies.values():
        asked = [
            verdict
            for verdict in situation.verdicts(competency.key)
            if _asks(verdict, one.credential, situation)
        ]
        if asked:
            name = situation.words.text(competency.name)
            yield replace(
                _use(asked, person, one.credential, situation), competency=competency.key, name=name
            )


def _asks(verdict: ExplainedVerdict, code: str, situation: Situation) -> bool:
    return any(
        code in predicate.codes for node in _nodes(verdict, situation) for predicate in predicates(node)
    )


def _nodes(verdict: ExplainedVerdict, situation: Situation) -> Iterator[Node]:
    paths = situation.edition.competencies[verdict.competency].paths
    return (node for path in paths if path.level == verdict.level for node in path.requires)


def _use(asked: Sequence[ExplainedVerdict], person: str, code: str, situation: Situation) -> Use:
    """What the credential does for these levels of one competency: a place, a reserve, or not enough yet."""
    words = situation.words
    filled = [verdict for verdict in asked if _counts(verdict, person, code)]
    if filled:
        levels = joined([words.level_inside(verdict.level) for verdict in filled])
        return Use("", "", _("fills a place for %(levels)s") % {"levels": levels}, counts=True)
    held = words.held(person)
    mains = [each for verdict in asked for node in _nodes(verdict, situation) for each in _mains(node)]
    if any(code in each.codes and satisfying(each, held) is not None for each in mains):
        return Use("", "", _("in reserve"), counts=True)
    if not any(code in each.codes for each in mains) and any(
        satisfying(each, held) is not None for each in mains
    ):
        return Use("", "", _("is also asked of some, and counts for that"), counts=True)
    return Use("", "", _not_yet(asked, person, words), counts=False)


def _mains(node: Node) -> Iterator[Predicate]:
    """The predicates that give a place, without what including asks beside."""
    match node:
        case AllOf() | AnyOf():
            for part in node.nodes:
                yield from _mains(part)
        case People():
            yield node.each
        case Team():
            yield from (group.each for group in node.groups)


def _not_yet(asked: Sequence[ExplainedVerdict], person: str, words: Words) -> SafeString | str:
    entries = [entry for verdict in asked for entry in _not_counting(verdict) if entry.person == person]
    missing = next((entry.missing for entry in entries if entry.missing), None)
    if missing is None:
        return _("nothing yet: other credentials are asked beside it")
    return format_html(_("nothing yet: asks for {credentials} beside it"), credentials=words.all_of(missing))


def _counts(verdict: ExplainedVerdict, person: str, code: str) -> bool:
    return any(entry.person == person and code in entry.credentials for entry in _counting(verdict))


def _counting(verdict: ExplainedVerdict) -> Iterator[Counting]:
    for leaf in _leaves(node for path in verdict.paths for node in path.requirements):
        if isinstance(leaf, PeopleVerdict):
            yield from leaf.counting
        elif isinstance(leaf, TeamVerdict):
            yield from (entry for group in leaf.groups for entry in group.counting)


def _not_counting(verdict: ExplainedVerdict) -> Iterator[NotCounting]:
    for leaf in _leaves(node for path in verdict.paths for node in path.requirements):
        if isinstance(leaf, PeopleVerdict):
            yield from leaf.not_counting
        elif isinstance(leaf, TeamVerdict):
            yield from (entry for group in leaf.groups for entry in group.not_counting)


def _leaves(verdicts: Iterator[NodeVerdict] | Sequence[NodeVerdict]) -> Iterator[NodeVerdict]:
    for verdict in verdicts:
        if isinstance(verdict, BranchVerdict):
            yield from _leaves(verdict.requirements)
        else:
            yield verdict
