"""Messages about referrals to their managers as short notices (F4)."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from competencies.presenters.notices import Notice
from memberships.models import Referral, ReferralState
from partners.models import Message, MessageKind, Organisation

_SUBJECTS: Mapping[str, Callable[[str], str]] = {
    MessageKind.REFERRAL_NEW: lambda _state: _("a customer asks for you"),
    MessageKind.REFERRAL_REMINDER: lambda state: (
        _("a customer waits for your answer")
        if state == ReferralState.NEW
        else _("a referral waits for your decision")
    ),
    MessageKind.REFERRAL_OVER: lambda state: {
        ReferralState.WITHDRAWN: _("a customer has withdrawn a request"),
        ReferralState.CLOSED: _("the vendor has closed a request as misuse"),
    }.get(ReferralState(state), _("the time of a referral is over")),
}
OF_REFERRALS = tuple(_SUBJECTS)
LONGEST = 160
"""So many characters of what a customer seeks stand in a list."""


def subject(message: Message) -> str:
    """What it is about, as the end of a letter's subject."""
    return _SUBJECTS[message.kind](message.data["state"])


def referral_notice(message: Message, referral: Referral, organisation: Organisation) -> Notice:
    """What it is about and what the customer seeks, which everybody reads who manages referrals."""
    sought = Truncator(referral.request.sought).chars(LONGEST)
    page = reverse("memberships:referral", args=[organisation.public_id, referral.public_id])
    title = subject(message)
    return Notice(title[:1].upper() + title[1:], (sought,) if sought else (), page=page)
