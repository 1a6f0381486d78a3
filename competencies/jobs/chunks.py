"""Work in chunks until none is left or the time is over."""

import time
from collections.abc import Callable

CHUNK = 500
"""So many rows or organisations share a transaction (decision 4)."""


def in_chunks(work: Callable[[], int], *, seconds: float | None) -> int:
    """Call `work` until it does nothing, or for about so long; returns how much was done in all."""
    end = None if seconds is None else time.monotonic() + seconds
    total = 0
    while done := work():
        total += done
        if end is not None and time.monotonic() >= end:
            break
    return total
