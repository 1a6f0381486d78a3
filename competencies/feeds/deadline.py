"""A moment by which everything is to be done."""

import time
from collections.abc import Iterable, Iterator

from competencies.feeds.failures import Failed
from competencies.models.sources import Failure


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

    def keeping(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same blocks, as long as there is time."""
        for block in blocks:
            self.left()
            yield block
