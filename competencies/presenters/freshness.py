"""How fresh the figures of a page are: the day of each feed's latest file, in words (G11)."""

from collections.abc import Mapping
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partners import days


def fresh_lines(times: Mapping[str, date]) -> list[SafeString]:
    """A line for each of these feeds, by their keys, in the order in which readers meet them."""
    words = {
        "achievements": _("Certifications as of {day}"),
        "readings": _("Sales as of {day}"),
        "attestations": _("Attestations as of {day}"),
    }
    return [format_html(text, day=days.markup(times[feed])) for feed, text in words.items() if feed in times]
