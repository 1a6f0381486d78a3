"""Python's search for cycles, put off while the facts of organisations are in memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search for cycles in the block.

    A chunk of organisations, or a large one on a page of its own, makes some hundred thousand objects that all
    live until its end and hold no cycle: looking through them again and again takes longer than judging them.
    Whoever found it on turns it on again, so that several threads may be inside at once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
