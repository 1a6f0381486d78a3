"""Wide World Importers: Surface Hub by figures, people and an attestation that ends before the anniversary."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Windows and Devices silver, its only competency, falls with the reseller's attestation."""
    wwi = world.partner(
        "Wide World Importers",
        legal_name="Wide World Importers Pty Ltd",
        country="AU",
        city="Melbourne",
        joined=820,
    )
    wwi.person(
        "Bruce Kavanagh",
        since=810,
        roles=[Role.ADMIN],
        note="Windows and Devices: the Surface Hub attestation ends in 45 days, renewal will be refused",
    )
    wwi.person("Matilda Jones", "ta-surface-hub 70-697", since=700)
    wwi.everybody(
        "690 Tane Wihongi: ta-surface-hub",
        "350 Chloe Baker: ta-surface-hub 70-398",
        "340 Deepak Rao: 70-735",
        "200 Sienna Rossi: ta-iot-device-builder",
        "190 Jack Murphy: 70-355",
        "95 Leilani Kahale",
        "80 Vikram Iyer: 70-697",
        "33 Zoe Papadakis",
        "22 Ned Sullivan",
    )
    for ago in range(20, 800, 90):
        wwi.reading("surface-hub-devices-shipped", 6 if ago % 4 else 7, ago)
    wwi.attestation("surface-hub-adr", "ADR-2231", 680, ends=320)
    wwi.attestation("surface-hub-adr", "ADR-3108", 325, ends=-45)
    wwi.terms(140, "silver", "silver")
