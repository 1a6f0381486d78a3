"""Several processes in the foreground: one log, crashes mended, one end for all."""

import ctypes
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

CRASHES_ALLOWED = 3
CRASH_WINDOW_SECONDS = 60
COLOURS = {"broker": 35, "web": 34, "worker": 32, "beat": 36}


@dataclass
class Child:
    """One process: how to start it, which of its lines to leave out, and how it fared."""

    name: str
    command: list[str]
    noise: str = "(?!)"
    process: subprocess.Popen[str] | None = None
    relay: threading.Thread | None = None
    crashes: list[float] = field(default_factory=list)


class Supervisor:
    """Starts children in order, restarts what crashes, ends all in the opposite order.

    A child that crashes more than three times a minute ends everything with status 1.
    """

    def __init__(self, children: list[Child], *, environment: Mapping[str, str], folder: Path) -> None:
        self.children = children
        self.environment = environment
        self.folder = folder
        self.ending = threading.Event()

    def stop_on_signals(self) -> None:
        """Let Ctrl-C, a closed terminal and a polite kill end all cleanly."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Ask for the end; `run` brings it about."""
        self.ending.set()

    def run(self, on_started: Callable[[], None]) -> int:
        """Run until asked to stop; returns the exit status. `on_started` runs beside, in a thread."""
        try:
            for child in self.children:
                self.start(child)
            threading.Thread(target=on_started, daemon=True).start()
            while not self.ending.wait(0.2):
                if not all(self.look_after(child) for child in self.children):
                    return 1
            return 0
        finally:
            self.end_all()

    def start(self, child: Child) -> None:
        """Start one child in a session of its own, so that Ctrl-C reaches only the supervisor."""
        child.process = subprocess.Popen(
            child.command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )
        child.relay = threading.Thread(target=relay, args=(child, child.process), daemon=True)
        child.relay.start()

    def look_after(self, child: Child) -> bool:
        """Restart a child that ended; False when it crashed too often to go on."""
        if child.process is None or child.process.poll() is None:
            return True
        now = time.monotonic()
        child.crashes = [at for at in child.crashes if now - at < CRASH_WINDOW_SECONDS] + [now]
        if len(child.crashes) > CRASHES_ALLOWED:
            say("assay", f"{child.name} keeps crashing (status {child.process.returncode}): ending all")
            return False
        say("assay", f"{child.name} ended with status {child.process.returncode}: starting it again")
        self.start(child)
        return True

    def end_all(self) -> None:
        """End the children, the last started first, waiting for each; a child that hangs is killed."""
        for child in reversed(self.children):
            if child.process is None or child.process.poll() is not None:
                continue
            child.process.terminate()
            try:
                child.process.wait(timeout=12)
            except subprocess.TimeoutExpired:
                say("assay", f"{child.name} did not end in time: killed")
                child.process.kill()
                child.process.wait()
            if child.relay:
                child.relay.join(timeout=2)  # its last lines


def die_with_parent() -> None:
    """Linux: have the kernel end this child should the supervisor itself be killed."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def relay(child: Child, process: subprocess.Popen[str]) -> None:
    """Print a child's lines under its name until it ends."""
    for line in process.stdout or ():
        if line.strip() and not re.search(child.noise, line):
            say(child.name, line.rstrip())


def say(name: str, line: str) -> None:
    """One line of the common log; coloured only for a person."""
    label = f"{name:<7}"
    if sys.stdout.isatty() and name in COLOURS:
        label = f"\033[{COLOURS[name]}m{label}\033[0m"
    sys.stdout.write(f"{label}| {line}\n")
    sys.stdout.flush()
