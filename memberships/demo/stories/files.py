"""Humongous Insurance, Relecloud, Lucerne Publishing, Baldwin Museum: what the vendor's files did to somebody."""

from competencies.models import Feed
from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """A delta that revokes, sales and an attestation that hold levels, a term in grace; and a file with bad rows."""
    _revoked(world)
    _held_by_sales(world)
    _held_by_attestation(world)
    _in_grace(world)
    _bad_rows(world)


def _revoked(world: World) -> None:
    humongous = world.partner(
        "Humongous Insurance", legal_name="Humongous Insurance DAC", country="IE", city="Dublin", joined=730
    )
    humongous.certified(
        "Aoife Brennan",
        since=725,
        roles=[Role.ADMIN],
        note="Datacenter silver lost six days ago: a delta of the vendor's revoked an exam; Messaging holds",
    )
    humongous.certified("Declan Murphy", "70-740 70-741", since=690)
    revoked = humongous.certified(
        "Grainne Walsh", "70-742", since=680, note="My achievements: 70-742 was revoked by the vendor"
    )
    humongous.certified("Oluwaseun Ade", "70-345 70-347", since=660)
    humongous.certified("Siobhan Kelly", "70-345 70-347", since=650)
    humongous.certified("Dawid Kowal", "70-697", since=110)
    humongous.terms(98, "silver")
    world.vendor.revokes(revoked, "70-742", 6)
    world.vendor.forgets_that_it_revoked(revoked, "70-742", 4, made=30)


def _held_by_sales(world: World) -> None:
    relecloud = world.partner(
        "Relecloud", legal_name="Relecloud Corporation", country="PH", city="Cebu", joined=650
    )
    relecloud.certified(
        "Maria Santos",
        since=645,
        roles=[Role.ADMIN],
        note="sales hold a level: Small and Midmarket silver, ERP gold; monthly files bring the readings",
    )
    relecloud.certified("Jose Ramon Cruz", "70-347", since=500)
    relecloud.certified("Angelica Bautista", "70-346", since=410)
    relecloud.certified("Paolo Villar", since=220)
    relecloud.certified("Noemi Dizon", "MB6-895", since=150)
    relecloud.monthly("o365-new-customers", 1, months=17, by_file=True)
    relecloud.monthly("erp-license-revenue", 7_200, months=19, by_file=True)
    relecloud.terms(135, "gold")


def _held_by_attestation(world: World) -> None:
    lucerne = world.partner(
        "Lucerne Publishing", legal_name="Lucerne Publishing GmbH", country="AT", city="Linz", joined=440
    )
    lucerne.certified(
        "Johanna Steiner",
        since=435,
        roles=[Role.ADMIN],
        note="Action Pack: Surface Hub would allow an upgrade, until the attestation ends in 30 days",
    )
    lucerne.certified("Emil Gruber", "ta-surface-hub", since=400)
    lucerne.certified("Mira Kovac", "ta-surface-hub", since=390)
    lucerne.certified("Farid Ahmadi", "70-398", since=180)
    lucerne.certified("Theresa Moser", since=70)
    for ago in (40, 120, 190, 270):
        world.vendor.reads(lucerne, "surface-hub-devices-shipped", 8, ago)
    world.vendor.attests(lucerne, "surface-hub-adr", "ADR-4410", 330, ends=-30)
    lucerne.terms(180, "action-pack")


def _in_grace(world: World) -> None:
    baldwin = world.partner(
        "Baldwin Museum of Science", legal_name="Baldwin Museum of Science Ltd", country="GH", city="Accra",
        joined=700,
    )  # fmt: skip
    baldwin.certified(
        "Akosua Mensah",
        since=695,
        roles=[Role.ADMIN],
        note="a term in grace without worries: eight days over, Data Platform silver holds, renew in time",
    )
    baldwin.certified("Kofi Asante", "70-764 70-765 ta-data-platform-foundational", since=600)
    baldwin.certified("Efua Owusu", "ta-data-platform-foundational ta-sql-server", since=590)
    baldwin.certified("Yaw Darko", "ta-sql-server", since=310)
    baldwin.certified("Abena Sarpong", since=55)
    baldwin.terms(-8, "silver")


def _bad_rows(world: World) -> None:
    """Yesterday's files have rows that cannot be taken: staff sees which, in the list of runs."""
    tells, yesterday = world.vendor.tells, world.diary.ago(1)
    tells(Feed.ACHIEVEMENTS, 1, lambda: ("10499001", "70-740", "31/12/2016", "", ""))
    tells(Feed.ACHIEVEMENTS, 1, lambda: ("10499002", "", yesterday, "", ""))
    tells(Feed.ACHIEVEMENTS, 1, lambda: ("10499003", "70-741", yesterday, "", ""))
    tells(Feed.ACHIEVEMENTS, 1, lambda: ("10499003", "70-741", yesterday, "", ""))
    tells(Feed.READINGS, 1, lambda: ("9000001", "azure-consumption", yesterday, "120"))
    tells(Feed.READINGS, 1, lambda: ("1000001", "azure-consumption", yesterday, "much"))
