"""Compile locale/*/LC_MESSAGES/*.po, and collect texts into them, by Babel where gettext is not installed.

`python -m config.translations` compiles what changed; `--collect` runs Django's makemessages before that.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from config.environment import ROOT


def compile_changed(root: Path = ROOT) -> list[Path]:
    """Write each .mo file that is missing or older than its .po file; returns those written."""
    written = []
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_one(source, target)
            written.append(target)
    return written


def compile_one(source: Path, target: Path) -> None:
    """Compile through a neighbouring file, so that a reader never meets half a catalogue."""
    with source.open("rb") as lines:
        try:
            catalogue = read_po(lines, abort_invalid=True)
        except PoFileError as problem:
            raise SystemExit(f"assay: {source}: line {problem.lineno + 1}: {problem}") from problem
    unfinished = target.with_suffix(".mo.new")
    with unfinished.open("wb") as out:
        write_mo(out, catalogue)
    unfinished.replace(target)


def collect() -> int:
    """Bring the .po files up to date with the sources; needs gettext's xgettext."""
    command = [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hant", "--no-wrap"]
    command += ["--ignore", ".venv", "--ignore", "var", "--ignore", "tests", "--add-location", "file"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    status = collect() if "--collect" in sys.argv[1:] else 0
    compile_changed()
    sys.exit(status)
