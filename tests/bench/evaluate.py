"""`manage.py evaluate`, whole process on one core, beside a loop that only reads and prints the same lines."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from statistics import median

from tests.bench import organisations
from tests.bench.row import Row

LINES = {"full": 20_000, "small": 2_000}
ROUNDS = 5
LIMITS = {"evaluate-brief": 3.0, "evaluate-full": 12.0}


def rows(size: str, folder: Path, wanted: Collection[str]) -> Iterator[Row]:
    """A row for brief and one for full: the median of the ratios of five interleaved rounds."""
    lines = LINES[size]
    facts = organisations.write(folder / f"organisations-{lines}.jsonl", lines)
    command = [
        "manage.py",
        "evaluate",
        "-",
        "--programme",
        str(organisations.PROGRAMME),
        "--on",
        organisations.DAY,
    ]
    commands = {
        "loop": ["tests/bench/json_loop.py"],
        "evaluate-brief": [*command, "--brief"],
        "evaluate-full": command,
    }
    rounds = [{name: _seconds(each, facts) for name, each in commands.items()} for _ in range(ROUNDS)]
    for name, limit in LIMITS.items():
        if name not in wanted:
            continue
        ratio = median(seconds[name] / seconds["loop"] for seconds in rounds)
        spent = median(seconds[name] for seconds in rounds)
        beside = median(seconds["loop"] for seconds in rounds)
        detail = f"{lines:,} lines in {spent:.2f} s, the loop in {beside:.2f} s"
        yield Row(name, ratio, "times the json loop", limit, detail)


def _seconds(arguments: list[str], facts: Path) -> float:
    """How long the process takes on one core, from its start to its end."""
    with facts.open("rb") as source, open(os.devnull, "wb") as nothing:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            stdin=source,
            stdout=nothing,
            check=True,
            preexec_fn=_one_core(),
        )
        return time.perf_counter() - started


def _one_core() -> Callable[[], None] | None:
    """Keep a child on the last of our cores, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {core})
