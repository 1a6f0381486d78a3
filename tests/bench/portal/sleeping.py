"""The night: what is due, what ends, what is at risk; then a sweep that finds nothing to do."""

from collections.abc import Iterator
from statistics import mean, median

from tests.bench.portal.ground import Ground
from tests.bench.row import Row

LIMITS = {
    "night": 3.0,
    "night-again-writes": 0.0,
    "night-memory": 300.0,
    "review-idle": 0.02,
}
ROUNDS = 5


def rows(ground: Ground) -> Iterator[Row]:
    """A night stands between two streams; so does the sweep after it."""
    nights, idles, seconds, milliseconds = [], [], [], []
    memory, written = 0.0, 0
    for _ in range(ROUNDS):
        with ground.reviewed() as database:
            ground.stream(database)
            before = ground.stream(database)
            night, ran = ground.probe(database, "night", str(ground.night))
            after = ground.stream(database)
            nights.append(night["seconds"] / mean([before, after]))
            seconds.append(night["seconds"])
            memory = max(memory, ran.megabytes)
            so_far = ground.written(database)
            ground.probe(database, "night", str(ground.night))
            written = max(written, ground.written(database) - so_far)
            idle, _ = ground.probe(database, "idle", str(ground.night))
            # The small portal is held against what the whole one would stream.
            stream = mean([after, ground.stream(database)]) * (10 if ground.size == "small" else 1)
            idles.append(idle["seconds"] / stream)
            milliseconds.append(1000 * idle["seconds"])
    detail = f"{median(seconds):.2f} s; {ROUNDS} rounds"
    yield Row("night", median(nights), "times the stream", LIMITS["night"], detail)
    yield Row(
        "night-again-writes", written, "rows written", LIMITS["night-again-writes"], "run again at once"
    )
    yield Row("night-memory", memory, "MB", LIMITS["night-memory"], "the most that it had")
    detail = f"{median(milliseconds):.2f} ms when nothing is due"
    yield Row("review-idle", median(idles), "times the stream", LIMITS["review-idle"], detail)
