"""How generated tests run: the same examples on every machine, and none kept between runs."""

import os

from hypothesis import Phase, settings

# Making a failure small takes minutes, so it is only done when asked for: SHRINK=1.
PHASES = list(Phase) if os.environ.get("SHRINK") else [Phase.generate]


def repeatable(examples):
    return settings(derandomize=True, database=None, deadline=None, max_examples=examples, phases=PHASES)
