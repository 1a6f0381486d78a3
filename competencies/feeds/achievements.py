"""Achievements: new ones wait until they are associated, or follow by themselves; changed ones concern who
counts them (C2, C4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from competencies.feeds import concerns, following, transcripts
from competencies.feeds.upsert import Chunk, Upsert
from competencies.models import Achievement, Association, FeedRun, StagedAchievement, Transcript
from partners.journal import Cause, Reason

_UPSERT = Upsert(
    Achievement,
    StagedAchievement,
    joins=f'JOIN "{Transcript._meta.db_table}" AS owner ON owner.mcid = s.mcid',
    key={"transcript_id": "owner.id", "credential": "s.credential", "earned_on": "s.earned_on"},
    values={"expires_on": "s.expires_on", "revoked_on": "s.revoked_on"},
)

# Seen in one question: which known ones change, and which new ones follow to an organisation by themselves.
_LOOK = replace(_UPSERT, joins=f"{_UPSERT.joins} {following.TIE}")


def merge(chunk: Chunk, on: date) -> None:
    """Take the rows over. Organisations that count a changed achievement now learn of it; others do not (A7)."""
    transcripts.make_waiting(chunk, StagedAchievement._meta.db_table)
    changing, coming = _seen(chunk)
    causes = _causes(changing, chunk.run)
    concerned = {*causes, *coming.organisations}
    standings = concerns.settled(concerned, on) if concerned else []
    chunk.run.written += _UPSERT.write(chunk)
    # Who associated one while we waited for the locks is reviewed, too.
    for pk, late in (_causes(changing, chunk.run) if changing else {}).items():
        causes.setdefault(pk, late)
    for pk, followed in following.follow(coming, chunk.run, on).items():
        causes[pk] = [*causes.get(pk, ()), *followed]
    if causes:
        concerns.leave(chunk.run, standings, causes)


def _seen(chunk: Chunk) -> tuple[list[int], following.Coming]:
    """The ids of known achievements that will change, and the new ones that will follow."""
    rows: list[Any] = _LOOK.differing(
        chunk, "t.id, s.line, tie.organisation_id", new=True, only="t.id IS NOT NULL OR tie.id IS NOT NULL"
    )
    new = [(line, organisation) for pk, line, organisation in rows if pk is None]
    coming = following.Coming([line for line, _pk in new], frozenset(pk for _line, pk in new))
    return [pk for pk, _line, _organisation in rows if pk is not None], coming


def _causes(changing: Sequence[int], run: FeedRun) -> dict[int, list[Cause]]:
    """Whose achievement of which credential changes, by the id of the organisation that counts it now."""
    causes: dict[int, list[Cause]] = defaultdict(list)
    rows = Association.objects.open().filter(achievement__in=changing).order_by("pk")
    for pk, person, credential in rows.values_list(
        "affiliation__organisation_id", "affiliation__user_id", "achievement__credential"
    ):
        details = {"run": run.pk, "person": person, "credential": credential}
        causes[pk].append(Cause(Reason.ACHIEVEMENT_RECORDED, details))
    return causes
