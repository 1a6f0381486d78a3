"""`make bench SIZE=programme`: a portal of 640,000 organisations, reviewed once and through one night.

Figures, not ratios; an hour or more, and some 60 GB below var/bench, of which 20 stay for the next time.
"""

from pathlib import Path

from tests.bench.portal import cluster
from tests.bench.portal.ground import Ground, Ran


def main(folder: Path) -> int:
    """Print what each step took, the most memory of a process of it, and what the database had grown to."""
    with cluster.running(folder / "cluster") as server:
        ground = Ground(server, "programme")
        with ground.fresh() as database:
            _tell(ground, database, "the stream", ground.stream(database))
            for name in ("review --all", "review --all again"):
                ran = ground.manage(database, *ground.review_all())
                _tell(ground, database, name, ran.seconds, ran)
            for name in ("a night", "the night again"):
                found, ran = ground.probe(database, "night", str(ground.night))
                _tell(ground, database, name, found["seconds"], ran)
    return 0


def _tell(ground: Ground, database: str, name: str, seconds: float, ran: Ran | None = None) -> None:
    with ground.cluster.connect(database) as connection:
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    memory = f"{ran.megabytes:.0f} MB in a process, " if ran else ""
    print(f"{name:20} {seconds:8.1f} s, {memory}the database {size / 1e9:.1f} GB", flush=True)
