"""Requirement nodes made ready to judge: each says whether it holds, whether anything counts on it, and why.

`met` is the whole of the judgement; `explain` only says of it what people want to know.
"""

from decimal import Decimal
from typing import Protocol

from competencies.programme import AllOf, AnyOf, AttestationNode, MetricNode, Node, People, Team, Text
from competencies.record import having
from competencies.rules.calendar import as_date
from competencies.rules.cover import Cover
from competencies.rules.criterion import Criterion
from competencies.rules.figure import Window
from competencies.rules.moment import NO_FIGURE, Figure, Moment
from competencies.rules.outcome import (
    AttestationVerdict,
    BranchVerdict,
    GroupVerdict,
    IncludingVerdict,
    MetricVerdict,
    NodeVerdict,
    PeopleVerdict,
    TeamVerdict,
)
from competencies.rules.placement import Placement, tight
from competencies.rules.reasons import Reasons


class Requirement(Protocol):
    """A node of a path's requirement tree, for one market."""

    def met(self, moment: Moment) -> bool:
        """Whether it holds."""

    def begun(self, moment: Moment) -> bool:
        """Whether somebody or something counts on it (D3)."""

    def explain(self, why: Reasons, position: str) -> NodeVerdict:
        """Its verdict with reasons; `position` is its place in the path, such as `2.1`."""


class BranchRule:
    """`all_of` or `any_of`."""

    __slots__ = ("every", "named", "node", "parts")

    def __init__(self, node: AllOf | AnyOf, parts: tuple[Requirement, ...]) -> None:
        self.node = node
        self.named = _named(node)
        self.parts = parts
        self.every = isinstance(node, AllOf)

    def met(self, moment: Moment) -> bool:
        """Every part holds, or at least one."""
        for part in self.parts:
            if part.met(moment) is not self.every:
                return not self.every
        return self.every

    def begun(self, moment: Moment) -> bool:
        """Something counts on some part."""
        return any(part.begun(moment) for part in self.parts)

    def explain(self, why: Reasons, position: str) -> BranchVerdict:
        """Its parts, each explained."""
        parts = tuple([part.explain(why, f"{position}.{n}") for n, part in enumerate(self.parts, 1)])
        kind = "all_of" if self.every else "any_of"
        return having(BranchVerdict(position, kind, self.met(why.moment), parts), **self.named)


class PeopleRule:
    """`people`: so many different people who each satisfy a predicate, some of them perhaps more."""

    __slots__ = ("_nobody", "also", "each", "named", "need", "node")

    def __init__(self, node: People, each: Criterion, also: tuple[tuple[Criterion, int], ...] | None) -> None:
        self.node = node
        self.named = _named(node)
        self.need = node.people
        self.each = each
        self.also = also
        self._nobody: PeopleVerdict | None = None

    def met(self, moment: Moment) -> bool:
        """There are enough of them."""
        if not self.each.numbers & moment.held:
            return False
        able = self.each.mask(moment.holders)
        if able.bit_count() < self.need:
            return False
        return not self.also or self._cover(able, moment).holds

    def _cover(self, able: int, moment: Moment) -> Cover:
        wanted = [(also.mask(moment.holders), people) for also, people in self.also or ()]
        return Cover(able, self.need, wanted)

    def _verdict(self, able: int, moment: Moment) -> tuple[bool, int]:
        """Whether it holds, and the people (bits) whose loss alone would make it fail."""
        if self.also:
            cover = self._cover(able, moment)
            return cover.holds, cover.needed
        have = able.bit_count()
        return have >= self.need, able if have == self.need else 0

    def begun(self, moment: Moment) -> bool:
        """Somebody satisfies the predicate."""
        return self.each.numbers & moment.held != 0 and self.each.mask(moment.holders) != 0

    def explain(self, why: Reasons, position: str) -> PeopleVerdict:
        """Who counts, who nearly does, and whose loss alone would break it."""
        if not self.each.numbers & why.held:
            # Nobody holds anything of it: true of most nodes, and the same for every organisation and day.
            self._nobody = self._nobody or self._explain(why, position)
            return self._nobody
        return self._explain(why, position)

    def _explain(self, why: Reasons, position: str) -> PeopleVerdict:
        people = why.people(self.each)
        met, needed = self._verdict(people.able, why.moment)
        verdict = PeopleVerdict(
            position,
            "people",
            met,
            people.have,
            self.need,
            why.names(needed),
            people.counting,
            people.not_counting,
        )
        return having(verdict, **self.named, **self._including(people.able, why.moment))

    def _including(self, able: int, moment: Moment) -> dict[str, tuple[IncludingVerdict, ...]]:
        if self.also is None:
            return {}
        have = [((able & also.mask(moment.holders)).bit_count(), need) for also, need in self.also]
        return {"including": tuple(IncludingVerdict(found, need, found >= need) for found, need in have)}


