"""Calendars: Anna Petrov of Contoso subscribed to the days that matter."""

from datetime import date

from memberships.actions import calendars
from memberships.demo.world import World
from partners.models import Account


def tell(world: World) -> None:
    """Her address was made ten weeks ago; it stands on the page beside the notifications."""
    contoso, anna = world.partner_named("Contoso"), world.someone("Anna Petrov")

    def subscribe(on: date) -> None:
        account = Account.objects.open().get(user=anna.user, organisation=contoso.row)
        calendars.make(account=account, on=on, by=anna.user)

    contoso.diary.note(70, subscribe)
