"""The key of a customer's private page: derived when a mail needs it, kept only as a keyed hash (F4).

Whoever reads the database finds no key: both the key and its hash need the portal's secret. A key made with a
secret of before works as long as that stands among the fallbacks.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from memberships.models import CustomerRequest


def key_for(request: CustomerRequest) -> str:
    """The key of a request's page, for its confirmation: 64 hexadecimal digits that nobody guesses."""
    return _derived(request, settings.SECRET_KEY)


def key_of(request: CustomerRequest) -> str | None:
    """The key that belongs to the hash that is kept; None if its secret is not known any more."""
    for secret in _secrets():
        key = _derived(request, secret)
        if request.key_hash and constant_time_compare(_hashed(key, secret), request.key_hash):
            return key
    return None


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return _hashed(key, settings.SECRET_KEY)


def found(key: str) -> CustomerRequest | None:
    """The request whose private page has this key, if its data is still there."""
    if not key:
        return None
    hashes = [_hashed(key, secret) for secret in _secrets()]
    return CustomerRequest.objects.filter(key_hash__in=hashes, erased_at=None).first()


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _derived(request: CustomerRequest, secret: str) -> str:
    mac = salted_hmac("memberships.referrals.page", request.public_id.hex, secret=secret, algorithm="sha256")
    return mac.hexdigest()


def _hashed(key: str, secret: str) -> str:
    return salted_hmac("memberships.referrals.hash", key, secret=secret, algorithm="sha256").hexdigest()
