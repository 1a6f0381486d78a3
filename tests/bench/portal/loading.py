"""`load_achievements` beside what PostgreSQL needs to take the same rows in."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from competencies.programme import read_edition
from tests.bench.portal.data import EDITION, SIZES
from tests.bench.portal.ground import Ground
from tests.bench.row import Row

LIMITS = {"load-achievements": 4.0, "load-memory": 250.0}
ROUNDS = 3
HEAD = "mcid,credential,earned_on,expires_on,revoked_on\n"
KNOWN = """
    SELECT mcid, credential, earned_on, earned_on + 3000, NULL
    FROM competencies_achievement AS earned JOIN competencies_transcript AS owner ON owner.id = transcript_id
    WHERE earned.id %% 150 = 0 LIMIT %s
"""
TAKEN_IN = """
    INSERT INTO competencies_achievement
        (transcript_id, credential, earned_on, expires_on, revoked_on, generated_at)
    SELECT owner.id, credential, earned_on, expires_on, revoked_on, now()
    FROM plain JOIN competencies_transcript AS owner USING (mcid)
    ON CONFLICT DO NOTHING
"""


def rows(ground: Ground) -> Iterator[Row]:
    """A load and its likeness by turns, each in a copy of the same database: one table, one state, one file."""
    count = SIZES[ground.size].organisations * 10
    path = _file(ground, count)
    ratios, seconds, beside, memory = [], [], [], 0.0
    for _ in range(ROUNDS):
        with ground.reviewed() as database:
            beside.append(_plainly(ground, database, path))
        with ground.reviewed() as database:
            ran = ground.manage(database, "load_achievements", str(path))
        ratios.append(ran.seconds / beside[-1])
        seconds.append(ran.seconds)
        memory = max(memory, ran.megabytes)
    path.unlink()
    detail = f"{count:,} rows in {median(seconds):.1f} s, COPY and INSERT in {median(beside):.1f} s"
    yield Row(
        "load-achievements", median(ratios), "times COPY and INSERT", LIMITS["load-achievements"], detail
    )
    yield Row("load-memory", memory, "MB", LIMITS["load-memory"], "the most that it had")


def _plainly(ground: Ground, database: str, path: Path) -> float:
    """COPY into a staging table, and one INSERT … SELECT into the table itself."""
    with ground.cluster.connect(database) as connection:
        connection.execute(
            "CREATE TABLE plain"
            " (mcid varchar(40), credential varchar(80), earned_on date, expires_on date, revoked_on date)"
        )
        started = perf_counter()
        with (
            path.open("rb") as file,
            connection.cursor().copy("COPY plain FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            while block := file.read(1 << 16):
                copy.write(block)
        connection.execute(TAKEN_IN)
        return perf_counter() - started


def _file(ground: Ground, count: int) -> Path:
    """A delta as the vendor sends it: one row in fifty changes what is known, one is of an unknown MCID."""
    path = ground.cluster.folder / "achievements.csv"
    draw = random.Random(42)
    codes = list(read_edition(EDITION.read_bytes()).credentials)
    with ground.cluster.connect(ground.made) as connection:
        changed = connection.execute(KNOWN, [count // 50]).fetchall()
    with path.open("w") as file:
        file.write(HEAD)
        file.writelines(
            ",".join("" if value is None else str(value) for value in row) + "\n" for row in changed
        )
        for drawn in range(count - len(changed)):
            # Everybody at most once, in no order.
            number = drawn * 7919 % SIZES[ground.size].people + 1
            mcid = f"N{number}" if draw.random() < 0.02 else f"M{number}"
            earned_on = ground.eve - timedelta(days=draw.randrange(30))
            file.write(f"{mcid},{draw.choice(codes)},{earned_on},,\n")
    return path.resolve()
