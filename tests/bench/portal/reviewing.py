"""`review --all`: everything written for the first time, then again with nothing changed."""

from collections.abc import Iterator
from statistics import mean, median

from tests.bench.portal.data import SIZES
from tests.bench.portal.ground import Ground
from tests.bench.row import Row

LIMITS = {
    "review-first": 8.0,
    "review-again": 4.0,
    "review-again-writes": 0.0,
    "review-memory": 300.0,
    "due-next-day": 3.0,
}
ROUNDS = {"full": 3, "small": 5}
"""A round of the full size takes minutes."""


def rows(ground: Ground) -> Iterator[Row]:
    """Each run stands between two streams, whose mean it is held against."""
    ratios: dict[str, list[float]] = {"review-first": [], "review-again": []}
    seconds: dict[str, list[float]] = {**{name: [] for name in ratios}, "stream": []}
    memory, written, share = 0.0, 0, 0.0
    for number in range(ROUNDS[ground.size]):
        with ground.fresh() as database:
            ground.stream(database)  # what was just copied is read from the disk once
            before = ground.stream(database)
            for name in ratios:
                first_written = ground.written(database)
                ran = ground.manage(database, *ground.review_all())
                after = ground.stream(database)
                ratios[name].append(ran.seconds / mean([before, after]))
                seconds[name].append(ran.seconds)
                seconds["stream"].append(after)
                memory, before = max(memory, ran.megabytes), after
                if name == "review-again":
                    written = max(written, ground.written(database) - first_written)
            share = _due(ground, database)
            if number == 0:
                ground.keep(database)
    beside = f"the stream {median(seconds['stream']):.1f} s"
    for name, found in ratios.items():
        detail = f"{median(seconds[name]):.1f} s in two processes, {beside}; {len(found)} rounds"
        yield Row(name, median(found), "times the stream", LIMITS[name], detail)
    yield Row(
        "review-again-writes", written, "rows written", LIMITS["review-again-writes"], "nothing changed"
    )
    yield Row("review-memory", memory, "MB", LIMITS["review-memory"], "the most that a process had")
    yield Row("due-next-day", share, "% of the organisations", LIMITS["due-next-day"], "the night after")


def _due(ground: Ground, database: str) -> float:
    """The share of organisations that the night finds due, in percent."""
    with ground.cluster.connect(database) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM competencies_standing WHERE next_review_on <= %s", [ground.night]
        ).fetchone()
    return 100 * count / SIZES[ground.size].organisations
