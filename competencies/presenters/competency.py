"""One competency as its page shows it: the verdict first, the reason below, the detail folded (E6)."""

from dataclasses import dataclass

from competencies.presenters.chart import Chart, chart
from competencies.presenters.levels import LevelView, level_view
from competencies.presenters.situation import Situation
from competencies.programme import Competency
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
