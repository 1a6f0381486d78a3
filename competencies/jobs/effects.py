"""Working out what editions to come would do to every organisation (D1, G7).

State is in `EditionEffect` and its ranges. A range is judged, and what it finds written, in one transaction that
holds the range's row: a worker that dies leaves nothing, two workers take different ranges. What a telling effect
finds lost becomes messages in the same transaction, each reader once for an edition by its effect key.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Count, Max, Min

from competencies.collecting import collecting_later
from competencies.comparing import Comparison, comparison
from competencies.facts.load import load_facts
from competencies.jobs.chunks import CHUNK
from competencies.models import EditionEffect, EffectRange, EffectRow, EffectStage, Fate
from competencies.published import rules_version
from competencies.review.rows import insert
from competencies.rules.shift import Shift, Turn, shifts
from partners import messages
from partners.access import readers_of_risk
from partners.clock import now
from partners.models import JournalEntry, Message, MessageKind, Organisation


def work_out_effects(*, as_of: date, seconds: float | None = None) -> int:
    """Go on with the effects that wait, the oldest first; returns how many organisations were judged."""
    end = None if seconds is None else time.monotonic() + seconds
    total = 0
    for pk in list(EditionEffect.objects.unfinished().values_list("pk", flat=True)):
        _begin(pk, as_of)
        while done := _judge_some(pk, as_of):
            total += done
            if end is not None and time.monotonic() >= end:
                return total
        _finish(pk)
    return total


@transaction.atomic
def _begin(pk: int, as_of: date) -> None:
    """Deal out every organisation of the moment in ranges; drop what is of no use any more."""
    effect = _locked(pk)
    if effect is None or effect.is_over:
        return
    if _is_obsolete(effect, as_of):
        effect.stage = EffectStage.DROPPED
        effect.save(update_fields=["stage"])
        _clear([effect.pk])
    elif effect.stage == EffectStage.WAITING:
        ranges = list(_ranges(effect))
        EffectRange.objects.bulk_create(ranges)
        effect.stage, effect.as_of, effect.started_at = EffectStage.WORKING, as_of, now()
        effect.rules_version = rules_version()
        effect.mark = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        effect.total = sum(each.count for each in ranges)
        effect.save(update_fields=["stage", "as_of", "started_at", "rules_version", "mark", "total"])


def _locked(pk: int) -> EditionEffect | None:
    rows = EditionEffect.objects.select_related("draft", "edition")
    rows = rows.defer("draft__document", "edition__document").filter(pk=pk)
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def _is_obsolete(effect: EditionEffect, as_of: date) -> bool:
    """Its file was replaced or published, or takes effect no later than today."""
    draft = effect.draft
    replaced = draft is not None and (draft.version != effect.draft_version or draft.published_id is not None)
    return replaced or effect.effective_from is None or effect.effective_from <= as_of


def _ranges(effect: EditionEffect) -> Iterator[EffectRange]:
    """`CHUNK` organisations each, whatever gaps their ids have; the ids stream by in one query."""
    ids = iter(Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=10_000))
    while chunk := list(islice(ids, CHUNK)):
        yield EffectRange(effect=effect, first=chunk[0], last=chunk[-1], count=len(chunk))


@transaction.atomic
@collecting_later()
def _judge_some(pk: int, as_of: date) -> int:
    """Judge the next range that nobody holds; returns how many organisations, 0 if none is left."""
    effect = EditionEffect.objects.select_related("draft", "edition").defer(
        "draft__document", "edition__document"
    ).filter(pk=pk, stage=EffectStage.WORKING).first()  # fmt: skip
    if effect is None or _is_obsolete(effect, as_of):
        return 0
    open_ranges = EffectRange.objects.filter(effect=effect, done=False).order_by("pk")
    mine = open_ranges.select_for_update(skip_locked=True).first()
    if mine is None:
        return 0
    found = _found(effect, mine)
    insert([_row(effect, organisation, shift) for organisation, shift in found])
    if effect.tells:
        messages.write(_messages(effect, found, as_of))
    EffectRange.objects.filter(pk=mine.pk).update(done=True)
    return mine.count


def _found(effect: EditionEffect, mine: EffectRange) -> list[tuple[int, Shift]]:
    compared: Comparison = comparison(effect)
    ids = Organisation.objects.filter(pk__gte=mine.first, pk__lte=mine.last).values_list("pk", flat=True)
    facts = load_facts(ids, as_of=effect.as_of)
    return [
        (pk, shift)
        for pk in sorted(facts)
        for shift in shifts(
            facts[pk], compared.before, compared.after, as_of=effect.as_of, on=compared.effective_from
        )
    ]


def _row(effect: EditionEffect, organisation: int, shift: Shift) -> EffectRow:
    return EffectRow(
        effect_id=effect.pk, organisation_id=organisation, fate=Fate(shift.turn.value),
        competency=shift.competency, level=shift.level, on=shift.on,
    )  # fmt: skip


def _messages(effect: EditionEffect, found: Sequence[tuple[int, Shift]], as_of: date) -> Iterator[Message]:
    """For every organisation that would lose a level, one for each of its readers: codes and days."""
    costs: dict[int, list[list[str]]] = {}
    for organisation, shift in found:
        if shift.turn is not Turn.GAINED:
            line = [shift.turn.value, shift.competency, shift.level, shift.on.isoformat()]
            costs.setdefault(organisation, []).append(line)
    moment, edition = now(), effect.edition
    if not costs or edition is None:
        return
    readers = readers_of_risk(costs, as_of=as_of)
    for organisation, lines in costs.items():
        for reader in readers.get(organisation, ()):
            yield messages.message(
                MessageKind.EDITION_LOSSES,
                recipient=reader,
                organisation=organisation,
                on=as_of,
                about=f"edition:{edition.pk}:{organisation}",
                data={
                    "edition": edition.edition,
                    "effective_from": edition.effective_from.isoformat(),
                    "costs": lines,
                },
                now=moment,
            )


@transaction.atomic
def _finish(pk: int) -> None:
    """Count what was found, once every range is done; what was worked out earlier of the same file goes."""
    effect = _locked(pk)
    if effect is None or effect.stage != EffectStage.WORKING:
        return
    if EffectRange.objects.filter(effect=effect, done=False).exists():
        return
    effect.stage, effect.finished_at, effect.figures = EffectStage.FINISHED, now(), figures(effect)
    effect.save(update_fields=["stage", "finished_at", "figures"])
    earlier = EditionEffect.objects.filter(pk__lt=effect.pk, stage=EffectStage.FINISHED)
    same = {"edition": effect.edition_id} if effect.edition_id else {"draft": effect.draft_id}
    _clear(list(earlier.filter(**same).values_list("pk", flat=True)), ranges_of=effect.pk)


def _clear(effects: Sequence[int], *, ranges_of: int | None = None) -> None:
    """Only the figures stay of these effects; the ranges of a finished one have done their work."""
    EffectRow.objects.filter(effect__in=effects).delete()
    EffectRange.objects.filter(effect__in=[*effects, *([ranges_of] if ranges_of else [])]).delete()


def figures(effect: EditionEffect) -> dict[str, object]:
    """`levels`: [fate, competency, level, how many, first day]; `organisations`, `losing`, `renewals`: how many."""
    rows = EffectRow.objects.filter(effect=effect)
    counted = rows.exclude(fate=Fate.RENEWAL).values_list("fate", "competency", "level")
    levels = counted.annotate(count=Count("pk"), first=Min("on")).order_by("competency", "level", "fate")
    everybody = rows.aggregate(count=Count("organisation", distinct=True))["count"]
    losing = rows.filter(fate=Fate.LOST).aggregate(count=Count("organisation", distinct=True))["count"]
    return {
        "levels": [[*rest, first.isoformat()] for *rest, first in levels],
        "organisations": everybody,
        "losing": losing,
        "renewals": rows.filter(fate=Fate.RENEWAL).count(),
    }
