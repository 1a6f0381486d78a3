"""Where every measurement begins: copies of the made database, before and after the first review."""

import json
import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from config.environment import ROOT
from tests.bench.portal import stream
from tests.bench.portal.cluster import Cluster
from tests.bench.portal.data import template

KILOBYTES = 1024
REVIEWED = "reviewed"
WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
    WHERE relname LIKE 'competencies_%' OR relname LIKE 'partners_%'
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ended well: how long it took, the most memory that it or a child had, what it printed."""

    seconds: float
    megabytes: float
    printed: str


class Ground:
    """The databases of one size. `night` is the day measured, `eve` the one before, which knows nothing of it."""

    def __init__(self, cluster: Cluster, size: str) -> None:
        self.cluster = cluster
        self.size = size
        self.made, self.night = template(cluster, size)
        self.eve: date = self.night - timedelta(days=1)
        cluster.drop(REVIEWED)

    def fresh(self) -> AbstractContextManager[str]:
        """A database that nothing has reviewed yet."""
        return self.cluster.copy(self.made)

    def reviewed(self) -> AbstractContextManager[str]:
        """A database in which everybody was reviewed on the eve."""
        if REVIEWED not in self.cluster.databases():
            with self.fresh() as database:
                self.manage(database, *self.review_all())
                self.keep(database)
        return self.cluster.copy(REVIEWED)

    def keep(self, database: str) -> None:
        """Let later measurements begin from this one, in which everybody was reviewed on the eve and told of it."""
        self.probe(database, "night", str(self.eve))
        with self.cluster.connect(database) as connection:
            connection.execute("VACUUM (ANALYZE)")
        self.cluster.drop(REVIEWED)
        self.cluster.create(REVIEWED, database)

    def clear(self) -> None:
        """Leave only what was made once."""
        self.cluster.drop(REVIEWED)

    def review_all(self) -> list[str]:
        """The command that reviews everybody, in two processes."""
        return ["review", "--all", "--processes=2", f"--on={self.eve}"]

    def stream(self, database: str) -> float:
        """How long the stream of facts takes now."""
        return stream.seconds(self.cluster, database)

    def manage(self, database: str, *arguments: str) -> Ran:
        """A management command, from its start to its end."""
        return self._run(database, ["manage.py", *arguments])

    def probe(self, database: str, *arguments: str) -> tuple[dict[str, Any], Ran]:
        """What a probe of `probing.py` says of itself."""
        ran = self._run(database, ["-m", "tests.bench.portal.probing", *arguments])
        return json.loads(ran.printed.splitlines()[-1]), ran

    def written(self, database: str) -> int:
        """How many rows were inserted, changed or deleted since the database was made a copy."""
        with self.cluster.connect(database) as connection:
            (count,) = connection.execute(WRITTEN).fetchone()
        return int(count)

    def _run(self, database: str, arguments: list[str]) -> Ran:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.cluster.environment(database),
            stdout=subprocess.PIPE,
            text=True,
        )
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)} failed")
        return Ran(time.perf_counter() - started, usage.ru_maxrss / KILOBYTES, printed)
