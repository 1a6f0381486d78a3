"""The portal's real processes, on the database of the running test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

from config.environment import ROOT
from tests.environment import ENVIRONMENT

WORKER = ["worker", "--concurrency", "1", "--without-mingle", "--without-gossip", "--loglevel", "INFO"]
BEAT = ["beat", "--pidfile=", "--loglevel", "INFO"]


def database_url() -> str:
    """Where another process finds the test's database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(settings['NAME'])}"
    address = f"{quote(settings['HOST'], safe='')}:{settings['PORT']}"
    password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{password}@{address}/{settings['NAME']}"


def environment(broker_url: str) -> dict[str, str]:
    """The environment of a process of the portal."""
    own = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return {**os.environ, **ENVIRONMENT, **own}


@contextmanager
def celery(arguments: list[str], *, broker_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker or beat (`WORKER`, `BEAT`) until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "--app", "config", *arguments],
        cwd=ROOT,
        env=environment(broker_url),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
