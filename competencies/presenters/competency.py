"""One competency as its page shows it: the verdict first, the reason below, the detail folded (E6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from competencies.presenters.chart import Chart, chart
from competencies.presenters.levels import LevelView, level_view
from competencies.presenters.situation import Situation
from competencies.presenters.staffing import LISTED
from competencies.programme import Competency
from competencies.rules import BranchVerdict, Counting, NodeVerdict, NotCounting, PeopleVerdict, TeamVerdict
from partners import days
from partners.days import Day


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """The page of one competency; `levels` lowest first, `sections` highest first."""

    key: str
    name: str
    centre: str
    edition: str
    edition_since: Day
    as_of: Day
    levels: tuple[LevelView, ...]
    sections: tuple[LevelView, ...]
    chart: Chart
    source: str
    note: str
    doubt: str


def competency_view(competency: Competency, situation: Situation) -> CompetencyView:
    """The competency as the edition of the situation's day judges it."""
    words, edition = situation.words, situation.edition
    levels = tuple(
        level_view(competency, verdict, situation) for verdict in situation.verdicts(competency.key)
    )
    centres = {centre.key: centre.name for centre in edition.centres}
    return CompetencyView(
        key=competency.key,
        name=words.text(competency.name),
        centre=words.text(centres[competency.centre]),
        edition=edition.key,
        edition_since=days.written(edition.effective_from, as_of=situation.on),
        as_of=days.written(situation.on, as_of=situation.on),
        levels=levels,
        sections=levels[::-1],
        chart=chart(competency, situation),
        source=competency.source or "",
        note=words.text(competency.note) if competency.note else "",
        doubt=words.text(competency.doubt) if competency.doubt else "",
    )


def mentioned(verdicts: Sequence[NodeVerdict]) -> Iterator[str]:
    """The ids of the people that the rows of these verdicts name."""
    for verdict in verdicts:
        match verdict:
            case BranchVerdict():
                yield from mentioned(verdict.requirements)
            case PeopleVerdict():
                yield from verdict.needed
                yield from _listed(verdict.counting, verdict.not_counting)
            case TeamVerdict():
                for group in verdict.groups:
                    yield from _listed(group.counting, group.not_counting)


def _listed(counting: Sequence[Counting], not_counting: Sequence[NotCounting]) -> Iterator[str]:
    yield from (entry.person for place, entry in enumerate(counting) if place < LISTED or entry.until)
    yield from (entry.person for entry in not_counting[:LISTED])
