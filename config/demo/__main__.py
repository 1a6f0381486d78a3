"""The entry point of `make demo`: prepare, serve, end cleanly. `--reset` forgets the world instead."""

import argparse
import fcntl
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TextIO

from config.demo import accounts, broker, places, world
from config.demo.supervisor import Child, Supervisor, say
from config.environment import ROOT

# One worker has no neighbours to ask.
WORKER_OPTIONS = ["--without-mingle", "--without-gossip", "--loglevel", "INFO"]


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--reset", action="store_true")
    options = parser.parse_args(arguments)
    with only_one():
        if options.reset:
            return reset()
        refuse_taken(options.port)
        with tempfile.TemporaryDirectory(prefix="assay-") as folder:
            return serve(options.port, Path(folder))


def port(text: str) -> int:
    """A TCP port that an ordinary user may take."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write PORT=8001, for instance")
    return int(text)


def only_one() -> TextIO:
    """Hold the lock of this folder's demo, or end the process with one line."""
    places.VAR.mkdir(exist_ok=True)
    lock = places.LOCK.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise SystemExit("assay: a demo of this folder is already running; end it first (Ctrl-C)") from None
    return lock


def refuse_taken(number: int) -> None:
    """End the process with one line if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            other = number % 65535 + 1
            raise SystemExit(
                f"assay: port {number} is taken; choose another, for instance: make demo PORT={other}"
            ) from None


def reset() -> int:
    """Forget the world, its accounts and whatever waits for the worker."""
    world.remove(places.DATABASE)
    world.remove(places.UNFINISHED)
    for file in (places.ACCOUNTS, places.SECRET, places.ENVIRONMENT_FILE):
        file.unlink(missing_ok=True)
    for folder in (places.BROKER, places.MAIL, places.FEEDS, places.EVIDENCE):
        shutil.rmtree(folder, ignore_errors=True)
    say("assay", "the demo world is gone; `make demo` builds a new one")
    return 0


def serve(number: int, folder: Path) -> int:
    """Prepare what is missing, then run all processes until asked to stop."""
    environment = places.environment(database=places.DATABASE, broker=broker.url(folder), port=number)
    write_environment_file(environment)
    world.prepare(environment)
    supervisor = Supervisor(
        children(number, folder),
        environment={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        folder=ROOT,
    )
    supervisor.stop_on_signals()
    status = supervisor.run(on_started=lambda: announce(number))
    say("assay", "ended")
    return status


def write_environment_file(environment: dict[str, str]) -> None:
    """So that `ENV_FILE=var/demo.env .venv/bin/python manage.py …` works on the demo's data."""
    own = {"DJANGO_SETTINGS_MODULE", "ENV_FILE"}
    lines = [f"{name}={value}\n" for name, value in environment.items() if name not in own]
    places.ENVIRONMENT_FILE.touch(mode=0o600)
    places.ENVIRONMENT_FILE.write_text("".join(lines), encoding="utf-8")


def children(number: int, folder: Path) -> list[Child]:
    """The broker first: worker and beat look for it."""
    python = sys.executable
    # Celery warns whoever is root; who looks at a demo in a container is, and cannot help it.
    celery = [python, "-W", "ignore:You're running the worker", "-m", "celery", "--quiet", "--app", "config"]
    return [
        Child("broker", broker.command(folder, places.BROKER), noise=broker.NOISE),
        Child(
            "web",
            [python, "-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", f"127.0.0.1:{number}"],
        ),
        Child("worker", [*celery, "worker", "--concurrency", "2", *WORKER_OPTIONS]),
        Child("beat", [*celery, "beat", "--pidfile=", "--loglevel", "INFO"]),
    ]


def announce(number: int) -> None:
    """Once all parts work, print where the pages are and who may sign in."""
    base = f"http://127.0.0.1:{number}"
    if answers(f"{base}/readyz", seconds=30):
        state = "database, broker, worker and beat all work"
    else:
        state = f"not everything works yet: see {base}/readyz and the lines above"
    where = [f"Assay is at {base}/ ({state})", f"The mail that it would send is at {base}/inbox/"]
    where.append(
        "Nobody must have a second factor here (SECOND_FACTOR_REQUIRED=off); one admin has, see the notes"
    )
    for line in ["", *where, "", *accounts.table(), "", "Ctrl-C ends it.", ""]:
        say("assay", line)


def answers(url: str, *, seconds: float) -> bool:
    """Whether the address answers 200 within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return False


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("assay: interrupted; the next start takes up what is missing")
