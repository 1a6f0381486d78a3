"""From the file into the staging tables, some thousand lines a transaction."""

from itertools import islice
from pathlib import Path

from django.db import connection

from competencies.feeds.checks import Staged
from competencies.feeds.formats import FORMATS, Format
from competencies.feeds.lines import lines
from competencies.feeds.opening import digest_of
from competencies.feeds.rows import Checked, checked
from competencies.models import Feed, FeedFlaw, FeedRun
from competencies.models.feeds import Stage
from partners.refusals import Refused

CHUNK = 5_000
"""So many lines are read, checked and staged at once."""


def refuse_changed_file(run: FeedRun) -> None:
    """Raise Refused if the file is gone or is not the one that the run began with."""
    try:
        with Path(run.path).open("rb") as file:
            if digest_of(file) != run.digest:
                raise Refused("file-changed", run.name)
    except OSError as error:
        raise Refused("file-gone", run.name) from error


def stage(run: FeedRun) -> None:
    """Stage the next lines, and move the run on in memory; at the end of the file, to the next stage."""
    form = FORMATS[Feed(run.feed)]
    with Path(run.path).open("rb") as file:
        some = list(islice(lines(file, offset=run.offset, number=run.line), CHUNK))
    if not some:
        run.stage = Stage.SIFTING
        return
    found = checked(some, run.columns, form)
    _insert(run, form, found)
    FeedFlaw.objects.bulk_create(
        FeedFlaw(run=run, line=line, field=field, reason=flaw) for line, field, flaw in found.flaws
    )
    run.line, run.offset = some[-1].number, some[-1].end
    run.staged += len(found.rows)
    run.bad += len(found.flaws)


def _insert(run: FeedRun, form: Format, found: Checked) -> None:
    quote = connection.ops.quote_name
    table = form.staged._meta.db_table
    columns = {field.name: str(field.column) for field in form.staged._meta.concrete_fields}
    names = ", ".join(quote(columns[name]) for name in ("run", "line", *form.fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
                copy.write("".join(_copied(run.pk, line, row) for line, row in found.rows))
        else:
            marks = ", ".join(["%s"] * (len(form.fields) + 2))
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})",  # noqa: S608 names of our own models
                [(run.pk, line, *row) for line, row in found.rows],
            )


def _copied(run_id: int, line: int, row: list[Staged]) -> str:
    """A row in COPY's text format; tabs and line breaks never come here (`rows`)."""
    values = (r"\N" if value is None else str(value).replace("\\", "\\\\") for value in row)
    return f"{run_id}\t{line}\t" + "\t".join(values) + "\n"
