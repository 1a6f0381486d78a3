"""An edition to come as one organisation sees it: what it would do to its levels, and what it changes there (G7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from competencies.comparing import Comparison
from competencies.presenters.difference import Section, sections
from competencies.presenters.effect import Consequence, consequences, sentence
from competencies.presenters.words import Words
from competencies.programme import Edition
from competencies.rules import Shift, Turn
from partners import days
from partners.days import Day


@dataclass(frozen=True, slots=True)
class ComingEdition:
    """`effects` on its levels; `renewal` where it would be refused; `sections` of what it has started."""

    key: str
    earlier: str
    day: Day
    effects: tuple[Consequence, ...]
    renewal: SafeString | str
    sections: tuple[Section, ...]


def coming_edition(
    compared: Comparison, found: Sequence[Shift], started: Collection[str], words: Words, *, renewal: bool
) -> ComingEdition:
    """The edition for an organisation; what is said of the renewal only if `renewal`."""
    later = words.of(compared.edition, words.on)
    refused = [sentence(each, later) for each in found if each.turn is Turn.RENEWAL] if renewal else []
    moved = {each.competency for each in found if each.competency}
    only = {*started, *moved}
    return ComingEdition(
        compared.edition.key,
        compared.earlier.key,
        days.written(compared.effective_from, as_of=words.on),
        consequences(found, later),
        refused[0] if refused else "",
        tuple(each for each in sections(compared.earlier, compared.edition, words, only=only) if each.blocks),
    )


def next_of(editions: Sequence[Edition], words: Words) -> Day | None:
    """The day of the first edition to come; None if there is none."""
    return days.written(editions[0].effective_from, as_of=words.on) if editions else None
