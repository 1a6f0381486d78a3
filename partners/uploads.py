"""Files that people upload: kept outside what is served, under random names, removed when nobody names them."""

import os
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

FORGOTTEN_AFTER = timedelta(hours=1)
"""A file gets its row within moments of being made."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of files. `setting` names the setting that says where it is.

    `known`: of these names those that a row still has.
    """

    setting: str
    known: Callable[[Collection[str]], Collection[str]]

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return Path(getattr(settings, self.setting))

    def kept(self, content: bytes) -> str:
        """The name of a new file of this content, readable by its owner only and safe on the disk."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(prefix="", suffix=".bin", dir=self.folder)  # made with mode 600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(path).unlink(missing_ok=True)
            raise
        return Path(path).name

    def content_of(self, name: str) -> bytes | None:
        """What lies under the name; None if there is no such file any more."""
        if not name:
            return None
        try:
            return (self.folder / Path(name).name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, names: Collection[str]) -> None:
        """Remove these files; one that is gone already is gone."""
        for name in filter(None, names):
            (self.folder / Path(name).name).unlink(missing_ok=True)

    def tidy(self, now: datetime) -> int:
        """Remove files that no row names: their maker died, or another took their place. Returns how many."""
        before = (now - FORGOTTEN_AFTER).timestamp()
        names = [path.name for path in self.folder.glob("*.bin") if _changed_at(path) < before]
        forgotten = sorted(set(names) - set(self.known(names)))
        self.remove(forgotten)
        return len(forgotten)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
