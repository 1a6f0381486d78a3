"""What staff did lately: support looked inside Contoso, and a correction of a market waits for a decision."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from competencies.actions import markets
from memberships.demo.world import World
from partners.actions import support
from partners.models import CountryMarket, Organisation


def tell(world: World) -> None:
    """Both are seen by who signs in as admin of Contoso, and under Corrections of markets."""
    world.diary.note(3, lambda on: _look(world, on))
    world.diary.note(1, lambda on: _correction(world, on))


def _look(world: World, on: date) -> None:
    begun = datetime.combine(on, time(10, 5), tzinfo=get_default_timezone())
    grant = support.start(
        organisation=Organisation.objects.get(display_name="Contoso"),
        reason="The admin asked by phone why the renewal is at risk.",
        on=on,
        at=begun,
        by=world.support,
    )
    support.end(grant=grant, on=on, at=begun + timedelta(minutes=25), by=world.support)


def _correction(world: World, on: date) -> None:
    """Litware trades in India: in another market its lower thresholds would be gone."""
    markets.ask(
        country=CountryMarket.objects.get(country="IN"),
        market="developed",
        reason="The programme's list of markets changed; to be decided with the regional office.",
        on=on,
        by=world.manager,
    )
