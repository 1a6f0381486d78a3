"""A broker of the tests' own: the demo's, in a temporary folder."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.demo import broker


class Valkey:
    """A server that a test may take away and bring back; its `url` stays the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = broker.url(folder)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = broker.command(self.folder, self.folder)
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        assert broker.wait_until_up(self.folder), "the broker did not start"

    def stop(self) -> None:
        """End it; stopping twice does no harm."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=10)
            self.process = None


@contextmanager
def running() -> Iterator[Valkey]:
    """A broker that runs until the block ends."""
    with tempfile.TemporaryDirectory(prefix="assay-broker-") as name:
        server = Valkey(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop()
