"""What templates of every app may say of orders: that one holds the grace in which it was placed."""

from django import template
from django.utils.safestring import SafeString

from memberships.models import Order
from memberships.presenters.orders import order_goes_on
from partners.access import Permission
from partners.views.shell import Shell

register = template.Library()


@register.simple_tag
def renewal_order(shell: Shell) -> SafeString | str:
    """Beside an alert (E4): the open order that keeps the term until it is settled (E3); empty if there is none."""
    if Permission.SEE_OFFERS not in shell.permissions:
        return ""
    order = Order.objects.going_on(shell.organisation).filter(renews__isnull=False).first()
    return order_goes_on(order) if order else ""
