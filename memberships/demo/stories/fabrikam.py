"""Fabrikam: an exam that the edition to come retires carries its silver in Cloud CRM."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Cloud CRM silver lapses after the demo edition; Application Development keeps the renewal open."""
    fabrikam = world.partner(
        "Fabrikam", legal_name="Fabrikam, Inc.", country="US", city="Seattle", joined=1100
    )
    fabrikam.person(
        "Sharon Whitaker",
        since=1090,
        roles=[Role.ADMIN],
        note="Messaging lost a week ago, somebody moved away; Cloud CRM: the demo edition retires MB2-713",
    )
    fabrikam.person(
        "Marco Bellini",
        "MB2-713 MB2-706",
        since=700,
        note="My achievements: MB2-713 stops counting in the demo edition",
    )
    fabrikam.everybody(
        "690 Aiko Yamamoto: MB2-707",
        "300 Dwayne Carter: MB2-713",
        "880 Emily Zhang: 70-480",
        "870 Rafael Ortiz: 70-486 70-483",
        "620 Hannah Fischer: mcsd-app-builder 70-483",
        "610 Omar Farouk: mcsd-app-builder",
        "420 Isabel Nunes: mcsd-app-builder 70-487",
        "410 Kevin Park: 70-357",
        "200 Ruth Cohen: 70-354",
        "190 Andre Silva: ta-cloud-platform",
        "150 Sanjay Gupta",
        "90 Bridget Malone: 70-532",
        "85 Mikael Lund",
        "40 Tessa de Wit",
        "15 Jorge Castillo",
    )
    fabrikam.person("Gabriel Moreau", "70-345 70-347", since=330)
    # Moves to Contoso: see moves.
    fabrikam.person("Ilona Szabo", "70-345 70-347", since=320)
    leader = fabrikam.person("Paula Reyes", since=500, roles=[Role.MEMBERSHIP_MANAGER])
    leader.claims(["70-347"], 480, earned=520)
    fabrikam.monthly("crm-online-net-new-revenue", 12_800, months=18)
    fabrikam.terms(212, "silver", "silver")
