"""A process of its own that makes the release before, fills it, migrates it to the newest, and looks at it.

    python -m tests.releases.upgrade REPORT

The database is that of the environment, and empty. REPORT gets a JSON object of what was found.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

OURS = ("partners", "competencies", "memberships")
# Sessions of before name no device and no limits: partners 0006 ends them.
ENDED = {"django_session"}
# Who of the staff is what is said by groups since partners 0014.
MOVED = {"partners_user": {"staff_role"}}
TWICE = """INSERT INTO competencies_affiliation (user_id, organisation_id, starts_on)
SELECT user_id, organisation_id, starts_on FROM competencies_affiliation WHERE until IS NULL"""
REFUSED = {
    "a second open affiliation": TWICE,
    "a changed journal": "UPDATE partners_journalentry SET kind = 'x'",
    "a journal with holes": "DELETE FROM partners_journalentry",
    "a changed edition": "UPDATE competencies_programmeedition SET document = ''",
    "an organisation without a name": "UPDATE partners_organisation SET legal_name = ''",
    "a row of nobody's": "UPDATE competencies_reading SET organisation_id = 987654321",
}


def main(report: Path) -> None:
    """Do it all, once."""
    from django.core.management import call_command

    from tests.releases.before import RELEASE

    for app, name in RELEASE:
        call_command("migrate", app, name, verbosity=0)
    for app in ("admin", "account", "sessions"):
        call_command("migrate", app, verbosity=0)
    found: dict[str, Any] = {"empty": _filled(RELEASE)}
    before = _rows(_tables())
    call_command("migrate", verbosity=0)
    found["changed"] = _changed(before)
    found["staff"] = _staff()
    found["missing"] = _missing()
    found["let through"] = [what for what, statement in REFUSED.items() if _runs(statement)]
    found.update(_reviewed())
    report.write_text(json.dumps(found), encoding="utf-8")


def _filled(release: list[tuple[str, str]]) -> list[str]:
    """Fill the tables as the models of then do; returns which of ours stayed empty."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from tests.releases.before import fill

    apps = MigrationLoader(connection).project_state([*release, ("sessions", "0001_initial")]).apps
    fill(apps)
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return sorted(model._meta.db_table for model in ours if not model._base_manager.exists())


def _tables() -> dict[str, list[str]]:
    """Every table with its columns."""
    from django.db import connection

    with connection.cursor() as cursor:
        return {
            name: sorted(
                column.name
                for column in connection.introspection.get_table_description(cursor, name)
                if column.name not in MOVED.get(name, ())
            )
            for name in connection.introspection.table_names(cursor)
            if name != "django_migrations"
        }


def _rows(tables: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Per table its columns, and its rows in words."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for name, columns in tables.items():
            quoted = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(name)}")  # noqa: S608 own tables
            found[name] = (columns, sorted(map(repr, cursor.fetchall())))
    return found


def _changed(before: dict[str, tuple[list[str], list[str]]]) -> list[str]:
    """The tables of which something that was there is gone or another; what a migration adds is no loss."""
    kept = {name: what for name, what in before.items() if name not in ENDED}
    after = _rows({name: columns for name, (columns, _) in kept.items()})
    return sorted(name for name, (_, rows) in kept.items() if set(rows) - set(after[name][1]))


def _staff() -> list[tuple[str, str]]:
    """Who of the staff is in which group."""
    from partners.models import User

    return [(user.name, *sorted(user.staff_roles)) for user in User.objects.filter(is_staff=True)]


def _missing() -> list[str]:
    """Constraints and indexes that the models have and the database has not."""
    from django.apps import apps
    from django.db import connection

    there: set[str] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            there |= set(connection.introspection.get_constraints(cursor, table))
    wanted = [
        each.name
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for each in [*model._meta.constraints, *model._meta.indexes]
    ]
    return sorted(set(wanted) - there)


def _runs(statement: str) -> bool:
    """Whether the database lets it through; nothing is kept of one that it does not."""
    from django.db import IntegrityError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return False
    return True


def _reviewed() -> dict[str, Any]:
    """What a review of everybody makes of it, twice."""
    from competencies.models import Attainment, Standing
    from competencies.review import review_all
    from partners.clock import today
    from partners.models import JournalEntry

    counts: Callable[[], int] = JournalEntry.objects.count
    before = counts()
    review_all(as_of=today())
    once = counts()
    review_all(as_of=today())
    attained = Attainment.objects.filter(until=None).order_by("pk")
    return {
        "events": once - before,
        "events again": counts() - once,
        "reviewed": list(
            Standing.objects.filter(reviewed_on=today(), waiting=[]).values_list("pk", flat=True)
        ),
        "attained": list(attained.values_list("organisation__display_name", "competency", "level")),
    }


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
