"""A PostgreSQL of its own with published partners, and the portal serving it as in production: two processes."""

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

import psycopg

from competencies.programme import read_edition
from config.environment import ROOT
from memberships.profiles import vocabulary
from tests.bench.pages.ground import EDITION, array, run, wait
from tests.environment import ENVIRONMENT
from tests.services import postgresql

HERE = Path(__file__).parent
PARTNERS = {"full": 1_000_000, "small": 100_000, "tiny": 3_000}
SETTINGS = [
    *postgresql.FAST, "shared_buffers=2GB", "work_mem=32MB", "maintenance_work_mem=1GB", "max_wal_size=8GB",
    "effective_cache_size=4GB", "random_page_cost=1.1",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """A running portal; `competencies` and `industries` are the keys that its partners have."""

    port: int
    partners: int
    competencies: tuple[str, ...]
    industries: tuple[str, ...]


@contextmanager
def running(size: str) -> Iterator[Ground]:
    """The portal until the block ends; nothing of it stays."""
    edition = read_edition((ROOT / EDITION).read_bytes())
    keys, industries = tuple(edition.competencies), tuple(vocabulary.industries())
    with _server() as database:
        environment = {
            **os.environ, **ENVIRONMENT, "DATABASE_URL": database, "WEB_CONCURRENCY": "2",
            "DJANGO_SETTINGS_MODULE": "tests.bench.directory.settings",
        }  # fmt: skip
        _prepare(database, environment, PARTNERS[size], keys, industries)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py",
            "--bind", f"127.0.0.1:{port}", "--access-logfile", "/dev/null", "--log-level", "error",
        ]  # fmt: skip
        process = Popen(command, cwd=ROOT, env=environment)
        try:
            wait(f"http://127.0.0.1:{port}")
            yield Ground(port, PARTNERS[size], keys, industries)
        finally:
            process.terminate()
            process.wait(timeout=30)


@contextmanager
def _server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="assay-find-") as name:
        folder = Path(name)
        identity = postgresql.run_as(folder)
        programs = postgresql.binaries(folder, identity)
        postgresql.initialise(programs, folder, identity)
        process = postgresql.serve(programs, folder, identity, SETTINGS, socket=folder)
        try:
            yield f"postgres://postgres@{quote(name, safe='')}:5432/postgres"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _prepare(
    database: str,
    environment: dict[str, str],
    partners: int,
    keys: tuple[str, ...],
    industries: tuple[str, ...],
) -> None:
    """The portal's tables with an index made after its rows, as whoever loads a million would do."""
    for command in (["migrate", "--verbosity=0"], ["createcachetable"], ["load_editions"]):
        run(environment, "manage.py", *command)
    values = {"partners": partners, "competencies": array(keys), "industries": array(industries)}
    text = (HERE / "data.sql").read_text().format(**values)
    with psycopg.connect(database.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        for statement in filter(str.strip, text.split(";\n")):
            connection.execute(statement)
        connection.execute("VACUUM (ANALYZE)")
