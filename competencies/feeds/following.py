"""New achievements of people who let theirs follow: seen before the rows are taken over, associated after (C4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from competencies.actions.following import associated
from competencies.feeds.statements import carried_out
from competencies.models import Achievement, Affiliation, FeedRun, StagedAchievement, Transcript
from partners.journal import Cause

TIE = f"""
LEFT JOIN {connection.ops.quote_name(Affiliation._meta.db_table)} AS tie
ON tie.user_id = owner.user_id AND tie.until IS NULL AND tie.follows"""
"""Joins to the owner of a staged row the tie to which what they earn follows, if there is one."""

_MADE = """
SELECT t.id
FROM {staged} AS s
JOIN {transcript} AS owner ON owner.mcid = s.mcid
JOIN {achievement} AS t
ON t.transcript_id = owner.id AND t.credential = s.credential AND t.earned_on = s.earned_on
WHERE s.run_id = %s AND s.line IN ({places})"""


@dataclass(frozen=True)
class Coming:
    """The staged lines that will make achievements to be associated, and where these will count."""

    lines: Sequence[int]
    organisations: frozenset[int]


def follow(found: Coming, run: FeedRun, on: date) -> dict[int, list[Cause]]:
    """Associate what the lines made, once they are taken over; returns the causes by organisation id."""
    if not found.lines:
        return {}
    places = ", ".join(["%s"] * len(found.lines))
    with carried_out(_MADE.format(**_names(), places=places), [run.pk, *found.lines]) as cursor:
        made = [pk for (pk,) in cursor.fetchall()]
    return associated(made, on=on, by=None, run=run.pk)


def _names() -> dict[str, str]:
    models = {
        "staged": StagedAchievement,
        "transcript": Transcript,
        "achievement": Achievement,
    }
    return {name: connection.ops.quote_name(model._meta.db_table) for name, model in models.items()}
