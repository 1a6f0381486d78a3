"""A customer's request as the private page shows it (F4)."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from memberships.models import CustomerRequest, Listing, Referral, ReferralState
from memberships.models.referrals import OPEN
from memberships.presenters.moments import moment
from partners.countries import country_name


@dataclass(frozen=True, slots=True)
class Answer:
    """What one partner answered. `url`: its page, if it is still published. `look`: the key of the state's look.

    `withdrawable`: by which key the request is taken back from this partner alone; empty once it is out.
    """

    partner: str
    city: str
    url: str
    icon: str
    look: str
    state: str
    sentence: str
    withdrawable: str


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """All of it. `paragraphs`: what the customer wrote. `closed_at`: when the vendor closed it as misuse."""

    asked_at: str
    paragraphs: tuple[str, ...]
    answers: tuple[Answer, ...]
    withdrawn_at: str
    closed_at: str
    may_withdraw: bool
    erase_at: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A further partner to be chosen. `offices`: place and words of each, where there are several."""

    key: str
    name: str
    offices: tuple[tuple[int, str], ...]


def offered(listing: Listing) -> Offered:
    """A partner among those that were not asked yet."""
    places = tuple(offices(listing))
    return Offered(str(listing.public_id), listing.name, places if len(places) > 1 else ())


def offices(listing: Listing) -> list[tuple[int, str]]:
    """The published locations as choices, by their places."""
    return [
        (place, f"{each['city']}, {country_name(each['country'])}")
        for place, each in enumerate(listing.locations)
    ]


def own_request(request: CustomerRequest, *, at: datetime, replaceable: bool = True) -> OwnRequest:
    """The request with the answers in the order of asking; two queries, whatever their number.

    `replaceable`: whether others may be chosen in place of those who are out.
    """
    rows = list(request.referrals.select_related("organisation").order_by("sent_at", "pk"))
    pages = dict(
        Listing.objects.filter(profile__in=[each.profile_id for each in rows]).values_list(
            "profile_id", "public_id"
        )
    )
    return OwnRequest(
        asked_at=moment(request.confirmed_at or request.asked_at),
        paragraphs=tuple(part.strip() for part in request.sought.split("\n") if part.strip()),
        answers=tuple(_answer(each, pages.get(each.profile_id), at, replaceable) for each in rows),
        withdrawn_at=moment(request.withdrawn_at) if request.withdrawn_at else "",
        closed_at=moment(request.closed_at) if request.closed_at else "",
        may_withdraw=request.withdrawn_at is None and request.closed_at is None,
        erase_at=moment(request.erase_at),
    )


def _answer(referral: Referral, page: object, at: datetime, replaceable: bool) -> Answer:
    state = ReferralState(referral.state)
    if referral.due_at is not None and referral.due_at <= at:
        state = ReferralState.MISSED if state == ReferralState.NEW else ReferralState.EXPIRED
    look, icon = _LOOKS[state]
    sentence = "" if replaceable else _alone(state)
    return Answer(
        partner=referral.organisation.display_name,
        city=referral.city,
        url=reverse("memberships:partner", args=[page]) if page else "",
        icon=icon,
        look=look,
        state=_name(state),
        sentence=sentence or _sentence(state, referral),
        withdrawable=str(referral.public_id) if state in OPEN else "",
    )


_LOOKS = {
    ReferralState.UNCONFIRMED: ("not-started", "clock"),
    ReferralState.NEW: ("started", "clock"),
    ReferralState.EVALUATING: ("qualified", "check-ring"),
    ReferralState.NEGOTIATING: ("active", "disc"),
    ReferralState.WON: ("active", "disc"),
    ReferralState.LOST: ("not-started", "stop"),
    ReferralState.SKIPPED: ("not-started", "stop"),
    ReferralState.MISSED: ("not-started", "stop"),
    ReferralState.DECLINED: ("not-started", "stop"),
    ReferralState.EXPIRED: ("not-started", "stop"),
    ReferralState.WITHDRAWN: ("not-started", "stop"),
    ReferralState.CLOSED: ("not-started", "stop"),
}


def _name(state: ReferralState) -> str:
    return {
        ReferralState.UNCONFIRMED: _("Not sent yet"),
        ReferralState.NEW: _("No answer yet"),
        ReferralState.EVALUATING: _("Interested"),
        ReferralState.NEGOTIATING: _("Accepted"),
        ReferralState.WON: _("Closed"),
        ReferralState.LOST: _("Closed"),
        ReferralState.CLOSED: _("Closed"),
        ReferralState.WITHDRAWN: _("Withdrawn"),
        ReferralState.MISSED: _("No answer in time"),
        ReferralState.EXPIRED: _("Not decided in time"),
    }.get(state, _("Not available"))


def _sentence(state: ReferralState, referral: Referral) -> str:
    due = moment(referral.due_at) if referral.due_at else ""
    return {
        ReferralState.NEW: _("It may answer until %(due)s.") % {"due": due},
        ReferralState.EVALUATING: _("It has your details and decides until %(due)s.") % {"due": due},
        ReferralState.NEGOTIATING: _("It wants to work for you and has your details."),
        ReferralState.SKIPPED: _("It cannot take your request. Choose somebody else."),
        ReferralState.DECLINED: _("It cannot take your request. Choose somebody else."),
        ReferralState.MISSED: _("It did not answer. Choose somebody else."),
        ReferralState.EXPIRED: _("It was interested, but did not decide. Choose somebody else."),
    }.get(state, "")


def _alone(state: ReferralState) -> str:
    """What is said where nobody else can be chosen any more."""
    return {
        ReferralState.SKIPPED: _("It cannot take your request."),
        ReferralState.DECLINED: _("It cannot take your request."),
        ReferralState.MISSED: _("It did not answer."),
        ReferralState.EXPIRED: _("It was interested, but did not decide."),
    }.get(state, "")
