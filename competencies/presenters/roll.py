"""Everybody whom one requirement concerns, those who count and those who nearly do, a page at a time (E6, G1)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competencies.presenters.levels import LevelName
from competencies.presenters.rows import Requirement
from competencies.presenters.situation import Situation
from competencies.presenters.staffing import people
from competencies.presenters.teams import one_group
from competencies.presenters.words import Words
from competencies.programme import AllOf, AnyOf, Competency, Node, People, Team
from competencies.rules import BranchVerdict, NodeVerdict, PeopleVerdict, TeamVerdict

PAGE = 50
"""So many of each kind stand on a page."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of one requirement; `following` is the number of the next one, None on the last."""

    level: LevelName
    path: str
    row: Requirement
    page: int
    following: int | None


def roll(competency: Competency, path: str, node: str, situation: Situation, *, page: int) -> Roll | None:
    """The people of the node at this position of the path, the first page being 1; None if nobody stands there."""
    words, listed = situation.words, slice((page - 1) * PAGE, page * PAGE)
    for verdict in situation.verdicts(competency.key):
        for known, judged in situation.judged(competency, verdict):
            rows = _rows(known.requires, judged.requirements, node, words, listed)
            row = next(rows, None) if known.key == path else None
            if row is not None and (row.contributors or row.nearly):
                level = LevelName(verdict.level, words.level(verdict.level))
                following = page + 1 if row.more or row.more_nearly else None
                return Roll(level, words.text(known.name), row, page, following)
    return None


def _rows(
    nodes: Sequence[Node], verdicts: Sequence[NodeVerdict], wanted: str, words: Words, listed: slice
) -> Iterator[Requirement]:
    """The row at the position, looked for among these nodes and below them."""
    for node, verdict in zip(nodes, verdicts, strict=True):
        match node, verdict:
            case ((AllOf() | AnyOf()), BranchVerdict()):
                yield from _rows(node.nodes, verdict.requirements, wanted, words, listed)
            case People(), PeopleVerdict() if verdict.node == wanted:
                yield people(node, verdict, words, listed)
            case Team(), TeamVerdict():
                for place in range(1, len(verdict.groups) + 1):
                    if f"{verdict.node}.{place}" == wanted:
                        yield one_group(node, verdict, place, words, listed)
