"""Partner organisations (B1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from partners.actions import events
from partners.journal import Kind
from partners.models import CountryMarket, Location, Organisation, User
from partners.refusals import Refused

FIRST_MPN_ID = 1_000_001
_TRIES = 5


@transaction.atomic
def enrol(
    *,
    legal_name: str,
    country: str,
    on: date,
    by: User | None,
    display_name: str = "",
    city: str = "",
) -> Organisation:
    """A new network member, in the market of its country, with the next MPN ID, which never changes (B1).

    `country` is an ISO 3166-1 code of two letters; `city`, if known, becomes the head office.
    """
    name = legal_name.strip()
    if not name:
        raise Refused("no-legal-name", _("Enter the legal name of the organisation."))
    organisation = _created(name, display_name.strip() or name, _market_of(country), country, on)
    if city:
        Location.objects.create(organisation=organisation, city=city, country=country, is_head_office=True)
    details = {"country": country, "market": organisation.market, "mpn_id": organisation.mpn_id}
    events.record(Kind.ORGANISATION_ENROLLED, on=on, by=by, organisation=organisation, data=details)
    return organisation


def _market_of(country: str) -> str:
    market = CountryMarket.objects.filter(country=country).values_list("market", flat=True).first()
    if market is None:
        raise Refused("unknown-country", _("This country is not known. Choose one from the list."))
    return market


def _created(legal_name: str, display_name: str, market: str, country: str, on: date) -> Organisation:
    """With the number after the largest; if somebody takes it at the same time, with the one after that."""
    for attempt in range(_TRIES):
        largest = Organisation.objects.aggregate(largest=Max("mpn_id"))["largest"]
        try:
            with transaction.atomic():
                return Organisation.objects.create(
                    legal_name=legal_name,
                    display_name=display_name,
                    mpn_id=FIRST_MPN_ID if largest is None else largest + 1,
                    country=country,
                    market=market,
                    joined_on=on,
                )
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")
