"""How often a person may move to another organisation (C5): a limit for twelve months, if the setting has one."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from competencies.models import Affiliation
from competencies.rules.calendar import add_months
from partners import days
from partners.models import Account, Organisation, User
from partners.refusals import Refused

MONTHS = 12


def is_move(user: User, organisation: Organisation) -> bool:
    """Whether counting for this organisation is a move: it was another one before, and its account still is open.

    Whoever left the other one starts anew. Severing first and associating afterwards is a move all the same.
    """
    latest = Affiliation.objects.filter(user=user).order_by("-starts_on", "-pk").first()
    if latest is None or latest.organisation_id == organisation.pk:
        return False
    return Account.objects.open().filter(user=user, organisation=latest.organisation_id).exists()


def next_move_on(user: User, organisation: Organisation, *, on: date) -> date | None:
    """The day from which the person may move there; None if that is possible on the day itself."""
    most: int = settings.MOVES_A_YEAR
    if not most or not is_move(user, organisation):
        return None
    moves = Affiliation.objects.filter(user=user, is_move=True, starts_on__gt=add_months(on, -MONTHS))
    made = list(moves.order_by("-starts_on", "-pk").values_list("starts_on", flat=True)[:most])
    return add_months(made[-1], MONTHS) if len(made) == most else None


def refuse_too_often(user: User, organisation: Organisation, *, on: date) -> None:
    """Raise Refused before the day on which the next move is possible."""
    day = next_move_on(user, organisation, on=on)
    if day is not None:
        message = _(
            "You have moved as often as is possible within a year. The next move is possible on %(day)s."
        )
        raise Refused("moved-too-often", message % {"day": days.full(day)})
