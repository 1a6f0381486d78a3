"""A database of the release before, with rows in every table, becomes one of this release."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from config.environment import ROOT
from tests.services.processes import environment

# Nothing here touches the tests' own database; it is asked for so that both engines have their turn.
pytestmark = pytest.mark.django_db


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The DATABASE_URL of an empty database, on the engine that the tests run on."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'before.sqlite3'}"
        return
    name = f"release_before_{os.getpid()}"
    place = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    password = settings["PASSWORD"]
    with psycopg.connect(**place, password=password or None, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            secret = f":{quote(password)}" if password else ""
            yield f"postgres://{place['user']}{secret}@{quote(place['host'], safe='')}:{place['port']}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    """What the process of `upgrade` found."""
    folder = tmp_path_factory.mktemp("release")
    with own_database(folder) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.releases.upgrade", str(folder / "report.json")],
            cwd=ROOT,
            env={**environment("redis://127.0.0.1:1/0"), "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_every_table_of_the_release_before_had_rows(found):
    assert found["empty"] == []


def test_no_row_is_lost_or_changed(found):
    assert found["changed"] == []


def test_who_had_a_role_of_the_staff_is_in_its_group(found):
    assert found["staff"] == [["S" * 150, "specialist"]]


def test_the_database_has_every_constraint_and_index_of_the_models(found):
    assert found["missing"] == []


def test_it_refuses_what_it_refused(found):
    assert found["let through"] == []


def test_a_review_goes_through_it_and_comes_to_rest(found):
    assert found["events"] > 0
    assert found["events again"] == 0
    assert len(found["reviewed"]) == 3
    assert ["Contoso", "cloud", "silver"] in found["attained"]
    assert ["Contoso", "cloud", "gold"] not in found["attained"]
