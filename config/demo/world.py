"""What the demo needs before it is served: translations, a migrated database, a world, static files."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from config import translations
from config.demo import places
from config.demo.supervisor import say
from config.environment import ROOT

UPGRADE = [["migrate", "--verbosity", "0"], ["createcachetable", "--verbosity", "0"]]
BUILD = [*UPGRADE, ["load_editions"], ["build_demo"]]


def prepare(environment: Mapping[str, str]) -> None:
    """Make or bring up to date everything the demo needs; ends the process with one line if that fails."""
    places.MAIL.mkdir(parents=True, exist_ok=True)
    places.BROKER.mkdir(exist_ok=True)
    translations.compile_changed()
    if places.DATABASE.exists():
        manage(UPGRADE, environment)
    else:
        build(environment)
    collect_static(environment)


def build(environment: Mapping[str, str]) -> None:
    """Build the world beside its place and move it there when whole: an interrupted start leaves nothing."""
    say("assay", "building the demo world; this happens once")
    remove(places.UNFINISHED)
    shutil.rmtree(places.FEEDS, ignore_errors=True)
    shutil.rmtree(places.EVIDENCE, ignore_errors=True)
    shutil.rmtree(places.PROOFS, ignore_errors=True)
    manage(BUILD, {**environment, "DATABASE_URL": f"sqlite:///{quote(str(places.UNFINISHED))}"})
    places.UNFINISHED.replace(places.DATABASE)


def remove(database: Path) -> None:
    """Remove an SQLite database with its companions."""
    for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
        database.with_name(name).unlink(missing_ok=True)


def collect_static(environment: Mapping[str, str]) -> None:
    """Collect static files unless nothing changed since the last time."""
    mark = fingerprint()
    if places.STATIC_STAMP.exists() and places.STATIC_STAMP.read_text(encoding="ascii") == mark:
        return
    say("assay", "collecting static files")
    manage([["collectstatic", "--no-input", "--clear", "--verbosity", "0"]], environment)
    places.STATIC_STAMP.write_text(mark, encoding="ascii")


def fingerprint() -> str:
    """Changes whenever a static file or an installed package may have."""
    files = [ROOT / "requirements.txt", *sorted((ROOT / "static").rglob("*"))]
    parts = [f"{file}:{file.stat().st_mtime_ns}:{file.stat().st_size}" for file in files if file.is_file()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def manage(commands: list[list[str]], environment: Mapping[str, str]) -> None:
    """Run manage.py commands in one process, which saves a start of Django for each."""
    result = subprocess.run(
        [sys.executable, "-m", "config.demo.manage", *("\t".join(command) for command in commands)],
        cwd=ROOT,
        env={**os.environ, **environment},
        start_new_session=True,  # Ctrl-C reaches only this process, which then ends that one
        check=False,
    )
    if result.returncode:
        raise SystemExit("assay: the demo could not be prepared; the lines above say why")