class TeamRule:
    """`team`: groups of people, nobody standing in two."""

    __slots__ = ("each", "named", "needs", "node")

    def __init__(self, node: Team, each: tuple[Criterion, ...]) -> None:
        self.node = node
        self.named = _named(node)
        self.each = each
        self.needs = tuple(group.people for group in node.groups)

    def met(self, moment: Moment) -> bool:
        """Every group can be filled at the same time."""
        candidates = [each.mask(moment.holders) for each in self.each]
        if any(able.bit_count() < need for able, need in zip(candidates, self.needs, strict=True)):
            return False
        return Placement(candidates, self.needs).complete

    def begun(self, moment: Moment) -> bool:
        """Somebody fits a group."""
        return any(each.numbers & moment.held and each.mask(moment.holders) for each in self.each)

    def explain(self, why: Reasons, position: str) -> TeamVerdict:
        """Who is placed where by the one assignment of the format, and which groups are tight."""
        candidates = [each.mask(why.moment.holders) for each in self.each]
        placement = Placement(candidates, self.needs)
        placement.settle(why.by_id)
        groups = tuple(
            self._group(why, number, candidates[number], placement.placed)
            for number in range(len(self.needs))
        )
        short = tuple(f"{position}.{number + 1}" for number in tight(candidates, self.needs))
        return having(TeamVerdict(position, "team", placement.complete, groups, short), **self.named)

    def _group(self, why: Reasons, number: int, able: int, placed: list[int]) -> GroupVerdict:
        here = placed[number]
        elsewhere = 0
        for people in placed:
            elsewhere |= people & able & ~here
        return GroupVerdict(
            self.needs[number],
            able.bit_count(),
            here.bit_count(),
            why.counting(self.each[number], here),
            why.not_counting(self.each[number], able, elsewhere),
        )


class MetricRule:
    """`metric`: a figure that has to reach a threshold."""

    __slots__ = ("_unread", "named", "need", "need_text", "node", "window")

    def __init__(self, node: MetricNode, market: str) -> None:
        self.node = node
        self.named = _named(node)
        self.need: Decimal = node.threshold(market)
        self.need_text = format(self.need, "f")
        self.window: Window = (node.metric, node.within_months)
        self._unread: tuple[int, MetricVerdict] | None = None

    def met(self, moment: Moment) -> bool:
        """The figure reaches the threshold."""
        figure = moment.figures.get(self.window)
        return figure is not None and figure.have is not None and figure.have >= self.need

    def begun(self, moment: Moment) -> bool:
        """The figure is above zero."""
        have = moment.figures.get(self.window, NO_FIGURE).have
        return have is not None and have > 0

    def explain(self, why: Reasons, position: str) -> MetricVerdict:
        """The figure, the threshold, and the window that was looked at."""
        figure = why.moment.figures.get(self.window)
        if figure is not None:
            return self._explain(why, position, figure)
        if self._unread is None or self._unread[0] != why.moment.day:
            self._unread = why.moment.day, self._explain(why, position, NO_FIGURE)
        return self._unread[1]

    def _explain(self, why: Reasons, position: str, figure: Figure) -> MetricVerdict:
        # A zero below zero is one nonetheless: its sign is left out.
        verdict = MetricVerdict(
            position,
            "metric",
            self.met(why.moment),
            None if figure.have is None else format(figure.have or abs(figure.have), "f"),
            self.need_text,
            why.window_from(self.node.within_months),
            None if figure.latest_on is None else as_date(figure.latest_on),
        )
        return having(verdict, **self.named)


class AttestationRule:
    """`attestation`: so many valid ones of a kind."""

    __slots__ = ("named", "node")

    def __init__(self, node: AttestationNode) -> None:
        self.node = node
        self.named = _named(node)

    def met(self, moment: Moment) -> bool:
        """Enough are valid."""
        return moment.attested(self.node.attestation) >= self.node.at_least

    def begun(self, moment: Moment) -> bool:
        """One is valid."""
        return moment.attested(self.node.attestation) > 0

    def explain(self, why: Reasons, position: str) -> AttestationVerdict:
        """How many are valid of how many."""
        have = why.moment.attested(self.node.attestation)
        need = self.node.at_least
        return having(AttestationVerdict(position, "attestation", have >= need, have, need), **self.named)


def _named(node: Node) -> dict[str, Text]:
    """The name of a node as a verdict takes it: nothing where the file gives none."""
    return {} if node.name is None else {"name": node.name}
