"""Names of countries in the reader's language, from the Unicode locale data."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from partners.models import CountryMarket


def country_name(code: str) -> str:
    """The name of an ISO 3166-1 country in the active language; the code itself if it has none."""
    return _named(code, get_language() or "en")


@lru_cache(maxsize=2048)
def _named(code: str, language: str) -> str:
    """Looked up once: a list of partners asks again and again."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def country_names() -> dict[str, str]:
    """The names of all countries under their codes, in the active language."""
    return dict(Locale.parse(get_language() or "en", sep="-").territories)


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country that has a market, by name: for a form's choices."""
    codes = CountryMarket.objects.values_list("country", flat=True)
    return sorted(((code, country_name(code)) for code in codes), key=lambda choice: choice[1])
