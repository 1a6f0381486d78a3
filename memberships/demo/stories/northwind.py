"""Northwind Traders: the year is over, thirty days run, and eligibility ends inside them."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """In grace since twelve days; Datacenter silver falls in nine; Messaging was lost in winter."""
    northwind = world.partner(
        "Northwind Traders", legal_name="Northwind Traders plc", country="GB", city="Leeds", joined=1300
    )
    northwind.person(
        "Fiona MacLeod",
        since=1290,
        roles=[Role.ADMIN],
        note="renewal due: the year is over; Datacenter holds only nine days more; Messaging is lost already",
    )
    northwind.person("Owen Griffiths", "70-410 70-411", since=900)
    aisha = northwind.person("Aisha Bello", "70-697", since=880)
    aisha.earns("74-409", earned=870, known=860, ends=-9)
    aisha.associates(northwind, 859)
    northwind.person("Callum Reid", "70-345 70-347", since=850)
    # Leaves in summer or so: see moves.
    northwind.person("Zofia Adamska", "70-347 70-345", since=840)
    northwind.everybody(
        "500 George Okoye: 70-246",
        "480 Lin Wei: 70-345",
        "300 Niamh Byrne: ta-windows-10-deployment",
        "280 Arjun Nair: ta-windows-10-deployment",
        "150 Holly Turner",
        "45 Mateusz Krol: 70-697",
        "30 Rosa Delgado",
    )
    # A certificate of Windows deployment that was recorded by mistake.
    world.someone("Arjun Nair").is_revoked("ta-windows-10-deployment", 60)
    northwind.terms(-12, "silver", "silver")
