"""How long a partner has to answer, and when it is reminded (F4)."""

from datetime import datetime, timedelta

TO_ANSWER = timedelta(hours=72)
"""To say *interested* or *no thanks*."""

TO_EVALUATE = timedelta(days=7)
"""To accept or to decline, from "interested" on."""

REMINDED_BEFORE_ANSWER = timedelta(hours=24)
REMINDED_BEFORE_DECISION = timedelta(days=2)

TO_CONFIRM = timedelta(days=7)
"""So long the link works that confirms the customer's address."""

TO_CHOOSE = timedelta(days=30)
"""So long, from the confirmation on, a customer chooses further partners."""


def fresh(at: datetime) -> dict[str, datetime]:
    """The columns of a referral that begins to count at that moment."""
    due = at + TO_ANSWER
    return {"sent_at": at, "due_at": due, "remind_at": due - REMINDED_BEFORE_ANSWER}


def evaluating(at: datetime) -> dict[str, datetime]:
    """The columns of a referral whose partner said "interested" at that moment."""
    due = at + TO_EVALUATE
    return {"answered_at": at, "due_at": due, "remind_at": due - REMINDED_BEFORE_DECISION}
