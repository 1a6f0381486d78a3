"""What a line of the skills report says of an achievement: that it counts, or the first reason why not."""

from datetime import date

from django.utils.translation import gettext as _

from competencies.facts import Achievement
from competencies.presenters.people import reason
from competencies.rules import Scrutiny

COUNTS, NOT_ASKED, NOTHING = "counts", "not-asked", "nothing"
STATES = (
    COUNTS, "not-associated", "expired", "revoked", "no-longer-accepted", "not-yet-earned", NOT_ASKED, NOTHING,
)  # fmt: skip
"""A filter's choices; each is also the state of a line."""

_BEFORE_IT = ("revoked", "expired", "no-longer-accepted")
"""What ails an achievement whether or not a competency asks for it."""


def state(achievement: Achievement, scrutiny: Scrutiny) -> tuple[str, date | None]:
    """The state by the rules, and since when it is so; None where it counts or nothing asks for it."""
    failure = scrutiny.failure(achievement)
    if achievement.credential not in scrutiny.asked and (failure is None or failure[0] not in _BEFORE_IT):
        return NOT_ASKED, None
    return failure or (COUNTS, None)


def state_names() -> dict[str, str]:
    """The states in the reader's words."""
    own = {
        COUNTS: _("Counts"),
        NOT_ASKED: _("No competency asks for it"),
        NOTHING: _("Nothing associated yet"),
    }
    return {each: own.get(each) or reason(each).rstrip(".。") for each in STATES}
