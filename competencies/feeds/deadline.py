"""A moment by which everything is to be done."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from competencies.feeds.failures import Failed
from competencies.models.sources import Failure

T = TypeVar("T")


class Deadline:
    """So many seconds from now, on a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether it has come."""
        return time.monotonic() >= self.end

    def left(self) -> float:
        """The seconds that are left; raises Failed when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Failed(Failure.TOO_SLOW)
        return left

    def bounding(self, work: Callable[[], T]) -> T:
        """What the work gives, or raises; for what knows no time limit itself, and is left to its fate after it."""
        done: queue.SimpleQueue[Callable[[], T]] = queue.SimpleQueue()
        threading.Thread(target=lambda: done.put(_outcome(work)), daemon=True, name="bounded").start()
        try:
            outcome = done.get(timeout=self.left())
        except queue.Empty as error:
            raise Failed(Failure.TOO_SLOW) from error
        return outcome()

    def keeping(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same blocks, as long as there is time."""
        for block in blocks:
            self.left()
            yield block


def _outcome(work: Callable[[], T]) -> Callable[[], T]:
    """What gives the work's result, or raises what it raised, to whoever asks in another thread."""
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - nothing is lost: who waits gets it
        problem = error

        def failed() -> T:
            raise problem

        return failed
    return lambda: result
