"""Pools of product keys, which staff fills by files: checked first, then added (E5)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from memberships.key_files import Line, decoded, read
from memberships.models import KeyFile, KeyFileState, KeyPool, OfferEdition, ProductKey
from memberships.models.keys import COUNTED
from memberships.offers.model import Gives
from memberships.offers.published import offers_of
from memberships.sealing import fingerprint, seal, unseal
from partners.actions import events
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused

CHUNK = 500
"""So many keys are looked up, or written, in one statement."""


@transaction.atomic
def set_pool(*, benefit: str, low_at: int, on: date, by: User) -> KeyPool:
    """Open the pool of a benefit, or say anew with how many keys left it runs low.

    Refused: a benefit of which no published list gives keys; a number that nobody counts to.
    """
    if benefit not in benefits_with_keys():
        message = _("No published list of offers gives keys for this benefit. Check its key in the list.")
        raise Refused("no-such-benefit", message)
    if not 0 <= low_at < COUNTED:
        message = _("Choose a number from 0 to %(most)s.") % {"most": f"{COUNTED - 1:,}"}
        raise Refused("not-counted", message)
    pool, _made = KeyPool.objects.update_or_create(benefit=benefit, defaults={"low_at": low_at})
    events.record(
        Kind.KEY_POOL_SET, on=on, by=by, data={"pool": pool.pk, "benefit": benefit, "low_at": low_at}
    )
    return pool


def benefits_with_keys() -> set[str]:
    """The keys of all benefits that some published list takes from a pool."""
    lists = [offers_of(edition) for edition in OfferEdition.objects.all()]
    return {
        benefit.key
        for found in lists
        for offer in found.offers
        for benefit in offer.benefits
        if benefit.gives is Gives.KEYS
    }


@sensitive_variables()
@transaction.atomic
def upload(*, pool: KeyPool, content: bytes, on: date, by: User) -> KeyFile:
    """Check a file of keys and keep it sealed until somebody adds them or discards it.

    Refused as a whole: over 2 MB or 10,000 lines, no UTF-8, no keys at all; no keys to seal it with.
    """
    text = decoded(content)
    lines = _judged(read(text))
    sealed = seal(text)
    return KeyFile.objects.create(
        pool=pool,
        uploaded_on=on,
        uploaded_by=by,
        content=sealed.secret,
        sealed_by=sealed.sealed_by,
        ready=sum(not each.problem for each in lines),
        problems=[[each.number, each.problem] for each in lines if each.problem],
    )


@sensitive_variables()
@transaction.atomic
def add(*, file: KeyFile, on: date, by: User) -> KeyFile:
    """Add the good keys of a checked file to its pool; what has become known meanwhile is a problem now.

    Refused: the file is settled; it has no good key.
    """
    # One after the other, so that of two files with one key the second finds it.
    pool = KeyPool.objects.select_for_update().get(pk=file.pool_id)
    row = _unsettled(file)
    lines = _judged(read(unseal(row.content)))
    good = [each for each in lines if not each.problem]
    if not good:
        raise Refused(
            "nothing-ready",
            _("No line can be added: its keys are known already, or are no keys. Upload a file with others."),
        )
    _write(row, good)
    row.added = ProductKey.objects.filter(file=row).count()
    row.problems = [[each.number, each.problem] for each in lines if each.problem]
    _settled(row, KeyFileState.ADDED)
    KeyPool.objects.filter(pk=pool.pk).update(wanted_on=None)
    counts = Counter(each.problem for each in lines if each.problem)
    data = {"pool": pool.pk, "benefit": pool.benefit, "file": row.pk, "added": row.added, "problems": counts}
    events.record(Kind.KEYS_ADDED, on=on, by=by, data=data)
    return row


@transaction.atomic
def discard(*, file: KeyFile, on: date, by: User) -> KeyFile:
    """Forget a checked file: its keys are removed, its report stays. Refused: it is settled."""
    row = _unsettled(file)
    _settled(row, KeyFileState.DISCARDED)
    data = {"pool": row.pool_id, "benefit": row.pool.benefit, "file": row.pk}
    events.record(Kind.KEYS_DISCARDED, on=on, by=by, data=data)
    return row


def _unsettled(file: KeyFile) -> KeyFile:
    row = KeyFile.objects.select_for_update().get(pk=file.pk)
    if row.state != KeyFileState.CHECKED:
        raise Refused("settled", _("This file has been added or discarded already."))
    return row


def _settled(row: KeyFile, state: KeyFileState) -> None:
    """With its end, what it held is forgotten."""
    row.state, row.content, row.sealed_by = state, "", ""
    row.save()


def _write(row: KeyFile, lines: Sequence[Line]) -> None:
    for start in range(0, len(lines), CHUNK):
        chunk = lines[start : start + CHUNK]
        ProductKey.objects.bulk_create([_key(row, each) for each in chunk], ignore_conflicts=True)


def _judged(lines: Sequence[Line]) -> list[Line]:
    """With what only the other lines and the pools can say: a key that is there already, once or more."""
    prints = {each.number: fingerprint(each.key) for each in lines if not each.problem}
    known = _known(list(prints.values()))
    seen: set[str] = set()
    found = []
    for each in lines:
        mark = prints.get(each.number)
        problem = each.problem
        if mark is not None:
            problem = "known" if mark in known else "twice" if mark in seen else ""
            seen.add(mark)
        found.append(Line(each.number, each.key, problem))
    return found


def _known(prints: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(prints), CHUNK):
        chunk = prints[start : start + CHUNK]
        found |= set(ProductKey.objects.filter(fingerprint__in=chunk).values_list("fingerprint", flat=True))
    return found


def _key(file: KeyFile, line: Line) -> ProductKey:
    sealed = seal(line.key)
    return ProductKey(
        pool_id=file.pool_id,
        file=file,
        secret=sealed.secret,
        sealed_by=sealed.sealed_by,
        fingerprint=fingerprint(line.key),
    )
