"""The portal's jobs on PostgreSQL, beside a stream of the facts that they read."""

from collections.abc import Collection, Iterator
from pathlib import Path

from tests.bench.portal import acting, cluster, loading, reviewing, sleeping
from tests.bench.portal.ground import Ground
from tests.bench.row import Row

LIMITS = {**reviewing.LIMITS, **sleeping.LIMITS, **acting.LIMITS, **loading.LIMITS}


def rows(size: str, folder: Path, wanted: Collection[str]) -> Iterator[Row]:
    """A row for each that is wanted, on one cluster; what one leaves the next begins from."""
    with cluster.running(folder / "cluster") as server:
        ground = Ground(server, size)
        for measurement in (reviewing, sleeping, acting, loading):
            if any(name in wanted for name in measurement.LIMITS):
                yield from (row for row in measurement.rows(ground) if row.name in wanted)
        ground.clear()
