"""The shape of the project: who imports whom, and what stays pure (docs/adr)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import ROOT

MAY_IMPORT = {
    "partners": {"partners"},
    "competencies": {"competencies", "partners"},
    "memberships": {"memberships", "competencies", "partners"},
}
PURE = ["competencies/programme", "competencies/facts", "competencies/rules", "competencies/evaluation.py"]
# The one place of the facts that reads the models.
IMPURE = {"competencies/facts/load/__init__.py", "competencies/facts/load/rows.py"}
CLOCKS = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
}
FORBIDDEN_NAMES = {"utils", "helpers", "core", "services", "common"}


def sources(*places: str) -> list[Path]:
    """All Python files of these files and folders."""
    found = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, wherever in it that happens."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_apps_import_one_way(app):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(app)
        for name in imports(path)
        if name.partition(".")[0] in set(MAY_IMPORT) - MAY_IMPORT[app]
    ]
    assert wrong == []


def pure_files() -> list[Path]:
    return [path for path in sources(*PURE) if path.relative_to(ROOT).as_posix() not in IMPURE]


def test_the_core_imports_no_django():
    heads = {"django", "celery", "allauth", "config", "partners", "memberships"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in pure_files()
        for name in imports(path)
        if name.partition(".")[0] in heads
        or name.startswith(("competencies.models", "competencies.facts.load"))
    ]
    assert wrong == []


def clock_readings(path: Path) -> list[str]:
    """Places where a file reads the clock."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (last_name(node.func.value), node.func.attr) in CLOCKS
    ]


def last_name(node: ast.expr) -> str:
    """`date` of both `date.today` and `datetime.date.today`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_the_core_reads_no_clock():
    assert [place for path in pure_files() for place in clock_readings(path)] == []


def test_only_the_clock_reads_the_clock():
    files = [path for path in sources(*MAY_IMPORT) if path != ROOT / "partners" / "clock.py"]
    assert [place for path in files for place in clock_readings(path)] == []


def test_no_file_is_named_for_nothing():
    files = [
        path for path in sources(*MAY_IMPORT, "config") if FORBIDDEN_NAMES & {path.stem, path.parent.name}
    ]
    assert files == []


def test_accounts_are_ended_in_the_highest_app_alone():
    """What ends one further down would leave its seats in use (B3)."""
    callers = [
        path.relative_to(ROOT).as_posix()
        for path in sources("competencies", "memberships")
        if "end_account(" in path.read_text(encoding="utf-8")
    ]
    assert callers == [
        "competencies/actions/accounts.py",
        "memberships/actions/accounts.py",
        "memberships/demo/person.py",
        "memberships/views/leaving.py",
    ]
