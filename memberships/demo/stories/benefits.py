"""Benefits: what Contoso and Fabrikam have activated, who has seats, and a pool of keys that runs low."""

from datetime import date

from django.conf import settings

from memberships.actions import benefits, key_pools, keys, seats
from memberships.demo.partner import Partner
from memberships.demo.person import Person
from memberships.demo.world import World
from memberships.models import Entitlement
from partners.models import Account

OFFICE, WINDOWS = "office-365-e3", "windows-10-enterprise"
_KEYS = [f"ASSAY-00000-SPECI-MEN00-{number:05}" for number in range(1, 6)]


def tell(world: World) -> None:
    """Seats and a key go on from silver to gold; what is not activated, or not available, is seen beside them."""
    contoso, fabrikam = world.partner_named("Contoso"), world.partner_named("Fabrikam")
    anna, marc = world.someone("Anna Petrov"), world.someone("Marc Dubois")
    _pool(world, ago=480)
    _activates(contoso, anna, OFFICE, 470)
    _activates(contoso, anna, WINDOWS, 465)
    _shows_key(contoso, anna, WINDOWS, 464)
    for place, name in enumerate(("Katrin Vogel", "Mei-Ling Chen", "Daniel Okafor", "Marc Dubois")):
        _seat(contoso, marc, OFFICE, world.someone(name), 460 - place)
    # Leaves two weeks ago, and the seat is free again: see moves.
    _seat(contoso, marc, OFFICE, world.someone("Lukas Brandt"), 450)
    _activates(contoso, marc, "advisory-hours", 180)
    paula = world.someone("Paula Reyes")
    _activates(fabrikam, paula, "internal-use-rights", 120)
    _activates(fabrikam, paula, WINDOWS, 119)
    _shows_key(fabrikam, paula, WINDOWS, 118)


def _pool(world: World, *, ago: int) -> None:
    """Staff fills the pool by a file in which a key stands twice; three of its five keys are left."""

    def fill(on: date) -> None:
        by = world.manager
        pool = key_pools.set_pool(benefit=WINDOWS, low_at=3, on=on, by=by)
        content = "\n".join([*_KEYS, _KEYS[0]]).encode()
        key_pools.add(file=key_pools.upload(pool=pool, content=content, on=on, by=by), on=on, by=by)

    if settings.BENEFIT_KEYS_SECRETS:
        world.diary.note(ago, fill)


def _activates(partner: Partner, person: Person, benefit: str, ago: int) -> None:
    partner.diary.note(
        ago,
        lambda on: benefits.activate(organisation=partner.row, benefit=benefit, on=on, by=person.user),
    )


def _shows_key(partner: Partner, person: Person, benefit: str, ago: int) -> None:
    if settings.BENEFIT_KEYS_SECRETS:
        partner.diary.note(
            ago, lambda on: keys.reveal(entitlement=_active(partner, benefit), on=on, by=person.user)
        )


def _seat(partner: Partner, by: Person, benefit: str, holder: Person, ago: int) -> None:
    def assign(on: date) -> None:
        account = Account.objects.open().get(user=holder.user, organisation=partner.row)
        seats.assign(entitlement=_active(partner, benefit), account=account, on=on, by=by.user)

    partner.diary.note(ago, assign)


def _active(partner: Partner, benefit: str) -> Entitlement:
    return Entitlement.objects.of(partner.row).open().get(benefit=benefit)
