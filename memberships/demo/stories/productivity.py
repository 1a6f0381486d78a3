"""City Power & Light: figures of stock, Communications with `including`, and a lapse last month."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Lost Communications with an employee, Cloud Productivity with a reading; Mobility keeps the renewal open."""
    city = world.partner(
        "City Power & Light", legal_name="City Power and Light Inc.", country="CA", city="Calgary", joined=990
    )
    city.person(
        "Sarah Tremblay",
        since=980,
        roles=[Role.ADMIN],
        note="Communications lost last month, Cloud Productivity by fewer users; Mobility Management holds",
    )
    city.person("Ahmed Rahman", "70-334 70-333", since=700)
    # Leaves last month: see moves.
    city.person("Elena Popescu", "mcse-productivity ta-skype-operations-framework", since=690)
    city.everybody(
        "500 Liam Bouchard: ta-ems-overview ta-mobile-device-management",
        "490 Noah Levesque: ta-ems-overview ta-cloud-app-security",
        "480 Grace Kim: ta-ems-overview",
        "420 Pierre Gagnon: 70-346 70-347",
        "150 Aaliyah Brown: ta-skype-operations-framework",
        "65 Lucas Roy: 70-334",
        "28 Olivia Chan",
    )
    for ago in (470, 380, 290, 200, 110, 20):
        city.reading("ems-active-entitlements", 900 - ago // 2, ago)
        city.reading("ems-new-customers", 2, ago)
    city.reading("o365-active-entitlements", 2_100, 330)
    city.reading("o365-active-entitlements", 2_240, 150)
    city.reading("o365-active-entitlements", 1_870, 45)
    city.terms(76, "silver")
