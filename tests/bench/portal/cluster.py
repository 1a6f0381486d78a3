"""The bench's PostgreSQL: of the suite's own binaries, its data kept in var/bench, with what production promises.

Commits wait for the disk here, unlike in the tests.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from config.environment import ROOT
from tests.services import postgresql

SETTINGS = [
    "listen_addresses=", "shared_buffers=4GB", "max_wal_size=8GB", "checkpoint_timeout=30min",
    "work_mem=32MB", "maintenance_work_mem=512MB", "effective_cache_size=4GB", "random_page_cost=1.1",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server; `folder` is its own, `socket` where it listens."""

    folder: Path
    socket: Path

    def connect(self, database: str) -> psycopg.Connection:
        """A connection that commits each statement."""
        return psycopg.connect(host=str(self.socket), user="postgres", dbname=database, autocommit=True)

    def databases(self) -> list[str]:
        """The names of all databases."""
        with self.connect("postgres") as connection:
            return [name for (name,) in connection.execute("SELECT datname FROM pg_database")]

    def create(self, name: str, template: str = "template0") -> None:
        """A new database, as a copy."""
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')

    def drop(self, name: str) -> None:
        """Gone, whoever uses it."""
        with self.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename(self, name: str, new: str) -> None:
        """Give a database that nobody uses another name."""
        with self.connect("postgres") as connection:
            connection.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')

    @contextmanager
    def copy(self, template: str, name: str = "measured") -> Iterator[str]:
        """A copy of a database until the block ends; whatever was written in it goes."""
        self.drop(name)
        self.create(name, template)
        try:
            yield name
        finally:
            self.drop(name)

    def environment(self, database: str) -> dict[str, str]:
        """The environment of a process of the portal on a database."""
        # Imported here, for it would name another database to a probe, which is a process of the portal itself.
        from tests.settings import ENVIRONMENT

        url = f"postgres://postgres@{quote(str(self.socket), safe='')}:5432/{database}"
        own = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
        return {**os.environ, **ENVIRONMENT, **own}

    def manage(self, database: str, *arguments: str) -> None:
        """A management command; ends the bench if it fails."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, cwd=ROOT, env=self.environment(database), check=True, stdout=subprocess.DEVNULL
        )


@contextmanager
def running(place: Path) -> Iterator[Cluster]:
    """The server until the block ends; its data stay."""
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as name:
        socket = Path(name)
        identity = postgresql.run_as(socket)
        folder = _folder(place, identity)
        programs = postgresql.binaries(socket, identity)
        if not (folder / "data" / "PG_VERSION").exists():
            shutil.rmtree(folder / "data", ignore_errors=True)
            postgresql.initialise(programs, folder, identity)
        process = postgresql.serve(programs, folder, identity, SETTINGS, socket=socket)
        try:
            yield Cluster(folder, socket)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=120)


def _folder(place: Path, identity: dict[str, object]) -> Path:
    """The place, if PostgreSQL's user reaches it, else one like it among the temporary files."""
    for folder in (place.resolve(), Path(tempfile.gettempdir()) / f"assay-bench-of-{os.getuid()}"):
        folder.mkdir(parents=True, exist_ok=True)
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        if subprocess.run(["test", "-w", folder], cwd="/", check=False, **identity).returncode == 0:
            return folder
    sys.exit("assay: the bench found no folder that PostgreSQL's user can write")
