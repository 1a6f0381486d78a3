"""Alpine Ski House, Coho Winery and Coho Vineyard: overrides about to end, and just ended."""

from datetime import date

from memberships.actions import erasures
from memberships.demo.person import Person
from memberships.demo.world import World
from partners.models import Role

PPM, DEVOPS, WINDOWS = "project-and-portfolio-management", "devops", "windows-and-devices"


def tell(world: World) -> None:
    """What an override held falls when it ends, unless the facts hold it by then."""
    _about_to_end(world)
    _ended_and_fell(world)
    _ended_and_holds(world)


def _about_to_end(world: World) -> None:
    alpine = world.partner(
        "Alpine Ski House", legal_name="Alpine Ski House AG", country="CH", city="Davos", joined=510
    )
    alpine.certified(
        "Ursina Caduff",
        since=505,
        roles=[Role.ADMIN],
        note="an override about to end: Project and Portfolio silver rests on it for nine more days",
    )
    alpine.certified("Reto Zgraggen", "74-343 70-348", since=470)
    alpine.certified("Chantal Favre", "74-343", since=460)
    alpine.certified("Matteo Bernasconi", "70-480", since=300)
    alpine.certified("Flurina Cavegn", "70-486", since=290)
    alpine.certified("Dejan Stankovic", since=35)
    alpine.override(
        PPM,
        "silver",
        80,
        "Chantal Favre passed 70-348; the test centre has not sent the result yet.",
        ends=-9,
    )
    alpine.terms(220, "silver")


def _ended_and_fell(world: World) -> None:
    winery = world.partner(
        "Coho Winery", legal_name="Coho Winery S.A.", country="AR", city="Mendoza", joined=600
    )
    winery.certified(
        "Lucia Ferreyra",
        since=595,
        roles=[Role.ADMIN],
        note=(
            "an override just ended: DevOps silver fell two days ago, so renewal will be refused; "
            "History: somebody who left was erased"
        ),
    )
    winery.certified("Martin Quiroga", "70-496 70-498 psm-i", since=560)
    leaver = winery.certified("Sol Benitez", "70-496 70-498", since=550)
    winery.certified("Facundo Ledesma", "70-496", since=240)
    winery.certified("Abril Sosa", "70-483", since=130)
    winery.certified("Kenji Higa", since=50)
    leaver.leaves(winery, 88)
    _asks_to_be_erased(world, leaver)
    winery.override(
        DEVOPS,
        "silver",
        86,
        "Facundo Ledesma sits the second exam in Sol Benitez's place; the date is confirmed.",
        ends=2,
    )
    winery.terms(155, "silver")


def _asks_to_be_erased(world: World, leaver: Person) -> None:
    """What she left behind is told of a former employee; the reason of the override names her no more."""

    def erase(on: date) -> None:
        reason = "Asked in writing; an identity card was seen."
        erasures.erase(user=leaver.user, reason=reason, on=on, by=world.manager)

    world.diary.note(60, erase)


def _ended_and_holds(world: World) -> None:
    vineyard = world.partner(
        "Coho Vineyard", legal_name="Coho Vineyard, LLC", country="US", city="Napa", joined=420
    )
    vineyard.certified(
        "Rosalind Tran",
        since=415,
        roles=[Role.ADMIN],
        note="an override ended five days ago: Windows and Devices silver holds by itself since a file came",
    )
    vineyard.certified("Marcus Whitfield", "ta-windows-10-deployment", since=380)
    late = vineyard.certified("Jada Freeman", "70-697", since=370)
    vineyard.certified("Paulo Siqueira", "70-697", since=210)
    vineyard.certified("Hyun Baek", since=100)
    vineyard.certified("Esther Lieberman", "ta-cloud-platform", since=60)
    vineyard.override(
        WINDOWS,
        "silver",
        94,
        "Jada Freeman's assessment of Windows deployment is not in the certification system yet.",
        ends=5,
    )
    vineyard.term("silver", world.diary.ago(90))
    world.vendor.certifies(late, "ta-windows-10-deployment", 40, earned=101)
    late.associates(vineyard, 38)
