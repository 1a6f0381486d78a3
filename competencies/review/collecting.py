"""Python's search for cycles, put off while a chunk is in memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search for cycles in the block.

    A chunk makes some hundred thousand objects that all live until its end and hold no cycle: looking through
    them again and again takes longer than judging them.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
