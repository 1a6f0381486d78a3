"""`make bench`: measure, print a row for each line, write `var/bench.json`.

ONLY=name runs some (comma between several), SIZE=small takes a tenth of the data at the same limits.
SIZE=programme is a run of its own (`portal/once.py`): figures of a whole programme, held against nothing.
"""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from tests.bench import directory, evaluate, pages, portal, staff
from tests.bench.portal import once
from tests.bench.row import Row

FOLDER = Path("var/bench")
SIZES = ("full", "small")
MEASUREMENTS: dict[tuple[str, ...], Callable[[str, Path, Collection[str]], Iterator[Row]]] = {
    tuple(evaluate.LIMITS): evaluate.rows,
    tuple(portal.LIMITS): portal.rows,
    tuple(pages.LIMITS): pages.rows,
    tuple(staff.LIMITS): staff.rows,
    tuple(directory.LIMITS): directory.rows,
}


def main() -> int:
    """Returns 1 if a row is over its limit, 2 for a name or a size that is not known."""
    size = os.environ.get("SIZE") or "full"
    only = [name for name in (os.environ.get("ONLY") or "").split(",") if name]
    if size == "programme":
        return once.main(FOLDER)
    known = [name for names in MEASUREMENTS for name in names]
    if size not in SIZES or not set(only) <= set(known):
        print(f"SIZE is full, small or programme; ONLY is one of {', '.join(known)}", file=sys.stderr)
        return 2
    rows = []
    for names, measure in MEASUREMENTS.items():
        wanted = [name for name in names if not only or name in only]
        for row in measure(size, FOLDER, wanted) if wanted else ():
            print(row, flush=True)
            rows.append(row)
    _write(rows)
    return 0 if all(row.ok for row in rows) else 1


def _write(rows: list[Row]) -> None:
    found = [
        {"name": row.name, "value": round(row.value, 3), "unit": row.unit, "limit": row.limit, "ok": row.ok}
        for row in rows
    ]
    FOLDER.parent.mkdir(exist_ok=True)
    (FOLDER.parent / "bench.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
