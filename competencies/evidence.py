"""Evidence that people upload: judged by its content, kept outside what is served, under a random name (C7)."""

from collections.abc import Collection
from io import BytesIO

from PIL import Image

from competencies.models import CreditReport, EvidenceType
from partners.uploads import Store

LARGEST = 5 * 1024 * 1024
"""So many bytes it may have."""

MOST_PIXELS = 40_000_000
"""So many a picture may have: a few bytes can unfold to more than a machine holds."""

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


def _known(names: Collection[str]) -> Collection[str]:
    return CreditReport.objects.filter(evidence__in=names).values_list("evidence", flat=True)


STORE = Store("EVIDENCE_STORE", _known)
kept, content_of, remove, tidy = STORE.kept, STORE.content_of, STORE.remove, STORE.tidy


def file_name(report: CreditReport) -> str:
    """Under which a browser saves it: ours, for what a person called it may be anything."""
    return f"evidence-{report.public_id}{_SUFFIXES[EvidenceType(report.evidence_type)]}"
