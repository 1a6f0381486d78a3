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
    PathVerdict,
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
    pk: int = 0

    def counts_here(self, on: date) -> bool:
        """Whether it is associated here on the day."""
        return any(each.starts_on <= on and (each.until is None or on < each.until) for each in self.here)


@dataclass(frozen=True, slots=True)
class Use:
    """What an achievement does for one competency: a link and a sentence."""

    competency: str
    name: str
    sentence: SafeString | str
    counts: bool


@dataclass(frozen=True, slots=True)
class AchievementRow:
    """One line of the table; `uses` where it counts, else `why_not`. `would`: what it would do if associated.

    `pk` is the value of its box in the form; `here`: whether it is associated here.
    """

    pk: int
    here: bool
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
    would: tuple[Use, ...] = ()


def rows(
    held: Sequence[Held], person: str, situation: Situation, would: Situation | None = None
) -> tuple[AchievementRow, ...]:
    """A row for each achievement of the person with this id, in the order given.

    `would`: the situation if all were associated, for those that are not.
    """
    return tuple(_row(one, person, situation, would) for one in held)


def could_count(one: Held, words: Words) -> bool:
    """Whether only the association is missing."""
    return not one.counts_here(words.on) and not _why_never(one, words)


def _row(one: Held, person: str, situation: Situation, would: Situation | None) -> AchievementRow:
    words = situation.words
    credential = situation.edition.credentials.get(one.credential)
    why_not = _why_not(one, words)
    suppose = would if would is not None and could_count(one, words) else None
    end = _end(one, words) if why_not else words.until(person, one.credential)
    uses = () if why_not else tuple(_uses(one, person, situation))
    return AchievementRow(
        pk=one.pk,
        here=one.counts_here(words.on),
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
        would=_worth_it(tuple(_uses(one, person, suppose))) if suppose else (),
    )


def _worth_it(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    """What it would count for; where that is nothing, what would be asked beside it."""
    return tuple(use for use in uses if use.counts) or uses


def _end(one: Held, words: Words) -> date | None:
    credential = words.edition.credentials.get(one.credential)
    accepted = credential.accepted_until if credential else None
    return min((day for day in (one.expires_on, one.revoked_on, accepted) if day), default=None)


def _why_not(one: Held, words: Words) -> str:
    """Why it counts for nothing here, by the first reason of the programme format; empty if it counts."""
    if why_never := _why_never(one, words):
        return why_never
    if not one.counts_here(words.on):
        return _("Not associated with %(organisation)s, so it counts for nothing here.") % {
            "organisation": words.organisation
        }
    return ""


def _why_never(one: Held, words: Words) -> str:
    """Why it would count for nothing even if it were associated."""
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
        return _("Not earned yet: it counts from %(day)s.") % {"day": days.full(one.earned_on)}
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
    filled = [verdict for verdict in asked if _counts(verdict.paths, person, code)]
    if filled:
        levels = joined([_place(verdict, person, code, words) for verdict in filled])
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


def _place(verdict: ExplainedVerdict, person: str, code: str, words: Words) -> str:
    """The level, and the paths on which the person counts with it: "silver (One person)"."""
    names = {path.key: path.name for path in words.edition.competencies[verdict.competency].paths}
    paths = [words.text(names[path.path]) for path in verdict.paths if _counts([path], person, code)]
    level = words.level_inside(verdict.level)
    shown = {"level": level, "paths": joined(paths)}
    return _("%(level)s (%(paths)s)") % shown if paths else level


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


def _counts(paths: Sequence[PathVerdict], person: str, code: str) -> bool:
    return any(entry.person == person and code in entry.credentials for entry in _counting(paths))


def _counting(paths: Sequence[PathVerdict]) -> Iterator[Counting]:
    for leaf in leaves(node for path in paths for node in path.requirements):
        if isinstance(leaf, PeopleVerdict):
            yield from leaf.counting
        elif isinstance(leaf, TeamVerdict):
            yield from (entry for group in leaf.groups for entry in group.counting)


def _not_counting(verdict: ExplainedVerdict) -> Iterator[NotCounting]:
    for leaf in leaves(node for path in verdict.paths for node in path.requirements):
        if isinstance(leaf, PeopleVerdict):
            yield from leaf.not_counting
        elif isinstance(leaf, TeamVerdict):
            yield from (entry for group in leaf.groups for entry in group.not_counting)


def leaves(verdicts: Iterator[NodeVerdict] | Sequence[NodeVerdict]) -> Iterator[NodeVerdict]:
    """The verdicts that are no branches of others."""
    for verdict in verdicts:
        if isinstance(verdict, BranchVerdict):
            yield from leaves(verdict.requirements)
        else:
            yield verdict
