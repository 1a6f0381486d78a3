"""Why an offer cannot be bought, in a sentence that says what to do."""

from django.utils.translation import gettext as _

from memberships.offers import Why


def why_not(why: Why) -> str:
    """The sentence for a reason."""
    return {
        Why.INCLUDED: _("This is free for every partner; there is nothing to order."),
        Why.PRESENT: _("You have this level already. It can be renewed from its anniversary on."),
        Why.LOWER: _("This is lower than your level. It can be ordered when your year is over."),
        Why.ADDED: _("This runs already. It can be ordered again with the next membership."),
        Why.NO_MEMBERSHIP: _("This is added to a running membership of its level. Order that first."),
        Why.NOT_ATTAINED: _("This level needs one competency attained at it or higher. Attain one first."),
        Why.ORDERED: _("An order is open. Wait until it is settled, or cancel it first."),
    }[why]
