"""A portal of so many organisations, made once for each size and kept as a database that the others are copied from.

Popularity is chosen so that about half of the organisations attain something: most achievements of an
organisation lie near its own field, the figures of a year reach from hundreds to half a million. Achievements go
back eleven years, so that credentials that are still accepted occur beside some that no longer are.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from psycopg import Connection
from psycopg.sql import SQL, Identifier, quote

from competencies.programme import Edition, read_edition
from tests.bench.portal.cluster import Cluster

HERE = Path(__file__).parent
EDITIONS = Path("competencies/data/programmes")
EDITION = EDITIONS / "mpn-2017-12.yaml"
SEQUENCES = ["partners_organisation", "partners_user", "partners_account", "partners_term"]
SEQUENCES += [f"competencies_{name}" for name in ("transcript", "affiliation")]

_INDEXES = """
SELECT index.indrelid::regclass::text, entry.relname, rule.oid IS NOT NULL,
    coalesce(pg_get_constraintdef(rule.oid), pg_get_indexdef(index.indexrelid))
FROM pg_index AS index JOIN pg_class AS entry ON entry.oid = index.indexrelid
LEFT JOIN pg_constraint AS rule ON rule.conindid = index.indexrelid AND rule.contype = 'u'
WHERE entry.relnamespace = 'public'::regnamespace AND NOT index.indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.indexrelid AND contype = 'f')
    -- Its rows are drawn by chance, and those that repeat another are left out by it.
    AND entry.relname <> 'achievement_key'
"""
"""Indexes that are no primary key and that no foreign key needs: table, name, whether a constraint, definition."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; `largest`: the people of the largest organisation; `ending`: overrides of the night."""

    organisations: int
    people: int
    largest: int
    achievements: int
    overrides: int
    ending: int

    def tenth(self) -> "Size":
        """A tenth of it."""
        return Size(*(value // 10 for value in asdict(self).values()))


FULL = Size(100_000, 1_200_000, 20_000, 3_000_000, 200_000, 2_200)
PROGRAMME = Size(640_000, 7_680_000, 20_000, 19_200_000, 1_280_000, 14_080)
SIZES = {"full": FULL, "small": FULL.tenth(), "programme": PROGRAMME}


def template(cluster: Cluster, size: str) -> tuple[str, date]:
    """The database of that size, made if it is not there, and the day of the night that it is made for."""
    name = f"made_{size}_{_fingerprint()}"
    if name not in cluster.databases():
        for old in cluster.databases():
            if old.startswith(f"made_{size}_"):
                cluster.drop(old)
        print(f"making the data of SIZE={size}, once", flush=True)
        _make(cluster, name, SIZES[size])
    with cluster.connect(name) as connection:
        (day,) = connection.execute("SELECT day FROM bench_night").fetchone()
    return name, day


def _fingerprint() -> str:
    """Changes with whatever the data are made from."""
    made_from = [HERE / "data.sql", EDITION, *sorted(Path().glob("*/migrations/0*.py"))]
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _make(cluster: Cluster, name: str, size: Size) -> None:
    unfinished = f"unfinished_{name}"
    cluster.drop(unfinished)
    cluster.create(unfinished)
    cluster.manage(unfinished, "migrate", "--verbosity=0")
    cluster.manage(unfinished, "load_editions", f"--from={_folder_of_one(cluster.folder)}")
    with cluster.connect(unfinished) as connection:
        (day,) = connection.execute("SELECT current_date").fetchone()
        # Rows are made to fit each other: looking each key up again would take most of the time.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET maintenance_work_mem = '2GB'")
        indexes = _drop_indexes(connection)
        for statement in [*_statements(size, day), *indexes]:
            connection.execute(statement)
        for table in SEQUENCES:
            statement = SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}")
            connection.execute(statement.format(table, Identifier(table)))
        connection.execute(f"CREATE TABLE bench_night AS SELECT '{day}'::date AS day")
    with cluster.connect(unfinished) as connection:
        connection.execute("VACUUM (ANALYZE)")
    cluster.rename(unfinished, name)


def _drop_indexes(connection: Connection) -> list[str]:
    """Drop what is made faster at the end than with every row; returns the statements that make it again."""
    found = connection.execute(_INDEXES).fetchall()
    for table, index, constraint, _definition in found:
        dropped = f'ALTER TABLE {table} DROP CONSTRAINT "{index}"' if constraint else f'DROP INDEX "{index}"'
        connection.execute(dropped)
    return [
        f'ALTER TABLE {table} ADD CONSTRAINT "{index}" {definition}' if constraint else definition
        for table, index, constraint, definition in found
    ]


def _folder_of_one(folder: Path) -> Path:
    """A folder that holds nothing but the one edition."""
    only = folder / "edition"
    only.mkdir(exist_ok=True)
    (only / EDITION.name).write_bytes(EDITION.read_bytes())
    return only.resolve()


def _statements(size: Size, day: date) -> list[str]:
    values = {**asdict(size), **_words(read_edition(EDITION.read_bytes())), "day": f"date '{day}'"}
    text = (HERE / "data.sql").read_text().format(**values)
    return [part for part in text.split("\n\n") if not _is_comment(part)]


def _is_comment(part: str) -> bool:
    return all(line.startswith("--") for line in part.strip().splitlines())


def _words(edition: Edition) -> dict[str, str]:
    entries = [f"{entry.competency.key} {entry.level}" for entry in edition.entries]
    metrics = edition.metrics.values()
    return {
        "credentials": _array(edition.credentials),
        "credential_count": str(len(edition.credentials)),
        "metrics": _array(metric.key for metric in metrics),
        "metric_count": str(len(edition.metrics)),
        "stocks": f"ARRAY[{', '.join(str(metric.kind == 'stock') for metric in metrics)}]",
        "entries": _array(entries),
        "entry_count": str(len(entries)),
    }


def _array(texts: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(quote(text) for text in texts)}]"
