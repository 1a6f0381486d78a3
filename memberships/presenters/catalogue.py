"""What attaining a level brings, by the offers of the day: for the catalogue (E1)."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competencies.presenters.words import Words, in_language
from competencies.programme import Text
from memberships.offers import Offer, OfferKind, OfferList


@dataclass(frozen=True, slots=True)
class Brought:
    """What a level brings: a sentence, and benefits, each with whether it is made up (`example`)."""

    sentence: str
    benefits: tuple[tuple[str, bool], ...]


def brought(level: str, competency: str, offers: OfferList | None, words: Words) -> Brought:
    """The membership that a level opens, and the benefits that come with it or that ask for this competency."""
    sentence = _(
        "Attained, it opens the %(level)s membership, which shows it to customers to the term’s end."
    )
    opened = [each for each in offers.offers if _opens(each, level)] if offers else []
    found = [
        (_named(benefit.name, benefit.amount), benefit.example)
        for offer in opened
        for benefit in offer.benefits
        if benefit.needs is None or benefit.needs.competency == competency
    ]
    return Brought(sentence % {"level": words.level_inside(level)}, tuple(dict.fromkeys(found)))


def _opens(offer: Offer, level: str) -> bool:
    return offer.kind is OfferKind.MEMBERSHIP and offer.needs_competency == level


def _named(name: Text, amount: Text | None) -> str:
    language = get_language() or "en"
    shown = in_language(name, language)
    if not amount:
        return shown
    return _("%(benefit)s (%(amount)s)") % {"benefit": shown, "amount": in_language(amount, language)}
