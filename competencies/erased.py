"""MCIDs of people whose data were erased: known again when they come, though nowhere kept (C2)."""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.utils.encoding import force_bytes

from competencies.models import ErasedMcid


def digest(mcid: str, *, key: str | bytes | None = None) -> str:
    """The keyed hash of an MCID. Without the key it cannot be found by trying all numbers."""
    given = settings.SECRET_KEY if key is None else key
    derived = sha256(b"erased MCIDs:" + force_bytes(given)).digest()
    return hmac.digest(derived, mcid.strip().encode(), "sha256").hex()


def remember(mcids: Iterable[str]) -> None:
    """Keep that these were erased."""
    rows = [ErasedMcid(digest=digest(mcid)) for mcid in set(mcids)]
    ErasedMcid.objects.bulk_create(rows, ignore_conflicts=True)


class Erased:
    """All erased MCIDs, read once: `mcid in Erased()`. Hashes made with an earlier key count, too."""

    def __init__(self) -> None:
        self._digests = frozenset(ErasedMcid.objects.values_list("digest", flat=True))
        self._keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def __contains__(self, mcid: str) -> bool:
        return bool(self._digests) and any(digest(mcid, key=key) in self._digests for key in self._keys)


def is_erased(mcid: str) -> bool:
    """Whether the MCID is of somebody whose data were erased; one query."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return ErasedMcid.objects.filter(digest__in=[digest(mcid, key=key) for key in keys]).exists()
