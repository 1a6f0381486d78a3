"""Evidence that people upload: judged by its content, kept outside what is served, under a random name (C7)."""

import os
import tempfile
from collections.abc import Collection
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image

from competencies.models import CreditReport, EvidenceType

LARGEST = 5 * 1024 * 1024
"""So many bytes it may have."""

MOST_PIXELS = 40_000_000
"""So many a picture may have: a few bytes can unfold to more than a machine holds."""

FORGOTTEN_AFTER = timedelta(hours=1)
"""A file gets its row within moments of being made."""

_MAGIC = (
    (b"%PDF-", EvidenceType.PDF),
    (b"\x89PNG\r\n\x1a\n", EvidenceType.PNG),
    (b"\xff\xd8\xff", EvidenceType.JPEG),
)
_SUFFIXES = {EvidenceType.PDF: ".pdf", EvidenceType.PNG: ".png", EvidenceType.JPEG: ".jpg"}


def judged(content: bytes) -> EvidenceType | None:
    """What it is, whatever it is called; None for what evidence may not be, or is damaged."""
    found = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    if found is EvidenceType.PDF:
        return found if b"%%EOF" in content[-2048:] else None
    return found if found is not None and _is_picture(content, found) else None


def _is_picture(content: bytes, kind: EvidenceType) -> bool:
    """Whether it can be decoded as that format and no other."""
    try:
        with Image.open(BytesIO(content), formats=[kind.label]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True


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
    """Remove files whose maker died before their report was written; returns how many."""
    before = (now - FORGOTTEN_AFTER).timestamp()
    old = [path for path in _folder().glob("*.bin") if _changed_at(path) < before]
    names = [path.name for path in old]
    known = set(CreditReport.objects.filter(evidence__in=names).values_list("evidence", flat=True))
    forgotten = [name for name in names if name not in known]
    remove(forgotten)
    return len(forgotten)


def file_name(report: CreditReport) -> str:
    """Under which a browser saves it: ours, for what a person called it may be anything."""
    return f"evidence-{report.public_id}{_SUFFIXES[EvidenceType(report.evidence_type)]}"


def _folder() -> Path:
    return Path(settings.EVIDENCE_STORE)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
