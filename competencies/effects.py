"""What was worked out of an edition, how far it is, and whether it still holds (D1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, Sum

from competencies.models import EditionDraft, EditionEffect, EffectRow, EffectStage, ProgrammeEdition
from competencies.models.effects import EffectRowQuerySet
from competencies.published import rules_version
from partners.journal import Kind
from partners.models import JournalEntry

PAGE = 50

FACTS = (
    Kind.ORGANISATION_ENROLLED, Kind.ACCOUNT_OPENED, Kind.ACCOUNT_ENDED, Kind.SHARING_SET,
    Kind.TRANSCRIPT_CLAIMED, Kind.TRANSCRIPT_MOVED, Kind.TRANSCRIPTS_MERGED, Kind.ACHIEVEMENTS_RECORDED,
    Kind.ACHIEVEMENTS_ASSOCIATED, Kind.ACHIEVEMENTS_SEVERED, Kind.OVERRIDE_PLACED, Kind.OVERRIDE_ENDED,
    Kind.READING_RECORDED, Kind.ATTESTATION_RECORDED, Kind.FEED_LOADED, Kind.TERM_STARTED, Kind.TERM_ENDED,
)  # fmt: skip
"""Kinds of entries after which an effect may be another."""


class Stale(StrEnum):
    """Why an effect may no longer hold."""

    DAY = "day"
    FACTS = "facts"
    EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Known:
    """The effect that was worked out last, and the one that is being worked out; each may be None."""

    finished: EditionEffect | None
    under_way: EditionEffect | None
    done: int = 0
    stale: tuple[Stale, ...] = ()


def known_of(file: EditionDraft | ProgrammeEdition, *, as_of: date) -> Known:
    """What is known of the draft's present file, or of the published edition."""
    effects = EditionEffect.objects.all()
    rows = effects.of_draft(file) if isinstance(file, EditionDraft) else effects.of_edition(file)
    rows = rows.select_related("asked_by")
    finished = rows.filter(stage=EffectStage.FINISHED).first()
    under_way = rows.filter(stage__in=[EffectStage.WAITING, EffectStage.WORKING]).first()
    return Known(
        finished,
        under_way,
        judged(under_way) if under_way else 0,
        staleness(finished, as_of=as_of) if finished else (),
    )


def judged(effect: EditionEffect) -> int:
    """How many organisations have been judged so far."""
    if effect.stage == EffectStage.FINISHED:
        return effect.total
    return effect.ranges.filter(done=True).aggregate(count=Sum("count"))["count"] or 0


def staleness(effect: EditionEffect, *, as_of: date) -> tuple[Stale, ...]:
    """What happened since it was worked out that may have changed it."""
    found = []
    if effect.as_of < as_of:
        found.append(Stale.DAY)
    if JournalEntry.objects.filter(pk__gt=effect.mark, kind__in=FACTS).exists():
        found.append(Stale.FACTS)
    # Its own publication changes nothing.
    own = effect.edition.rules_version if effect.edition else 0
    if rules_version() > max(effect.rules_version, own):
        found.append(Stale.EDITIONS)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of an effect to list: all of them, or those of a fate, a competency, a level."""

    fate: str = ""
    competency: str = ""
    level: str = ""


def page_of(effect: EditionEffect, wanted: Wanted, after: tuple[int, int] | None) -> list[EffectRow]:
    """The next rows after this organisation and row, one more than a page if there are more."""
    rows = _rows(effect, wanted)
    if after is not None:
        organisation, pk = after
        rows = rows.filter(Q(organisation__gt=organisation) | Q(organisation=organisation, pk__gt=pk))
        rows = rows.filter(organisation__gte=organisation)
    return list(rows[: PAGE + 1])


def every_row(effect: EditionEffect, wanted: Wanted) -> Iterator[EffectRow]:
    """All rows, read bit by bit."""
    yield from _rows(effect, wanted).iterator(chunk_size=2000)


def _rows(effect: EditionEffect, wanted: Wanted) -> EffectRowQuerySet:
    rows = EffectRow.objects.of(effect, fate=wanted.fate, competency=wanted.competency, level=wanted.level)
    return rows.select_related("organisation")
