"""A database with one firm of 20,000 people, and the portal serving it as in production: two processes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import quote

from competencies.programme import read_edition
from config.environment import ROOT
from tests.environment import ENVIRONMENT
from tests.services import postgresql

HERE = Path(__file__).parent
EDITION = Path("competencies/data/programmes/mpn-2017-12.yaml")
PEOPLE = {"full": 20_000, "small": 2_000}


@dataclass(frozen=True, slots=True)
class Ground:
    """A running portal: `largest` and `usual` are addresses of organisations, `cookie` signs their admin in.

    `employee` is the page of somebody of the largest, below its address.
    """

    url: str
    database: str
    port: int
    cookie: str
    largest: str
    usual: str
    employee: str
    people: int

    @property
    def headers(self) -> dict[str, str]:
        """What a request of the admin carries."""
        return {"Cookie": f"sessionid={self.cookie}"}

    def connect(self) -> psycopg.Connection:
        """A connection of one's own to the database."""
        return psycopg.connect(self.database.replace("postgres://", "postgresql://"), autocommit=True)


@contextmanager
def running(size: str) -> Iterator[Ground]:
    """The portal until the block ends; nothing of it stays."""
    with postgresql.server() as database:
        environment = environment_of(database)
        _prepare(database, environment, PEOPLE[size])
        made = json.loads(run(environment, "-m", "tests.bench.pages.signed_in"))
        with serving(environment) as port:
            yield Ground(f"http://127.0.0.1:{port}", database, port, **made, people=PEOPLE[size])


def environment_of(database: str) -> dict[str, str]:
    """What every process of the portal on this database finds in its environment."""
    return {
        **os.environ, **ENVIRONMENT, "DATABASE_URL": database, "WEB_CONCURRENCY": "2",
        "DJANGO_SETTINGS_MODULE": "tests.bench.pages.settings",
    }  # fmt: skip


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The portal as in production, two processes, at a port of its own until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py",
        "--bind", f"127.0.0.1:{port}", "--access-logfile", "/dev/null", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait(f"http://127.0.0.1:{port}")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def migrated(database: str, environment: dict[str, str]) -> None:
    """Make the database, with everything that a portal begins with."""
    name = database.rpartition("/")[2]
    server = f"{database.rpartition('/')[0]}/postgres".replace("postgres://", "postgresql://", 1)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    for command in (["migrate", "--verbosity=0"], ["createcachetable"], ["load_editions"]):
        run(environment, "manage.py", *command)


def filled(database: str, statements: str) -> None:
    """Run these statements, each ended by a semicolon at the end of its line."""
    with psycopg.connect(database.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        for statement in filter(str.strip, statements.split(";\n")):
            connection.execute(statement)
        connection.execute("VACUUM (ANALYZE)")


def _prepare(database: str, environment: dict[str, str], people: int) -> None:
    migrated(database, environment)
    edition = read_edition((ROOT / EDITION).read_bytes())
    codes = [code for code, each in edition.credentials.items() if each.accepted_until is None]
    values = {
        "people": people,
        "codes": array(codes),
        "count": len(codes),
        "metrics": array(edition.metrics),
    }
    filled(database, (HERE / "data.sql").read_text().format(**values))
    run(environment, "manage.py", "review", "--all")


def array(texts) -> str:
    """As SQL has it."""
    return f"ARRAY[{', '.join(quote(text) for text in texts)}]"


def run(environment: dict[str, str], *arguments: str) -> str:
    """What a process of the portal prints; ends the bench if it fails."""
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    if ran.returncode:
        sys.exit(f"{' '.join(arguments)} failed: {ran.stderr}")
    return ran.stdout


def wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=1)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    sys.exit("the portal did not start")
