"""`make bench`: measure, print a row for each line, write `var/bench.json`.

ONLY=name runs some (comma between several), SIZE=small takes a tenth of the data at the same limits.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import evaluate, pages
from tests.bench.row import Row

FOLDER = Path("var/bench")
MEASUREMENTS: dict[tuple[str, ...], Callable[[str, Path], Iterator[Row]]] = {
    ("evaluate-brief", "evaluate-full"): evaluate.rows,
    tuple(pages.LIMITS): lambda size, folder: pages.rows(size, folder, pages.LIMITS),
}


def main() -> int:
    """Returns 1 if a row is over its limit, 2 for a name or a size that is not known."""
    size = os.environ.get("SIZE") or "full"
    only = [name for name in (os.environ.get("ONLY") or "").split(",") if name]
    known = [name for names in MEASUREMENTS for name in names]
    if size not in evaluate.LINES or not set(only) <= set(known):
        print(f"SIZE is full or small; ONLY is one of {', '.join(known)}", file=sys.stderr)
        return 2
    rows = []
    for names, measure in MEASUREMENTS.items():
        if not only or set(only) & set(names):
            for row in measure(size, FOLDER):
                if not only or row.name in only:
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
