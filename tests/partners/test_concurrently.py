"""An index is made without locking, and may be made again after whatever end."""

import pytest
from django.db import NotSupportedError, connection, models, transaction
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from partners.concurrently import AddIndexConcurrently

NAME = "heartbeat_by_time"
OPERATION = AddIndexConcurrently("heartbeat", models.Index(fields=["beaten_at"], name=NAME))


@pytest.fixture
def states(transactional_db):
    from django.apps import apps

    before = ProjectState.from_apps(apps)
    after = before.clone()
    OPERATION.state_forwards("partners", after)
    yield before, after
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {NAME}")


def forwards(states):
    with connection.schema_editor(atomic=False) as editor:
        OPERATION.database_forwards("partners", editor, *states)


def indexes():
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "partners_heartbeat"))


def test_it_makes_the_index_and_drops_it_again(states):
    forwards(states)
    assert NAME in indexes()
    with connection.schema_editor(atomic=False) as editor:
        OPERATION.database_backwards("partners", editor, states[1], states[0])
    assert NAME not in indexes()


def test_a_second_time_it_leaves_the_index_as_it_is(states):
    forwards(states)
    forwards(states)
    assert NAME in indexes()


@pytest.mark.postgres
def test_postgresql_is_asked_to_lock_nobody_out(states):
    with CaptureQueriesContext(connection) as asked:
        forwards(states)
    assert any(query["sql"].startswith("CREATE INDEX CONCURRENTLY") for query in asked)


@pytest.mark.postgres
def test_a_half_made_index_is_made_anew(states):
    forwards(states)
    with connection.cursor() as cursor:
        # What a build that was killed leaves behind.
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)", [NAME])
    forwards(states)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [NAME])
        assert cursor.fetchone() == (True,)


@pytest.mark.postgres
def test_inside_a_transaction_it_says_what_to_set(states):
    with (
        transaction.atomic(),
        connection.schema_editor(atomic=False) as editor,
        pytest.raises(NotSupportedError, match="atomic = False"),
    ):
        OPERATION.database_forwards("partners", editor, *states)
