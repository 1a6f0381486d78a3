"""The supervisor of the demo: one log, crashes mended, one end for all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.environment import ROOT

SCRIPT = """
import sys
from pathlib import Path
from config.demo.supervisor import Child, Supervisor
children = [Child(name, [sys.executable, "-u", "-c", code]) for name, code in {children!r}]
supervisor = Supervisor(children, environment={environment!r}, folder=Path({folder!r}))
supervisor.stop_on_signals()
sys.exit(supervisor.run(on_started=lambda: print("started", flush=True)))
"""
SLEEP = "import os, time; print('up as', os.getpid()); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, lambda *_: print('ending') or exit(0));" + SLEEP


def supervise(tmp_path: Path, **children: str) -> subprocess.Popen[str]:
    code = SCRIPT.format(children=list(children.items()), environment=dict(os.environ), folder=str(tmp_path))
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def read_until(process: subprocess.Popen[str], text: str, times: int = 1) -> list[str]:
    """Lines up to the one in which the text stands for the n-th time."""
    lines = []
    while sum(text in line for line in lines) < times:
        line = process.stdout.readline()
        assert line, f"ended before {text!r}: {lines}"
        lines.append(line.rstrip())
    return lines


def pids(lines: list[str]) -> list[int]:
    return [int(line.split()[-1]) for line in lines if "up as" in line]


def lives(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_cleanly_in_the_opposite_order(tmp_path, number):
    supervisor = supervise(tmp_path, first=STUBBORN, second=STUBBORN)
    lines = read_until(supervisor, "up as", times=2)
    supervisor.send_signal(number)
    rest, _ = supervisor.communicate(timeout=20)
    assert supervisor.returncode == 0
    assert [line.split("|")[0].strip() for line in rest.splitlines() if "ending" in line] == [
        "second",
        "first",
    ]
    assert not any(lives(pid) for pid in pids(lines))


def test_lines_carry_the_name_of_their_process(tmp_path):
    supervisor = supervise(tmp_path, web=SLEEP)
    lines = read_until(supervisor, "up as")
    supervisor.terminate()
    supervisor.communicate(timeout=20)
    assert any(line.startswith("web    | up as ") for line in lines)


def test_a_crash_is_mended_and_said(tmp_path):
    supervisor = supervise(tmp_path, web=SLEEP)
    first = pids(read_until(supervisor, "up as"))[0]
    os.kill(first, signal.SIGKILL)
    lines = read_until(supervisor, "up as")
    supervisor.terminate()
    supervisor.communicate(timeout=20)
    assert "assay  | web ended with status -9: starting it again" in lines
    assert pids(lines)[0] != first


def test_what_keeps_crashing_ends_all(tmp_path):
    supervisor = supervise(tmp_path, steady=SLEEP, broken="exit(3)")
    text, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert "assay  | broken keeps crashing (status 3): ending all" in text
    assert not any(lives(pid) for pid in pids(text.splitlines()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_children_do_not_outlive_a_killed_supervisor(tmp_path):
    supervisor = supervise(tmp_path, web=SLEEP)
    pid = pids(read_until(supervisor, "up as"))[0]
    supervisor.kill()
    supervisor.communicate(timeout=20)
    deadline = time.monotonic() + 5
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(pid)
