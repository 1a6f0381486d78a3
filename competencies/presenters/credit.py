"""Reports of missing credit in the words of who made them (C7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from competencies.models import CreditKind, CreditReport, CreditState
from competencies.presenters.words import amount, in_language
from competencies.programme import Edition
from partners import days

_ICONS = {
    CreditState.WAITING: "clock",
    CreditState.ANSWERED: "info",
    CreditState.CLOSED: "disc",
    CreditState.WITHDRAWN: "out",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report: what is missed, how it stands, and what staff said."""

    public_id: str
    about: str
    day: str
    detail: str
    state: str
    icon: str
    settled: str
    answer: str
    override: str
    note: str
    can_withdraw: bool
    has_evidence: bool


def subject_of(report: CreditReport, edition: Edition | None, language: str) -> str:
    """What is missed, as the programme calls it; by its code where the edition does not know it."""
    if report.kind == CreditKind.FIGURE:
        metric = edition.metrics.get(report.metric) if edition else None
        return in_language(metric.name, language) if metric else report.metric
    credential = edition.credentials.get(report.credential) if edition else None
    if credential is None:
        return report.credential
    title = in_language(credential.title, language)
    return title if credential.kind != "exam" else f"{report.credential} {title}"


def report_rows(reports: Iterable[CreditReport], edition: Edition, language: str) -> tuple[ReportRow, ...]:
    """A row for each report, in the order given; their overrides have been read along."""
    return tuple(_row(report, edition, language) for report in reports)


def _row(report: CreditReport, edition: Edition, language: str) -> ReportRow:
    return ReportRow(
        public_id=str(report.public_id),
        about=subject_of(report, edition, language),
        day=days.full(report.day),
        detail=_figures(report, edition),
        state=report.get_state_display(),
        icon=_ICONS[CreditState(report.state)],
        settled=days.full(report.settled_on) if report.settled_on else "",
        answer=report.answer,
        override=_override(report),
        note=report.note,
        can_withdraw=report.is_open,
        has_evidence=bool(report.evidence),
    )


def _override(report: CreditReport) -> str:
    if report.override is None:
        return ""
    last = days.full(days.last_day(report.override.last_until))
    return _("An override counts meanwhile; its last day is %(day)s.") % {"day": last}


def _figures(report: CreditReport, edition: Edition) -> str:
    """What a figure should be, and what it was."""
    if report.amount is None:
        return ""
    metric = edition.metrics.get(report.metric)
    unit = metric.unit if metric else ""
    should = amount(report.amount, unit)
    if report.shown is None:
        return _("should be %(amount)s; there is no figure") % {"amount": should}
    shown = amount(report.shown, unit)
    return _("should be %(amount)s, not %(shown)s") % {"amount": should, "shown": shown}
