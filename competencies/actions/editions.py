"""Editions of the programme (D1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.keys import unfit
from competencies.models import EditionEffect, ProgrammeEdition
from competencies.programme import Edition, Programme, ProgrammeError, read_edition
from competencies.published import NoProgramme, current_programme, rules_version
from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import Organisation, User
from partners.refusals import Refused


@transaction.atomic
def publish(*, document: str, on: date, by: User | None, reason: str = "") -> ProgrammeEdition:
    """Publish an edition for good; everybody is due from now on, since their rules are older.

    Its effect is asked for at once: every organisation is told which levels it would lose. `reason`: as staff
    gave it, for the journal.

    Raises ProgrammeError, which lists every problem, for a bad file, keys that the portal cannot keep or
    address, or an edition that does not go with the published ones. Refused: published already; effective
    on the day itself or before it, unless no organisation exists yet.
    """
    edition = fit(document)
    _refuse_published(edition.key)
    _refuse_past(edition.effective_from, on)
    Programme.of([*_published(), edition])
    row = _created(edition, document, on, by)
    details = {"effective_from": edition.effective_from.isoformat(), "rules_version": row.rules_version}
    if reason:
        details["reason"] = reason
    if row.effective_from > on and row.rules_version > 1 and Organisation.objects.exists():
        EditionEffect.objects.create(edition=row, tells=True, as_of=on, asked_at=now(), asked_by=by)
    events.record(Kind.EDITION_PUBLISHED, on=on, by=by, edition=edition.key, data=details)
    return row


def fit(document: str) -> Edition:
    """The edition of a file, with keys that the portal can keep and address; raises ProgrammeError for others."""
    edition = read_edition(document)
    problems = list(unfit(edition))
    if problems:
        raise ProgrammeError("programme", problems)
    return edition


def refuse_now(*, edition: str, effective_from: date, on: date) -> None:
    """Raise Refused if an edition of this name and day could not be published on the day."""
    _refuse_published(edition)
    _refuse_past(effective_from, on)


def _published() -> tuple[Edition, ...]:
    try:
        return current_programme().editions
    except NoProgramme:
        return ()


def _refuse_published(edition: str) -> None:
    """One programme per portal: the name alone tells."""
    published = ProgrammeEdition.objects.filter(edition=edition)
    if published.exists():
        message = _("This edition has been published and never changes. Give the correction a new name.")
        raise Refused("already-published", message)


def _refuse_past(effective_from: date, on: date) -> None:
    if effective_from <= on and Organisation.objects.exists():
        message = _("An edition must take effect after today. Choose a later day in its file.")
        raise Refused("not-after-today", message)


def _created(edition: Edition, document: str, on: date, by: User | None) -> ProgrammeEdition:
    try:
        with transaction.atomic():
            return ProgrammeEdition.objects.create(
                programme=edition.programme,
                edition=edition.key,
                effective_from=edition.effective_from,
                document=document,
                published_on=on,
                published_by=by,
                rules_version=rules_version() + 1,
            )
    except IntegrityError as error:
        message = _("Another edition was published at the same moment. Look at it and try again.")
        raise Refused("published-meanwhile", message) from error
