"""Lists of offers (E1)."""

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.programme import Edition, Problem
from competencies.published import current_programme
from memberships.models import OfferEdition
from memberships.offers import OfferKind, OfferList, OffersError, read_offers
from partners.actions import events
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused


@transaction.atomic
def publish(*, document: str, on: date, by: User | None) -> OfferEdition:
    """Publish a list of offers for good. What was ordered before keeps its price.

    Raises OffersError, which lists every problem, for a bad file or levels that the programme of the day does not
    have or asks otherwise of. Refused: published already; effective on the day itself or before it, unless it is
    the first list of all.
    """
    offers = checked(document, on=on)
    try:
        with transaction.atomic():
            row = OfferEdition.objects.create(
                edition=offers.key,
                effective_from=offers.effective_from,
                document=document,
                published_on=on,
                published_by=by,
            )
    except IntegrityError as error:
        message = _("Another list of offers takes effect on this day. Choose another day in the file.")
        raise Refused("day-taken", message) from error
    details = {"effective_from": offers.effective_from.isoformat(), "offers": offers.key}
    events.record(Kind.OFFERS_PUBLISHED, on=on, by=by, data=details)
    return row


def checked(document: str, *, on: date) -> OfferList:
    """What the document states, if it could be published on that day. Raises and refuses as `publish` does."""
    offers = read_offers(document)
    edition = current_programme().edition_on(max(on, offers.effective_from))
    problems = [Problem(None, "", each) for each in _against(offers, edition)]
    if problems:
        raise OffersError("offers", problems)
    _refuse(offers, on)
    return offers


def _refuse(offers: OfferList, on: date) -> None:
    if OfferEdition.objects.filter(edition=offers.key).exists():
        message = _(
            "This list of offers has been published and never changes. Give the new one another name."
        )
        raise Refused("already-published", message)
    if offers.effective_from <= on and OfferEdition.objects.exists():
        message = _("A list of offers must take effect after today. Choose a later day in its file.")
        raise Refused("not-after-today", message)


def _against(offers: OfferList, edition: Edition) -> Iterator[str]:
    """What does not go with the programme, which decides what a level asks for (E1)."""
    levels = [each.key for each in edition.levels]
    for offer in offers.offers:
        if offer.level not in (*levels, *edition.levels_without_competency):
            yield f"offer {offer.key}: the programme has no membership at the level {offer.level}"
        elif offer.kind is OfferKind.MEMBERSHIP:
            asked = offer.level if offer.level in levels else None
            if offer.needs_competency != asked:
                yield f"offer {offer.key}: the programme asks for {asked or 'no competency'} at this level"
            if offer.level != "network" and not offer.prices:
                yield f"offer {offer.key}: a membership other than network needs a price"
        for benefit in offer.benefits:
            if benefit.needs and benefit.needs.level not in levels:
                yield f"offer {offer.key}, benefit {benefit.key}: there is no level {benefit.needs.level}"
