"""Product keys in the hands of partners: one for an entitlement, given once, shown again at any time (E5)."""

from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from memberships.models import Entitlement, KeyGrant, KeyPool, ProductKey
from memberships.notices import tell_of_wanted_keys
from memberships.offers.model import Gives
from memberships.offers.published import offers_of
from memberships.offers.rights import defined
from memberships.sealing import unseal
from partners import security
from partners.actions import events
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused
from partners.security import Event


@sensitive_variables()
@transaction.atomic
def reveal(*, entitlement: Entitlement, on: date, by: User) -> str | None:
    """The product key of an entitlement; the first time, one is given to it for good. Every view is noted.

    None: no key is left, which the vendor has been told now, or before. Refused: the benefit has ended, or
    gives no keys; the key cannot be read.
    """
    rows = Entitlement.objects.in_force(on).select_related("edition", "term").filter(pk=entitlement.pk)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("over", _("This benefit has ended, and its key with it."))
    benefit = defined(offers_of(row.edition), row.benefit, row.level)
    if benefit is None or benefit.gives is not Gives.KEYS:
        raise Refused("no-keys", _("This benefit has no product key."))
    grant = KeyGrant.objects.select_related("key").filter(entitlement=row).first()
    grant = grant or _given(row, on, by)
    if grant is None:
        return None
    text = unseal(grant.key.secret)
    _tell(Kind.KEY_REVEALED, row, on, by, key=grant.key_id)
    ids = {"organisation": row.organisation_id, "entitlement": row.pk, "key": grant.key_id}
    transaction.on_commit(partial(security.note, Event.REVEALED, by=by, **ids))
    return text


def _given(row: Entitlement, on: date, by: User) -> KeyGrant | None:
    """Give it the next key of its pool; None if there is none, which is kept for the vendor to see."""
    pool, _made = KeyPool.objects.get_or_create(benefit=row.benefit)
    key = _next(pool)
    if key is None:
        # Whoever adds keys holds the pool: what they added meanwhile is seen now.
        pool = KeyPool.objects.select_for_update().get(pk=pool.pk)
        key = _next(pool)
    if key is None:
        _wanted(pool, row, on, by)
        return None
    ProductKey.objects.filter(pk=key.pk).update(given_on=on)
    made = KeyGrant.objects.create(key=key, entitlement=row, on=on, by=by)
    _tell(Kind.KEY_GIVEN, row, on, by, key=key.pk)
    return made


def _next(pool: KeyPool) -> ProductKey | None:
    """The first key that is left, locked. Keys that others hold are passed over while there are more."""
    left = ProductKey.objects.left().filter(pool=pool)
    # The last ones may all be held by others, of whom one may yet give up.
    return left.select_for_update(skip_locked=True).first() or left.select_for_update().first()


def _wanted(pool: KeyPool, row: Entitlement, on: date, by: User) -> None:
    if KeyPool.objects.filter(pk=pool.pk, wanted_on=None).update(wanted_on=on):
        tell_of_wanted_keys(pool, on=on)
    _tell(Kind.KEY_WANTED, row, on, by)


def _tell(kind: Kind, row: Entitlement, on: date, by: User, **data: object) -> None:
    details = {"entitlement": row.pk, "benefit": row.benefit, **data}
    events.record(kind, on=on, by=by, organisation=row.organisation, data=details)
