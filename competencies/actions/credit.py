"""Reports of missing credit and disputed figures, and what staff answers (C7, E7).

What a person misses is their own affair: a report of an achievement stands in no organisation's journal (A7).
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies import evidence
from competencies.actions import overrides
from competencies.actions.reckoning import refuse_early
from competencies.models import Achievement, CreditKind, CreditReport, CreditState, Override, Reading
from competencies.models.credit import NEAR
from partners import messages
from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import MessageKind, Organisation, User
from partners.refusals import Refused

MOST_WAITING = 20
"""So many reports of one person may wait at a time."""


def report_achievement(
    *,
    user: User,
    organisation: Organisation,
    credential: str,
    day: date,
    file: bytes,
    on: date,
    note: str = "",
) -> CreditReport:
    """Report an achievement earned on the day that is not on the user's transcripts; `file` is the evidence.

    Refused: a day that has not come, an achievement that is there within a month of the day, one that the
    user reported and that waits, evidence that is no PDF, PNG or JPEG of at most 5 MB.
    """
    _refuse_day(day, on)
    span = {"day_from": day - NEAR, "day_until": day + NEAR}
    shown = Achievement.objects.visible_to(user).filter(credential=credential, revoked_on=None)
    if shown.filter(earned_on__gte=span["day_from"], earned_on__lt=span["day_until"]).exists():
        raise Refused("already-shown", _("This achievement is on your transcript. Look for it in the list."))
    report = CreditReport(
        kind=CreditKind.ACHIEVEMENT,
        reporter=user,
        organisation=organisation,
        credential=credential,
        day=day,
        note=note.strip(),
        reported_on=on,
        **span,
    )
    return _reported(report, file, on)


def dispute_figure(
    *,
    user: User,
    organisation: Organisation,
    metric: str,
    day: date,
    amount: Decimal,
    file: bytes,
    on: date,
    note: str = "",
) -> CreditReport:
    """Say that the reading of a metric on the day should be another; `file` is the evidence.

    A day without a reading may be meant, too. Refused as above, and if the reading is that amount already.
    """
    _refuse_day(day, on)
    known = Reading.objects.filter(organisation=organisation, metric=metric, on=day)
    shown = known.values_list("amount", flat=True).first()
    if shown == amount:
        raise Refused(
            "already-shown", _("That is what the portal shows for this day. There is nothing to do.")
        )
    report = CreditReport(
        kind=CreditKind.FIGURE,
        reporter=user,
        organisation=organisation,
        metric=metric,
        day=day,
        day_from=day,
        day_until=day + timedelta(days=1),
        amount=amount,
        shown=shown,
        note=note.strip(),
        reported_on=on,
    )
    return _reported(report, file, on)


@transaction.atomic
def withdraw(*, report: CreditReport, on: date, by: User) -> CreditReport:
    """Take a report back; its evidence is removed soon after. Refused once it is closed or withdrawn."""
    open_ones = CreditReport.objects.open().filter(pk=report.pk, reporter=by)
    if not open_ones.update(state=CreditState.WITHDRAWN, settled_on=on):
        raise _settled()
    _record(Kind.CREDIT_WITHDRAWN, report, on, by)
    report.refresh_from_db()
    return report


@transaction.atomic
def answer(
    *, report: CreditReport, text: str, on: date, by: User, override: Override | None = None
) -> CreditReport:
    """Answer a report, or answer it anew; the reporter is told. A feed may still close it.

    Refused without a text, and once it is closed or withdrawn.
    """
    if not text.strip():
        raise Refused("no-answer", _("Write an answer: the person who reported it will read it."))
    values: dict[str, object] = {"answer": text.strip(), "answered_by": by, "settled_on": on}
    if override is not None:
        values["override"] = override
    open_ones = CreditReport.objects.open().filter(pk=report.pk)
    if not open_ones.update(state=CreditState.ANSWERED, **values):
        raise _settled()
    event = _record(Kind.CREDIT_ANSWERED, report, on, by, **({"override": override.pk} if override else {}))
    told = messages.message(
        MessageKind.CREDIT_ANSWERED,
        recipient=report.reporter_id,
        organisation=report.organisation_id,
        on=on,
        about=f"credit:{report.pk}:{event}",
        data={"report": report.pk},
        now=now(),
    )
    messages.write([told])
    report.refresh_from_db()
    return report


@transaction.atomic
def place_override(
    *,
    report: CreditReport,
    competency: str,
    level: str,
    reason: str,
    text: str,
    on: date,
    by: User,
    until: date | None = None,
) -> CreditReport:
    """Place an override for the reporter's organisation meanwhile, and answer, in one step (D4)."""
    placed = overrides.place(
        organisation=report.organisation,
        competency=competency,
        level=level,
        reason=reason,
        until=until,
        on=on,
        by=by,
    )
    return answer(report=report, text=text, on=on, by=by, override=placed)


def _refuse_day(day: date, on: date) -> None:
    refuse_early(day)
    if day > on:
        raise Refused("day-not-come", _("That day has not come yet. Choose today or an earlier day."))


def _reported(report: CreditReport, file: bytes, on: date) -> CreditReport:
    """Write it with its evidence; of a report that is refused nothing is kept."""
    kind = evidence.judged(file) if len(file) <= evidence.LARGEST else None
    if kind is None:
        raise Refused("bad-evidence", _("The file is no PDF, PNG or JPEG of at most 5 MB, or it is damaged."))
    waiting = CreditReport.objects.visible_to(report.reporter).waiting()
    if waiting.count() >= MOST_WAITING:
        message = _("Many of your reports wait for an answer. Withdraw one, or wait for the answers.")
        raise Refused("too-many-waiting", message)
    report.evidence_type, report.evidence = kind, evidence.kept(file)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            _record(Kind.CREDIT_REPORTED, report, on, report.reporter)
    except IntegrityError as error:
        evidence.remove([report.evidence])
        raise Refused(
            "already-reported", _("This has been reported already, and waits for an answer.")
        ) from error
    except BaseException:
        evidence.remove([report.evidence])
        raise
    return report


def _settled() -> Refused:
    return Refused("credit-settled", _("This report has been closed or withdrawn. There is nothing to do."))


def _record(kind: Kind, report: CreditReport, on: date, by: User | None, **data: object) -> int:
    """Of a figure in the organisation's journal; of an achievement in nobody's."""
    organisation = report.organisation if report.kind == CreditKind.FIGURE else None
    details = {"report": report.pk, "person": report.reporter_id, **data}
    return events.record(kind, on=on, by=by, organisation=organisation, data=details).pk
