"""Rows under an MCID that became an alias are rows of the transcript that stayed (C3)."""

from django.db import connection

from competencies.models import Feed, FeedRun, StagedTranscript, Transcript, TranscriptAlias
from competencies.models.staged import StagedRow

_RENAME = """
UPDATE {staged} SET mcid = (
    SELECT t.mcid FROM {alias} AS a JOIN {transcript} AS t ON t.id = a.transcript_id
    WHERE a.mcid = {staged}.mcid
){besides}
WHERE run_id = %s AND mcid IN (SELECT mcid FROM {alias})"""


def look_up(run: FeedRun, staged: type[StagedRow]) -> None:
    """Give the staged rows the MCID of the transcript that stayed, before rows with one key are looked for.

    A number of queries that does not grow with the rows; one where nothing was ever merged.
    """
    if run.feed not in (Feed.ACHIEVEMENTS, Feed.TRANSCRIPTS) or not TranscriptAlias.objects.exists():
        return
    besides = ""
    if staged is StagedTranscript:
        _keep_codes(run)
        besides = ", access_code_hash = ''"
    quote = connection.ops.quote_name
    statement = _RENAME.format(
        staged=quote(staged._meta.db_table),
        alias=quote(TranscriptAlias._meta.db_table),
        transcript=quote(Transcript._meta.db_table),
        besides=besides,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [run.pk])


def _keep_codes(run: FeedRun) -> None:
    """The code of an alias stays with it, since its hash was made with its MCID; an older file changes none."""
    rows = StagedTranscript.objects.filter(run=run, mcid__in=TranscriptAlias.objects.values("mcid"))
    codes = dict(rows.exclude(access_code_hash="").order_by("line").values_list("mcid", "access_code_hash"))
    aliases = [
        alias
        for alias in TranscriptAlias.objects.filter(mcid__in=codes)
        if alias.generated_at is None or alias.generated_at <= run.generated_at
    ]
    for alias in aliases:
        alias.access_code_hash, alias.generated_at = codes[alias.mcid], run.generated_at
    TranscriptAlias.objects.bulk_update(aliases, ["access_code_hash", "generated_at"], batch_size=500)
