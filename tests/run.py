"""`make test`: the checks, then every test, summed in one line.

    python -m tests.run                                    everything
    python -m tests.run sqlite tests/partners -k journal   some tests on SQLite
    python -m tests.run postgresql tests/pages             some tests on PostgreSQL

The whole: all tests on PostgreSQL, then those that use the database again on SQLite.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from config import translations
from config.environment import ROOT
from tests import check, summary
from tests.services import chromium, postgresql

PROCESSES = str(min(4, os.cpu_count() or 2))


def main(arguments: list[str]) -> int:
    """Returns the worst exit status of all runs."""
    translations.compile_changed()
    if arguments:
        return some(arguments[0], arguments[1:])
    return everything()


def some(engine: str, arguments: list[str]) -> int:
    """Some tests on one engine, in one process."""
    if engine not in {"sqlite", "postgresql"}:
        sys.exit(__doc__)
    if engine == "sqlite":
        return pytest(arguments, {})[0]
    with postgresql.server(postgresql.SAME_PLANS) as url:
        return pytest(arguments, {"TEST_DATABASE_URL": url})[0]


def everything() -> int:
    """The checks and both runs; prints their sum last."""
    start = time.monotonic()
    chromium.ensure()
    failed_checks = check.main()
    parallel = ["-n", PROCESSES, "--dist", "worksteal"]
    with postgresql.server(postgresql.SAME_PLANS) as url:
        print("\n---- all tests, on PostgreSQL ----", flush=True)
        # The server goes with its databases; dropping one fails while a killed process still leaves it.
        first, counts = pytest([*parallel, "--create-db", "--reuse-db"], {"TEST_DATABASE_URL": url})
    print("\n---- the tests that use the database, on SQLite ----", flush=True)
    second, again = pytest([*parallel, "--kind", "database"], {})
    total = counts + again + Counter(errors=failed_checks)
    if failed_checks:
        print(f"\n{failed_checks} of the checks above failed: counted below as errors")
    print(f"\n{summary.line(total, time.monotonic() - start)}", flush=True)
    return max(first, second, 1 if failed_checks else 0)


def pytest(arguments: list[str], environment: dict[str, str]) -> tuple[int, Counter[str]]:
    """One run: its exit status and its counts; one that breaks off before its summary is an error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.json"
        clean = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
        status = subprocess.run(
            [sys.executable, "-m", "pytest", *arguments],
            cwd=ROOT,
            env={**clean, **environment, "TEST_SUMMARY": str(path)},
            check=False,
        ).returncode
        counts = Counter(json.loads(path.read_text())) if path.exists() else Counter(errors=1)
    return status, counts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
