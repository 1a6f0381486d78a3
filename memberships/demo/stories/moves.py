"""People who go from one partner to another, or work for two."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Each leaves something behind: a level lost, or an account that no longer counts."""
    adventure, fabrikam = world.partner_named("Adventure Works"), world.partner_named("Fabrikam")
    _from_contoso(world)
    _to_contoso(world)
    elena = world.someone("Elena Popescu")
    elena.leaves(world.partner_named("City Power & Light"), 31)
    elena.joins(fabrikam, 24, [Role.EMPLOYEE])
    elena.associates(fabrikam, 23)
    zofia = world.someone("Zofia Adamska")
    zofia.leaves(world.partner_named("Northwind Traders"), 105)
    zofia.joins(adventure, 98, [Role.EMPLOYEE])
    zofia.associates(adventure, 97)


def _from_contoso(world: World) -> None:
    contoso, fabrikam = world.partner_named("Contoso"), world.partner_named("Fabrikam")
    lukas = world.someone("Lukas Brandt")
    lukas.leaves(contoso, 14)
    lukas.joins(fabrikam, 10, [Role.EMPLOYEE])
    lukas.associates(fabrikam, 9)
    hugo, adventure = world.someone("Hugo Marchetti"), world.partner_named("Adventure Works")
    hugo.joins(adventure, 190, [Role.EMPLOYEE])
    hugo.associates(adventure, 188)
    world.may_sign_in(hugo, adventure, [Role.EMPLOYEE], "the same person's other account: counts here now")


def _to_contoso(world: World) -> None:
    """Fabrikam loses Messaging: Ilona Szabo has let her achievements move with her, and told nobody but us."""
    contoso, fabrikam = world.partner_named("Contoso"), world.partner_named("Fabrikam")
    ilona = world.someone("Ilona Szabo")
    ilona.joins(contoso, 8, [Role.EMPLOYEE])
    ilona.associates(contoso, 7)
    ilona.leaves(fabrikam, 5)
    world.may_sign_in(
        ilona,
        contoso,
        [Role.EMPLOYEE],
        "My achievements: moved here from Fabrikam, which lost Messaging by it",
    )
