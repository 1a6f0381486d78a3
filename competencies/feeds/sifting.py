"""Of rows with one key in a file the last stays; the others are reported."""

from django.db import connection

from competencies.feeds.aliases import look_up
from competencies.feeds.forgotten import leave_out
from competencies.feeds.formats import FORMATS
from competencies.models import Feed, FeedRun
from competencies.models.feeds import FeedFlaw, Flaw, Stage

_REPORT = """
INSERT INTO {flaw} (run_id, line, field, reason)
SELECT run_id, line, %s, %s
FROM (
    SELECT run_id, line, LEAD(line) OVER (PARTITION BY {key} ORDER BY line) AS later
    FROM {staged} WHERE run_id = %s
) AS ranked
WHERE later IS NOT NULL"""

_REMOVE = """
DELETE FROM {staged} WHERE run_id = %s
AND line IN (SELECT line FROM {flaw} WHERE run_id = %s AND reason = %s)"""


def sift(run: FeedRun) -> None:
    """Report and drop all rows that a later one replaces, in two statements whatever their number."""
    form = FORMATS[Feed(run.feed)]
    erased = leave_out(run, form.staged)
    look_up(run, form.staged)
    quote = connection.ops.quote_name
    names = {
        "flaw": quote(FeedFlaw._meta.db_table),
        "staged": quote(form.staged._meta.db_table),
        "key": ", ".join(map(quote, form.key)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPORT.format(**names), [" ".join(form.key), Flaw.REPLACED.value, run.pk])
        replaced = cursor.rowcount
        if replaced:
            cursor.execute(_REMOVE.format(**names), [run.pk, run.pk, Flaw.REPLACED.value])
        if connection.vendor == "postgresql":
            # The planner knows nothing yet of what was just copied in.
            cursor.execute(f"ANALYZE {names['staged']}")
    run.staged -= replaced + erased
    run.bad += replaced + erased
    run.stage = Stage.MERGING
