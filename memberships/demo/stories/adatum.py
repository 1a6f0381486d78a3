"""A. Datum: member since before the edition of December 2017; gold without worries, DevOps with `including`."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Application Development before and after an edition that dropped an assessment; then years of gold."""
    founded = world.diary.since(world.edition_day) + 46
    adatum = world.partner(
        "A. Datum", legal_name="A. Datum Corporation", country="DE", city="Dresden", joined=founded
    )
    adatum.person(
        "Greta Hoffmann",
        since=founded - 1,
        roles=[Role.ADMIN],
        note="Application Development: lost by the edition of 2017-12, gold today; DevOps; a note, no alert",
    )
    for name in ("Stefan Kruger", "Milena Horvat"):
        early = adatum.person(name, "ta-azure-app-development", since=founded - 5)
        early.earns("70-496", earned=1310, known=1300)
        early.earns("70-498", earned=1280, known=1270)
        early.associates(adatum, 1269)
    world.someone("Stefan Kruger").earns("psm-i", earned=1200, known=1190)
    world.someone("Stefan Kruger").associates(adatum, 1189)
    adatum.everybody(
        "1250 Dimitri Volkov: 70-496 70-498 scrum-csm",
        "1240 Antje Bauer: 70-496 70-498",
        "1230 Ravi Shankar: mcsd-app-builder",
        "1220 Jana Svobodova: mcsd-app-builder 70-486",
        "1210 Felix Brunner: mcsd-app-builder",
        "1205 Noor Hassan: mcsd-app-builder",
        "800 Ulrike Stein: mcsd-app-builder",
        "300 Wanda Maleva: 70-464",
        "110 Benedikt Auer",
        "50 Carla Fuchs: 70-496",
    )
    henrik = adatum.person("Henrik Dahl", "70-765", since=500)
    # Silver falls with it before the anniversary, while gold holds: a note, no alert.
    henrik.earns("70-532", earned=480, known=470, ends=-50)
    henrik.associates(adatum, 469)
    passing = adatum.person("Ilse Winter", "70-348", since=900)
    passing.earns("74-343", earned=880, known=870)
    passing.associates(adatum, 869)
    adatum.terms(120, "gold", "gold", "gold")
