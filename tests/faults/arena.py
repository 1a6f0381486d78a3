"""The processes of one trial, on servers of the suite's own: started, killed, and started again."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from config.environment import ROOT
from tests.environment import ENVIRONMENT
from tests.services import postgresql
from tests.services.valkey import Valkey

# A commit is in the hands of the kernel when it is told; that is what a killed server gives back.
SETTINGS = [setting for setting in postgresql.FAST if not setting.startswith("synchronous_commit")]
VICTIMS = ("worker", "one child of the worker", "broker", "database", "one backend of the database")
PRISTINE, TRIAL = "pristine", "trial"


@dataclass
class Arena:
    """One PostgreSQL, one Valkey, and the portal's own processes; everything lies in `folder`."""

    folder: Path
    identity: dict[str, object] = field(default_factory=dict)
    bin_folder: Path = Path()
    database: "subprocess.Popen[bytes] | None" = None
    broker: Valkey | None = None
    portal: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The DATABASE_URL of the trial's database."""
        return f"postgres://postgres@{quote(str(self.folder), safe='')}:5432/{TRIAL}"

    @property
    def outbox(self) -> Path:
        """Where the mail server of the trial keeps its list."""
        return self.folder / "outbox"

    @property
    def store(self) -> Path:
        """The feed store; its files are laid anew for each trial."""
        return self.folder / "feeds"

    def environment(self) -> dict[str, str]:
        """Of every process of the portal, and of the suite itself."""
        own = {
            "DATABASE_URL": self.url,
            "REDIS_URL": self.broker.url if self.broker else ENVIRONMENT["REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "FEED_STORE": str(self.store),
            "OUTBOX": str(self.outbox),
        }
        return {**ENVIRONMENT, **own}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Servers run until the block ends."""
        self.identity = postgresql.run_as(self.folder)
        self.bin_folder = postgresql.binaries(self.folder, self.identity)
        postgresql.initialise(self.bin_folder, self.folder, self.identity)
        (self.folder / "broker").mkdir()
        self.store.mkdir()
        self.broker = Valkey(self.folder / "broker")
        try:
            self.serve()
            self.broker.start()
            self.admin(f"CREATE DATABASE {TRIAL}")
            yield
        finally:
            self.end_portal()
            self.broker.stop()
            if self.database:
                self.database.send_signal(signal.SIGINT)
                self.database.wait(timeout=30)

    def serve(self) -> None:
        """Start PostgreSQL; after a kill it has to wait until the last of the old processes is gone."""
        deadline = time.monotonic() + 60
        while True:
            try:
                self.database = postgresql.serve(
                    self.bin_folder, self.folder, self.identity, SETTINGS, socket=self.folder
                )
            except SystemExit:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def admin(self, statement: str) -> list[tuple[object, ...]]:
        """A statement from outside the trial's database."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def keep_pristine(self) -> None:
        """Keep the database and the feed files as they are now, for every trial to begin with."""
        self.admin(f"CREATE DATABASE {PRISTINE} TEMPLATE {TRIAL}")
        shutil.copytree(self.store, self.folder / PRISTINE)

    def begin(self) -> None:
        """A fresh trial: nothing of the one before is left."""
        self.admin(f"DROP DATABASE {TRIAL} WITH (FORCE)")
        self.admin(f"CREATE DATABASE {TRIAL} TEMPLATE {PRISTINE}")
        shutil.rmtree(self.store)
        shutil.copytree(self.folder / PRISTINE, self.store)
        self.outbox.unlink(missing_ok=True)
        with redis.Redis(unix_socket_path=str(self.folder / "broker" / "broker.sock")) as client:
            client.flushall()

    def start(self, *names: str) -> None:
        """Processes of the portal, by name: worker…, beat…; each in a process group of its own."""
        for name in names:
            kind = ["worker", "--concurrency", "2", "--without-mingle", "--without-gossip"]
            if name.startswith("beat"):
                kind = ["beat", "--pidfile="]
            log = (self.folder / f"{name}.log").open("ab")
            self.portal[name] = subprocess.Popen(
                [
                    sys.executable,
                    "-W",
                    "ignore",
                    "-m",
                    "celery",
                    "--quiet",
                    "--app",
                    "tests.faults.hurried",
                    *kind,
                ],
                cwd=ROOT,
                env={**os.environ, **self.environment()},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            log.close()

    def end_portal(self) -> None:
        """End the portal's processes without ceremony."""
        for process in self.portal.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.portal.clear()

    def kill(self, victim: str, chance: random.Random) -> None:
        """SIGKILL, and a start again of what does not come back by itself."""
        if victim == "worker":
            os.killpg(self.portal["worker"].pid, signal.SIGKILL)
            self.portal["worker"].wait()
            self.start("worker")
        elif victim == "one child of the worker":
            if children := _children(self.portal["worker"].pid):
                os.kill(chance.choice(children), signal.SIGKILL)
        elif victim == "broker" and self.broker and self.broker.process:
            self.broker.process.kill()
            self.broker.process.wait()
            time.sleep(chance.random())
            self.broker.start()
        elif victim == "database" and self.database:
            self.database.kill()
            self.database.wait()
            time.sleep(chance.random())
            self.serve()
        elif victim == "one backend of the database":
            busy = self.admin("SELECT pid FROM pg_stat_activity WHERE datname = 'trial'")
            if busy:
                with suppress(ProcessLookupError):
                    os.kill(int(str(chance.choice(busy)[0])), signal.SIGKILL)

    def handed_over(self) -> list[str]:
        """The ids of the mails that the server was handed."""
        return self.outbox.read_text().split() if self.outbox.exists() else []


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
