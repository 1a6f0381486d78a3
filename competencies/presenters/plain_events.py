"""What befell the organisation and no level of it: what staff did there, in the reader's words (A3, B1, D5)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from competencies.presenters.words import Words
from partners.journal import Kind


def _support_started(data: Mapping[str, Any], _words: Words) -> str:
    until = datetime.fromisoformat(data["until"]).astimezone(get_default_timezone())
    time = date_format(until, "TIME_FORMAT")
    return _("Support looks at these pages as an admin sees them, to read only, until %(time)s") % {
        "time": time
    }


def _support_ended(_data: Mapping[str, Any], _words: Words) -> str:
    return _("Support no longer looks at these pages")


def _admin_appointed(data: Mapping[str, Any], words: Words) -> str:
    return _("The programme's staff made %(person)s an admin") % {"person": words.person(str(data["person"]))}


def _market_changed(data: Mapping[str, Any], words: Words) -> str:
    names = {market.key: words.text(market.name) for market in words.edition.markets}
    before, market = (names.get(data[key], data[key]) for key in ("before", "market"))
    return _("The market is %(market)s now; it was %(before)s") % {"market": market, "before": before}


PLAIN: Mapping[str, Callable[[Mapping[str, Any], Words], str]] = {
    Kind.SUPPORT_STARTED: _support_started,
    Kind.SUPPORT_ENDED: _support_ended,
    Kind.ADMIN_APPOINTED: _admin_appointed,
    Kind.MARKET_CHANGED: _market_changed,
}
"""The sentence of each kind; its reason, where one was given, stands beside it."""
