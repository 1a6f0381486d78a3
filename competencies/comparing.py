"""The programme with and without one edition: what a difference and an effect compare (D1, G7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from competencies.models import EditionDraft, EditionEffect, ProgrammeEdition
from competencies.programme import Edition, Programme, read_edition
from competencies.published import NoProgramme, current_programme, rules_version


@dataclass(frozen=True)
class Comparison:
    """`edition` and the one `earlier` than it; the programme `before` lacks the edition, `after` has it."""

    edition: Edition
    earlier: Edition
    before: Programme
    after: Programme

    @property
    def effective_from(self) -> date:
        """The day on which the edition takes effect."""
        return self.edition.effective_from


def of_draft(draft: EditionDraft) -> Comparison | None:
    """The draft's file beside what is published; None if it cannot be read, or nothing is published yet.

    Raises ProgrammeError if they do not go together.
    """
    if draft.problems:
        return None
    try:
        return _compared(_read(draft.document), current_programme().editions)
    except NoProgramme:
        return None


def of_published(row: ProgrammeEdition) -> Comparison | None:
    """The edition beside all others that are published; None if there is no other."""
    return in_programme(current_programme(), row.edition)


@lru_cache(maxsize=4)
def in_programme(programme: Programme, key: str) -> Comparison | None:
    """The same of an edition of the programme, made once for each publication."""
    edition = next(each for each in programme.editions if each.key == key)
    others = [each for each in programme.editions if each is not edition]
    return _compared(edition, others) if others else None


def comparison(effect: EditionEffect) -> Comparison:
    """What the effect compares, by the publications that it reckoned with when it began (before: by those of now).

    Made once in a process.
    """
    # The moment is in the key, since a database that is emptied counts from 1 again.
    return _of_effect(effect.pk, effect.asked_at, effect.rules_version or rules_version())


@lru_cache(maxsize=2)
def _of_effect(pk: int, asked_at: datetime, version: int) -> Comparison:
    effect = EditionEffect.objects.select_related("draft", "edition").get(pk=pk, asked_at=asked_at)
    rows = ProgrammeEdition.objects.filter(rules_version__lte=version)
    file = effect.edition or effect.draft
    if file is None:
        raise TypeError("an effect is of a draft or of an edition")
    if effect.edition is not None:
        rows = rows.exclude(pk=effect.edition.pk)
    return _compared(read_edition(file.document), [read_edition(row.document) for row in rows])


_read = lru_cache(maxsize=4)(read_edition)
"""A page of a draft asks several times."""


def _compared(edition: Edition, others: Iterable[Edition]) -> Comparison:
    before = Programme.of(others)
    earlier = [each for each in before.editions if each.effective_from < edition.effective_from]
    # A day before the first edition is judged by the first.
    known = earlier[-1] if earlier else before.editions[0]
    return Comparison(edition, known, before, Programme.of([*before.editions, edition]))
