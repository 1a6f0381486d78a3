"""Links that are mailed and used once: signed from a row's public id and version, so that no secret is kept."""

import uuid
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse


class Signed(NamedTuple):
    """What a key names: a row, and which sending of its link this is."""

    public_id: uuid.UUID
    version: int


def key_of(purpose: str, public_id: uuid.UUID, version: int) -> str:
    """The key of a row's link. One purpose's keys are no other's."""
    return _signer(purpose).sign(f"{public_id.hex}-{version}")


def read(purpose: str, key: str) -> Signed | None:
    """What a key names; None for one that this portal did not sign."""
    try:
        public_id, version = _signer(purpose).unsign(key).split("-")
    except BadSignature:
        return None
    return Signed(uuid.UUID(public_id), int(version))


def address(view: str, key: str) -> str:
    """The whole address for a mail."""
    return f"{settings.PORTAL_URL}{path(view, key)}"


def path(view: str, key: str) -> str:
    """The address inside the portal. The key stands in the query, which no log keeps."""
    return f"{reverse(view)}?{urlencode({'key': key})}"


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"partners.links.{purpose}")
