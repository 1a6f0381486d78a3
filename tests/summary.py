"""Counts of a pytest run, written where `TEST_SUMMARY` says, so that several runs can be summed."""

import json
import os
from pathlib import Path

# pytest's own words in pytest's own order.
WORDS = ("failed", "passed", "skipped", "xfailed", "xpassed", "warnings", "errors")
KEYS = {"errors": "error"}


def pytest_terminal_summary(terminalreporter):
    path = os.environ.get("TEST_SUMMARY")
    if path:
        stats = terminalreporter.stats
        counts = {word: len(stats.get(KEYS.get(word, word), [])) for word in WORDS}
        Path(path).write_text(json.dumps(counts))


def line(counts: dict[str, int], seconds: float) -> str:
    """`412 passed, 1 warning in 318.20s`."""
    parts = [f"{counts[word]} {singular(word, counts[word])}" for word in WORDS if counts.get(word)]
    return f"{', '.join(parts) or 'no tests ran'} in {seconds:.2f}s"


def singular(word: str, count: int) -> str:
    """pytest writes 1 warning, 2 warnings; 1 error, 2 errors."""
    return word.removesuffix("s") if count == 1 and word in {"warnings", "errors"} else word
