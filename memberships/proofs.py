"""Proof of payment that partners upload: judged by its content, kept outside what is served (E2).

In the shape of the evidence of missing credit.
"""

import os
import tempfile
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from competencies import evidence
from memberships.models import Order, ProofType

LARGEST = evidence.LARGEST
"""So many bytes it may have."""

FORGOTTEN_AFTER = timedelta(hours=1)
"""A file gets its row within moments of being made."""

_SUFFIXES = {ProofType.PDF: ".pdf", ProofType.PNG: ".png", ProofType.JPEG: ".jpg"}


def judged(content: bytes) -> ProofType | None:
    """What it is, whatever it is called, as evidence is judged; None for what a proof may not be, or is damaged."""
    found = evidence.judged(content)
    return None if found is None else ProofType(found.value)


def kept(content: bytes) -> str:
    """The name of a new file of this content, readable by its owner only and safe on the disk."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(prefix="", suffix=".bin", dir=folder)  # made with mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path).name


def content_of(name: str) -> bytes | None:
    """What lies under the name; None if there is no such file any more."""
    if not name:
        return None
    try:
        return (_folder() / Path(name).name).read_bytes()
    except FileNotFoundError:
        return None


def remove(names: Collection[str]) -> None:
    """Remove these files; one that is gone already is gone."""
    for name in filter(None, names):
        (_folder() / Path(name).name).unlink(missing_ok=True)


def tidy(now: datetime) -> int:
    """Remove files whose order does not name them: their maker died, or another took their place."""
    before = (now - FORGOTTEN_AFTER).timestamp()
    names = [path.name for path in _folder().glob("*.bin") if _changed_at(path) < before]
    known = set(Order.objects.filter(proof__in=names).values_list("proof", flat=True))
    forgotten = [name for name in names if name not in known]
    remove(forgotten)
    return len(forgotten)


def file_name(order: Order) -> str:
    """Under which a browser saves it: ours, for what a person called it may be anything."""
    return f"proof-{order.number}{_SUFFIXES[ProofType(order.proof_type)]}"


def _folder() -> Path:
    return Path(settings.PROOF_STORE)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
