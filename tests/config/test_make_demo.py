"""`make demo` as a newcomer meets it, in a copy of the tree that shares only the installed packages."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.environment import ROOT

NOT_COPIED = shutil.ignore_patterns(".venv", "var", ".git", ".env", ".*_cache", "__pycache__", ".hypothesis")
READY = "Ctrl-C ends it."


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    copy = tmp_path_factory.mktemp("demo") / "a folder" / "assay"
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def demo(tree: Path, port: int):
    """A running demo and the lines it printed until it was ready; ended as Ctrl-C in a terminal does."""
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MAKEFLAGS"}}
    process = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=tree,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip())
            if READY in line:
                break
        assert READY in lines[-1], "\n".join(lines)
        yield lines
    finally:
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=40)
        lines += rest.splitlines()


def left_behind(tree: Path) -> list[str]:
    """Processes that still work in the tree."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cwd").readlink() == tree:
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """The address arrived at and its text; raises HTTPError unless that is 200."""
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(self.base + path, data=body, headers={"Referer": self.base})
        with self.opener.open(request, timeout=20) as answer:
            return urllib.parse.urlsplit(answer.url).path, answer.read().decode()

    def send(self, path: str, fields: dict[str, str]) -> tuple[str, str]:
        """Fill in the form at the address; what `get` returns."""
        _, form = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)
        return self.get(path, {**fields, "csrfmiddlewaretoken": token})

    def sign_in(self, account: dict[str, str]) -> str:
        """Where the account lands."""
        fields = {"login": account["email"], "password": account["password"]}
        return self.send("/accounts/login/", fields)[0]


def accounts(tree: Path) -> list[dict[str, str]]:
    return json.loads((tree / "var" / "demo-accounts.json").read_text(encoding="utf-8"))


def test_the_demo_from_nothing_and_again(tree):
    port = free_port()
    with demo(tree, port) as lines:
        check_first_start(tree, port, lines)
    assert "assay  | ended" in lines
    assert left_behind(tree) == []
    first = accounts(tree)

    started = time.monotonic()
    with demo(tree, port) as lines:
        print(f"second start: {time.monotonic() - started:.1f}s")
        assert not any("building the demo world" in line or "collecting" in line for line in lines)
        assert accounts(tree) == first
        assert Visitor(port).sign_in(first[0])
    assert left_behind(tree) == []


def check_first_start(tree, port, lines):
    visitor = Visitor(port)
    parts = json.loads(visitor.get("/readyz")[1])
    assert all(parts[name]["ok"] for name in ["database", "broker", "worker", "beat"]), parts
    assert any(f"http://127.0.0.1:{port}/" in line for line in lines)
    for account in accounts(tree):
        assert set(account) == {"role", "organisation", "mpn_id", "email", "password", "note"}
        assert any(account["email"] in line and account["password"] in line for line in lines)
    check_inbox(visitor, lines, accounts(tree)[0])
    _, page = visitor.get("/accounts/login/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert all(visitor.get(address)[1] for address in styles)
    one_of_each = {account["role"]: account for account in accounts(tree)}
    landings = {role: Visitor(port).sign_in(account) for role, account in one_of_each.items()}
    assert all(not path.startswith("/accounts/") for path in landings.values()), landings


def check_inbox(visitor, lines, account):
    assert any(f"{visitor.base}/inbox/" in line for line in lines)
    assert "Set a new password" not in visitor.get("/inbox/")[1]
    visitor.send("/accounts/password/reset/", {"email": account["email"]})
    assert "Set a new password" in visitor.get("/inbox/")[1]
