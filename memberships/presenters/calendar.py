"""The days of an organisation that a calendar shows: its membership's, and on which levels and overrides end.

Nothing typed by anybody stands in it, so that it names no person (A7): an override is told without its reason.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.models import Override
from competencies.presenters.alerts import level_in
from competencies.presenters.words import Words
from competencies.views.standing import Open
from memberships.calendar_file import AllDay
from partners import days
from partners.models import Organisation, Term


@dataclass(frozen=True, slots=True)
class Known:
    """What the days are read from, as things stand on the day of the words."""

    organisation: Organisation
    words: Words
    term: Term | None
    attained: Sequence[Open]
    overrides: Sequence[Override]


def name_of(organisation: Organisation) -> str:
    """What calendar programs call it."""
    return _("%(organisation)s: membership and competencies") % {"organisation": organisation.display_name}


def days_of(known: Known) -> list[AllDay]:
    """Its days, the earliest first."""
    found = [*_membership(known), *_lapses(known), *_overrides(known)]
    return sorted(found, key=lambda event: (event.on, event.uid))


def _membership(known: Known) -> Iterator[AllDay]:
    term = known.term
    if term is None:
        return
    page = _address("memberships:home", known)
    last = days.last_day(term.grace_until)
    shown = {"level": known.words.level_inside(term.level), "day": days.full(last)}
    if term.grace_until > term.until:
        title = _("anniversary of the %(level)s membership") % shown
        text = _("From today on it can be renewed, to %(day)s.") % shown
        yield _event(known, f"anniversary:{term.pk}", term.until, title, text, page)
        title = _("last day to renew the %(level)s membership") % shown
        text = _("Not renewed, benefits and display end with this day.")
        yield _event(known, f"grace:{term.pk}", last, title, text, page)


def _lapses(known: Known) -> Iterator[AllDay]:
    for one in known.attained:
        if one.lapses_on is not None:
            level = level_in(one.level, one.competency, known.words)
            text = _("As things stand, it is no longer attained from this day on.")
            key = f"lapse:{one.competency}:{one.level}"
            title = _("%(level)s lapses") % {"level": level}
            yield _event(known, key, one.lapses_on, title, text, _competency(one.competency, known))


def _overrides(known: Known) -> Iterator[AllDay]:
    for override in known.overrides:
        level = level_in(override.level, override.competency, known.words)
        yield _event(
            known,
            f"override:{override.pk}",
            days.last_day(override.last_until),
            _("last day of the override of %(level)s") % {"level": level},
            _("From the next day on, only what the facts say holds."),
            _competency(override.competency, known),
        )


def _event(known: Known, key: str, on: date, title: str, text: str, page: str) -> AllDay:
    summary = _("%(organisation)s: %(what)s") % {
        "organisation": known.organisation.display_name,
        "what": title,
    }
    uid = uuid.uuid5(known.organisation.public_id, key)
    return AllDay(f"{uid}@assay", on, summary, f"{text}\n{page}", page)


def _competency(key: str, known: Known) -> str:
    if key in known.words.edition.competencies:
        return _address("competencies:detail", known, key)
    return _address("competencies:list", known)


def _address(view: str, known: Known, *further: str) -> str:
    path = reverse(view, args=[known.organisation.public_id, *further])
    return f"{settings.PORTAL_URL}{path}"
