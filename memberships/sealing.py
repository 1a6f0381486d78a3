"""Product keys as the database keeps them: sealed, with a mark of the key that sealed them, and a fingerprint.

`BENEFIT_KEYS_SECRETS` rotate: the first seals, all open. `BENEFIT_KEYS_FINGERPRINT_SECRET` does not: a
fingerprint made with another could not find a key that is there already.
"""

import base64
import hashlib
import hmac
import logging
import re
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from partners.refusals import Refused

logger = logging.getLogger(__name__)


class Sealed(NamedTuple):
    """A text that only the portal's keys open, and the mark of the one that sealed it."""

    secret: str
    sealed_by: str


@sensitive_variables()
def seal(text: str) -> Sealed:
    """The text under the newest key. Refused if the operator has set none."""
    digests = _digests()
    return Sealed(Fernet(base64.urlsafe_b64encode(digests[0])).encrypt(text.encode()).decode(), newest())


@sensitive_variables()
def unseal(secret: str) -> str:
    """The text, whichever of the keys sealed it. Refused if its key is gone."""
    keys = MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in _digests()])
    try:
        return keys.decrypt(secret.encode()).decode()
    except InvalidToken as error:
        logger.error("a product key cannot be read: the key that sealed it is not in BENEFIT_KEYS_SECRETS")
        message = _("This key cannot be read at the moment. Tell the vendor.")
        raise Refused("unreadable", message) from error


def newest() -> str:
    """The mark of the key that seals: it tells keys apart and tells nothing about them."""
    return hashlib.sha256(b"mark:" + _digests()[0]).hexdigest()[:16]


@sensitive_variables()
def fingerprint(text: str) -> str:
    """Alike for the same product key, however it is written: capitals, blanks and hyphens do not count."""
    secret = settings.BENEFIT_KEYS_FINGERPRINT_SECRET
    if not secret:
        raise _not_set_up()
    plain = re.sub(r"[\s-]", "", text).casefold()
    return hmac.new(b"product keys:" + secret.encode(), plain.encode(), hashlib.sha256).hexdigest()


def _digests() -> list[bytes]:
    if not settings.BENEFIT_KEYS_SECRETS:
        raise _not_set_up()
    return [hashlib.sha256(b"product keys:" + key.encode()).digest() for key in settings.BENEFIT_KEYS_SECRETS]


def _not_set_up() -> Refused:
    message = _("This portal is not set up for product keys. Its operator sets BENEFIT_KEYS_SECRETS first.")
    return Refused("not-set-up", message)
