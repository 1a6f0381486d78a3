"""Places in lists, for addresses: where a page of the journal begins, without the number of its row.

The journal's numbers count what happens in the whole portal, which is nobody's affair (A6).
"""

import base64
import binascii
import hashlib
from datetime import date
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings
from django.utils.encoding import force_bytes

_MARK = b"assa"
_NUMBER, _DAY = 8, 4


class Place(NamedTuple):
    """A row in a list that is ordered by day and number, the latest first."""

    on: date
    pk: int


def key_of(place: Place) -> str:
    """The place as 22 characters that tell nothing and are never mistaken for another place."""
    block = _MARK + place.on.toordinal().to_bytes(_DAY) + place.pk.to_bytes(_NUMBER)
    return base64.urlsafe_b64encode(_cipher().encryptor().update(block)).decode().rstrip("=")


def read(key: str) -> Place | None:
    """The place that a key names; None for what this portal did not make."""
    try:
        sealed = base64.urlsafe_b64decode(f"{key}==")
    except (ValueError, binascii.Error):
        return None
    if len(sealed) != AES.block_size // 8:
        return None
    block = _cipher().decryptor().update(sealed)
    if not block.startswith(_MARK):
        return None
    day, number = block[len(_MARK) : -_NUMBER], block[-_NUMBER:]
    return Place(date.fromordinal(int.from_bytes(day)), int.from_bytes(number))


def _cipher() -> "Cipher[ECB]":
    """One block is all there is, so no mode that joins several is needed."""
    key = hashlib.sha256(b"places:" + force_bytes(settings.SECRET_KEY)).digest()
    return Cipher(AES(key), ECB())  # noqa: S305 - a single block
