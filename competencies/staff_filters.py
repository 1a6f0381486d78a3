"""Filters of the staff's lists by competencies, levels and risk: their choices come from the programme."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from competencies.counts import ENDING_WITHIN, NOW
from competencies.models.standings import RiskKind
from competencies.presenters.words import in_language
from competencies.published import NoProgramme, current_programme
from competencies.rules.calendar import add_months
from partners.clock import today
from partners.staff_lists import Choosing

ANY = "any"
MONTHS_AHEAD = 13
"""A term and its grace end within so many months."""

LEVELS_WITHOUT_COMPETENCY = {"network": _("Network"), "action-pack": _("Action Pack")}


class CompetencyFilter(Choosing):
    """By competency: those of every edition."""

    title = _("competency")
    parameter_name = "competency"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Keys and names, by name."""
        return competency_names().items()


class LevelFilter(Choosing):
    """By level of a competency."""

    title = _("level")
    parameter_name = "level"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Keys and names, the lowest first."""
        return level_names().items()


class TermLevelFilter(LevelFilter):
    """By level of membership."""

    def offered(self) -> Iterable[tuple[str, str]]:
        """Those that ask for no competency stand first."""
        return term_level_names().items()


class AttainedFilter(Choosing):
    """Whether the level is attained as of the last review."""

    title = _("attainment")
    parameter_name = "attained"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Now, or no more."""
        return [("now", str(_("attained"))), ("lapsed", str(_("attained no more")))]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Open attainments, or ended ones."""
        return queryset.filter(until__isnull=value == "now")


class RunningFilter(Choosing):
    """Whether the term counts today, its grace included."""

    title = _("state")
    parameter_name = "running"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Today, and nothing else."""
        return [("today", str(_("in force or in grace")))]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """In the order of the list."""
        rows: QuerySet[Any] = queryset.in_force_or_grace(today()).order_by()  # type: ignore[attr-defined]
        return rows


class RiskFilter(Choosing):
    """By the gravest alert that stands (E4)."""

    title = _("renewal at risk")
    parameter_name = "risk"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Any, or one of three."""
        return [(ANY, str(_("any risk"))), *((kind.value, str(kind.label)) for kind in RiskKind)]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Of the kind."""
        return queryset.exclude(risk_kind="") if value == ANY else queryset.filter(risk_kind=value)


class LapseFilter(Choosing):
    """By the month in which what is at risk lapses."""

    title = _("month of the lapse")
    parameter_name = "lapses"

    def offered(self) -> Iterator[tuple[str, str]]:
        """What has lapsed already, then the months to come."""
        yield NOW, str(_("lapsed already"))
        first = today().replace(day=1)
        for ahead in range(MONTHS_AHEAD + 1):
            month = add_months(first, ahead)
            yield f"{month:%Y-%m}", month_name(month)

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """As they are counted: of the current month only what is still to come."""
        at_risk = queryset.exclude(risk_kind="")
        if value == NOW:
            return at_risk.filter(Q(risk_on=None) | Q(risk_on__lte=today()))
        year, month = map(int, value.split("-"))
        last = date(year, month, monthrange(year, month)[1])
        return at_risk.filter(risk_on__gte=date(year, month, 1), risk_on__lte=last, risk_on__gt=today())


class EndingFilter(Choosing):
    """Overrides that end soon by themselves, the soonest first."""

    title = _("end")
    parameter_name = "ending"

    def offered(self) -> Iterable[tuple[str, str]]:
        """Within two weeks, within a month."""
        return [
            (str(days), ngettext("within %(count)d day", "within %(count)d days", days) % {"count": days})
            for days in ENDING_WITHIN
        ]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those of today's count."""
        rows: QuerySet[Any] = queryset.ending(today(), within=int(value))  # type: ignore[attr-defined]
        return rows


def competency_names() -> dict[str, str]:
    """The competencies of every edition under their keys, in the order of their names."""
    names: dict[str, str] = {}
    for edition in _editions():
        names |= {key: in_language(each.name, _language()) for key, each in edition.competencies.items()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def term_level_names() -> dict[str, str]:
    """The levels that a term may have, under their keys, the lowest first."""
    bare = dict.fromkeys(key for edition in _editions() for key in edition.levels_without_competency)
    names = {key: str(LEVELS_WITHOUT_COMPETENCY.get(key, key)) for key in bare}
    return {**names, **level_names()}


def level_names() -> dict[str, str]:
    """The levels of competencies under their keys, the lowest first."""
    names: dict[str, str] = {}
    for edition in _editions():
        names |= {level.key: in_language(level.name, _language()) for level in edition.levels}
    return names


def metric_names() -> dict[str, str]:
    """The metrics of every edition under their keys."""
    return _named(each.metrics for each in _editions())


def attestation_names() -> dict[str, str]:
    """The attestations of every edition under their keys."""
    return _named(each.attestations for each in _editions())


def _named(of_editions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {key: in_language(each.name, _language()) for found in of_editions for key, each in found.items()}


def level_in(competency: str, level: str) -> str:
    """ "Silver in DevOps", by the names of every edition."""
    return gettext("%(level)s in %(competency)s") % {
        "level": level_names().get(level, level),
        "competency": competency_names().get(competency, competency),
    }


def month_name(month: date) -> str:
    """ "March 2027"."""
    # Translators: Django's date format codes for a month and its year.
    return date_format(month, pgettext("date format", "F Y"))


def _editions() -> list[Any]:
    try:
        return list(current_programme().editions)
    except NoProgramme:
        return []


def _language() -> str:
    return get_language() or "en"
