"""Product keys sealed anew with the newest key, so that an older one can be removed (E5)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from memberships.models import KeyFile, KeyFileState, ProductKey
from memberships.sealing import newest, seal, unseal
from partners.refusals import Refused

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many were sealed anew, and how many no key opens any more."""

    done: int
    unreadable: int


def reseal() -> Resealed:
    """Seal everything with the newest key that another sealed, a chunk at a time.

    Broken off, it goes on with what is left when it is called again; a second run finds nothing. Each row is
    changed only if it is still what was read.
    """
    mark = newest()
    keys = ProductKey.objects.exclude(sealed_by=mark)
    files = KeyFile.objects.filter(state=KeyFileState.CHECKED).exclude(sealed_by=mark)
    parts = [_all(keys, "secret"), _all(files, "content")]
    return Resealed(sum(each.done for each in parts), sum(each.unreadable for each in parts))


def _all(rows: QuerySet[Any], field: str) -> Resealed:
    last = done = unreadable = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", field)[:CHUNK]):
        last = chunk[-1][0]
        with transaction.atomic():
            results = [_one(rows, field, pk, sealed) for pk, sealed in chunk]
        done += results.count(True)
        unreadable += results.count(False)
    return Resealed(done, unreadable)


@sensitive_variables()
def _one(rows: QuerySet[Any], field: str, pk: int, sealed: str) -> bool | None:
    """Whether the row could be read; None if somebody else changed it meanwhile."""
    try:
        anew = seal(unseal(sealed))
    except Refused:
        return False
    changed = rows.filter(pk=pk, **{field: sealed})
    return True if changed.update(**{field: anew.secret, "sealed_by": anew.sealed_by}) else None
