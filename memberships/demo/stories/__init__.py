"""The stories of the demo world, one file for each partner or for a few small ones. Days count back from today."""

from collections.abc import Callable

from memberships.demo.stories import (
    adatum,
    adventure,
    benefits,
    calendar,
    contoso,
    credit,
    devices,
    fabrikam,
    files,
    markets,
    moves,
    neighbours,
    northwind,
    orders,
    overrides,
    productivity,
    profiles,
    referrals,
    sales,
    support,
    tailspin,
)
from memberships.demo.world import World

# Who moves between partners comes last: their stories must have been told.
STORIES: tuple[Callable[[World], None], ...] = (
    contoso.tell,
    fabrikam.tell,
    northwind.tell,
    adventure.tell,
    adatum.tell,
    tailspin.tell,
    devices.tell,
    markets.tell,
    sales.tell,
    productivity.tell,
    overrides.tell,
    files.tell,
    neighbours.tell,
    credit.tell,
    orders.tell,
    calendar.tell,
    benefits.tell,
    profiles.tell,
    referrals.tell,
    moves.tell,
    support.tell,
)
