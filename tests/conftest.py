"""What every test may use. Which kind a test is follows from what it asks for:

pages     lies in tests/pages: a real browser against a live server
database  asks for the database; runs on SQLite and on PostgreSQL
pure      everything else
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.services import chromium, valkey

KINDS = ("pure", "database", "pages")
# Playwright's synchronous interface runs an event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["tests.summary", "tests.security_log"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kind", action="append", choices=KINDS, help="run only this kind (may be repeated)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from django.db import connection

    wanted = config.getoption("--kind") or KINDS
    left_out = [
        item
        for item in items
        if kind(item) not in wanted
        or (item.get_closest_marker("postgres") and connection.vendor != "postgresql")
    ]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def kind(item: pytest.Item) -> str:
    """pure, database or pages."""
    if "pages" in item.path.relative_to(item.config.rootpath).parts:
        return "pages"
    fixtures = getattr(item, "fixturenames", ())
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(fixtures)
    return "database" if asks else "pure"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Transactional tests empty every table at their end: let append-only tables allow that, and bring
    back for the next test what migrations wrote."""
    from django.apps import apps
    from django.db import transaction
    from django.db.backends.base.operations import BaseDatabaseOperations as Operations

    from partners.append_only import kept_tables, protect, protected_tables, release

    ours = [apps.get_app_config(label) for label in ("partners", "competencies", "memberships")]
    tables = [table for app in ours for table in protected_tables(app)]
    kept = [table for app in ours for table in kept_tables(app)]
    with django_db_blocker.unblock():
        migrated = [list(model._base_manager.all()) for app in ours for model in app.get_models()]
    original = Operations.execute_sql_flush

    def execute_sql_flush(self, statements):
        with transaction.atomic(using=self.connection.alias):
            release(self.connection, [*tables, *kept])
            original(self, statements)
            protect(self.connection, tables, kept)
            for rows in filter(None, migrated):
                type(rows[0])._base_manager.bulk_create(rows)

    # On the class: under a browser's event loop Django uses a connection object of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[valkey.Valkey]:
    """A real broker, one for each test process."""
    with valkey.running() as server:
        yield server


@pytest.fixture
def valkey_url(valkey_server: valkey.Valkey) -> str:
    """The REDIS_URL of a real, empty broker."""
    import redis

    if valkey_server.process is None:
        valkey_server.start()
    with redis.Redis(unix_socket_path=str(valkey_server.folder / "broker.sock")) as client:
        client.flushall()
    return valkey_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Chromium of the system, as `python -m tests.run` found or fetched it."""
    path = chromium.find()
    assert path, "the page tests need Chromium: sudo apt-get install chromium"
    return {**browser_type_launch_args, "executable_path": path, "args": chromium.FLAGS}
