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


@transaction.atomic
def enrol_once(
    *, legal_name: str, country: str, on: date, by: User | None, display_name: str = "", city: str = ""
) -> Organisation:
    """The same by a form, which may be sent twice: an MPN ID is given once, and nothing is deleted.

    Refused besides: an organisation of this name was enrolled in the country on the same day.
    """
    # Of two at once the second waits here, and then sees what the first has made.
    list(CountryMarket.objects.select_for_update().filter(country=country))
    twin = Organisation.objects.of_name(legal_name.strip(), country).filter(joined_on=on).first()
    if twin is not None:
        message = _("%(name)s was enrolled today already, with the MPN ID %(mpn_id)s.")
        raise Refused("enrolled-today", message % {"name": twin.legal_name, "mpn_id": twin.mpn_id})
    return enrol(legal_name=legal_name, country=country, on=on, by=by, display_name=display_name, city=city)


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
