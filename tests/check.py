"""`make check`: linters, types, migrations and the settings of production, all of them every time."""

import os
import subprocess
import sys
import time
from pathlib import Path

from config.environment import ROOT

PRODUCTION = {
    "ENV_FILE": "",
    "SECRET_KEY": "for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
    "ALLOWED_HOSTS": "portal.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example.org",
    "DATABASE_URL": "postgres://assay:secret@db.example.org:5432/assay",
    "REDIS_URL": "redis://broker.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://assay:secret@mail.example.org:587",
    "EMAIL_FROM": "portal@example.org",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "ruff check": ([str(BIN / "ruff"), "check", "--quiet", "."], {}),
    "ruff format": ([str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
    "templates": ([str(BIN / "djlint"), "templates", "--lint", "--quiet"], {}),
    "types": ([str(BIN / "mypy"), "--no-error-summary"], {}),
    "migrations": (
        [*MANAGE, "makemigrations", "--check", "--dry-run"],
        {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    ),
    "production settings": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def main() -> int:
    """Run every check; returns how many failed."""
    return sum(not passes(name, *check) for name, check in CHECKS.items())


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check, quiet unless it fails."""
    start = time.monotonic()
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    verdict = "failed" if result.returncode else "ok"
    print(f"check {name}: {verdict} ({time.monotonic() - start:.1f}s)", flush=True)
    if result.returncode:
        print(result.stdout + result.stderr, flush=True)
    return not result.returncode


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
