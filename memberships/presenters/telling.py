"""How the journal tells what befell memberships and orders; and the words of all apps together (D5)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy

import competencies.presenters.telling as of_competencies
import partners.telling as of_partners
from competencies.presenters.words import Words
from memberships.presenters.orders import level_name, money
from partners.access import Permission
from partners.journal import Kind
from partners.telling import Subject, Telling, Told, Value


def _term(told: Told, words: Words) -> str:
    return level_name(told.level, words.edition)


def _price(told: Told, words: Words) -> str:
    try:
        return money(Decimal(told.data["price"]), str(told.data.get("currency", "")))
    except (KeyError, TypeError, InvalidOperation):
        return ""


def _benefit_name(told: Told, words: Words) -> str:
    """As the latest list of offers calls it; one that none knows goes by its key."""
    return told.beside.get("benefit") or str(told.data.get("benefit", ""))


_OWN_VALUES: dict[str, Value] = {
    "benefit": _benefit_name,
    "term": _term,
    "number": lambda told, words: str(told.data.get("number", "")),
    "price": _price,
}

_WAITS, _WITH_VENDOR = gettext_lazy("waiting for payment"), gettext_lazy("with the vendor")
_ENDED = gettext_lazy("ended")


def _order(sentence: object, before: object = "", after: object = "") -> Telling:
    """Prices and orders are for those who see the offers (A5)."""
    return Telling(Subject.MEMBERSHIP, sentence, before, after, needs=Permission.SEE_OFFERS)  # type: ignore[arg-type]  # lazy texts


def _benefit(sentence: object) -> Telling:
    """Benefits are for those who see them (A5)."""
    return Telling(Subject.MEMBERSHIP, sentence, needs=Permission.SEE_BENEFITS)  # type: ignore[arg-type]  # lazy texts


def _referral(sentence: object) -> Telling:
    """What customers ask is for those who answer them (A5)."""
    return Telling(Subject.MEMBERSHIP, sentence, needs=Permission.MANAGE_REFERRALS)  # type: ignore[arg-type]  # lazy texts


_OWN_WORDS: dict[Kind, Telling] = {
    Kind.TERM_STARTED: Telling(
        Subject.MEMBERSHIP, gettext_lazy("The {term} membership began"), after="{period}"
    ),
    Kind.TERM_ENDED: Telling(
        Subject.MEMBERSHIP, gettext_lazy("The {term} membership was ended"), "{period}", _ENDED
    ),
    Kind.TERM_LAPSED: Telling(
        Subject.MEMBERSHIP, gettext_lazy("The {term} membership is over and was not renewed"), "", _ENDED
    ),
    Kind.OFFERS_PUBLISHED: Telling(Subject.PROGRAMME, gettext_lazy("A list of offers was published")),
    Kind.ORDER_PLACED: _order(gettext_lazy("Order {number} was placed"), "", "{price}"),
    Kind.ORDER_PROOF_ADDED: _order(
        gettext_lazy("Proof of payment of order {number} was uploaded"), _WAITS, _WITH_VENDOR
    ),
    Kind.ORDER_CONFIRMED: _order(
        gettext_lazy("Order {number} was confirmed"), _WITH_VENDOR, gettext_lazy("confirmed")
    ),
    Kind.ORDER_REFUSED: _order(
        gettext_lazy("Order {number} was refused"), _WITH_VENDOR, gettext_lazy("refused")
    ),
    Kind.ORDER_CANCELLED: _order(
        gettext_lazy("Order {number} was cancelled"), _WAITS, gettext_lazy("cancelled")
    ),
    Kind.ORDER_EXPIRED: _order(
        gettext_lazy("Order {number} expired: it was not paid in time"), _WAITS, gettext_lazy("expired")
    ),
    Kind.BENEFIT_ACTIVATED: _benefit(gettext_lazy("Benefit activated: {benefit}")),
    Kind.BENEFIT_CARRIED_OVER: _benefit(gettext_lazy("Benefit carried over to another year: {benefit}")),
    Kind.BENEFIT_ENDED: _benefit(gettext_lazy("Benefit ended: {benefit}")),
    Kind.SEAT_ASSIGNED: _benefit(gettext_lazy("{person} got a seat: {benefit}")),
    Kind.SEAT_TAKEN_BACK: _benefit(gettext_lazy("The seat of {person} was taken back: {benefit}")),
    Kind.SEATS_FREED: _benefit(gettext_lazy("Seats were freed")),
    Kind.KEY_GIVEN: _benefit(gettext_lazy("A product key was given: {benefit}")),
    Kind.KEY_REVEALED: _benefit(gettext_lazy("A product key was shown: {benefit}")),
    Kind.KEY_WANTED: _benefit(gettext_lazy("A product key was asked for, but none was left: {benefit}")),
    Kind.PROFILE_SAVED: Telling(Subject.MEMBERSHIP, gettext_lazy("The marketing profile was saved")),
    Kind.PROFILE_PUBLISHED: Telling(Subject.MEMBERSHIP, gettext_lazy("The marketing profile was published")),
    Kind.PROFILE_WITHDRAWN: Telling(Subject.MEMBERSHIP, gettext_lazy("The marketing profile was withdrawn")),
    Kind.REFERRAL_SENT: _referral(gettext_lazy("A customer’s request came")),
    Kind.REFERRAL_INTERESTED: _referral(gettext_lazy("A customer’s request: interested")),
    Kind.REFERRAL_SKIPPED: _referral(gettext_lazy("A customer’s request: no thanks")),
    Kind.REFERRAL_MISSED: _referral(gettext_lazy("A customer’s request was not answered in time")),
    Kind.REFERRAL_ACCEPTED: _referral(gettext_lazy("A referral was accepted")),
    Kind.REFERRAL_DECLINED: _referral(gettext_lazy("A referral was declined")),
    Kind.REFERRAL_EXPIRED: _referral(gettext_lazy("A referral was not decided in time")),
    Kind.REFERRAL_ESTIMATED: _referral(gettext_lazy("A referral was estimated anew")),
    Kind.REFERRAL_NOTED: _referral(gettext_lazy("A note was added to a referral")),
    Kind.REFERRAL_WON: _referral(gettext_lazy("A referral was won")),
    Kind.REFERRAL_LOST: _referral(gettext_lazy("A referral was lost")),
    Kind.REFERRAL_WITHDRAWN: _referral(gettext_lazy("A customer withdrew a request")),
    Kind.REFERRAL_CLOSED: _referral(gettext_lazy("The vendor closed a customer’s request as misuse")),
    Kind.REQUEST_CLOSED: Telling(
        Subject.PROGRAMME, gettext_lazy("A request of a customer was closed as misuse")
    ),
    Kind.REQUEST_CONFIRMED: Telling(Subject.PROGRAMME, gettext_lazy("A customer confirmed a request")),
    Kind.REQUEST_WITHDRAWN: Telling(Subject.PROGRAMME, gettext_lazy("A customer withdrew the whole request")),
    Kind.REQUEST_ERASED: Telling(
        Subject.PROGRAMME, gettext_lazy("The personal data of a customer’s request were removed")
    ),
    Kind.KEY_POOL_SET: Telling(Subject.PROGRAMME, gettext_lazy("A pool of product keys was set")),
    Kind.KEYS_ADDED: Telling(Subject.PROGRAMME, gettext_lazy("Product keys were added to a pool")),
    Kind.KEYS_DISCARDED: Telling(Subject.PROGRAMME, gettext_lazy("Product keys were discarded")),
}

WORDS: Mapping[Kind, Telling] = {**of_partners.WORDS, **of_competencies.WORDS, **_OWN_WORDS}
"""Every kind of the journal: a test fails for one without words."""

VALUES: Mapping[str, Value] = {**of_partners.VALUES, **of_competencies.VALUES, **_OWN_VALUES}


def hidden_from(permissions: frozenset[Permission]) -> list[Kind]:
    """The kinds that a reader of the journal with these permissions does not see."""
    return [kind for kind, words in WORDS.items() if words.needs and words.needs not in permissions]
