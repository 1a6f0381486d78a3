"""Editions of the programme (D1)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.keys import unfit
from competencies.models import ProgrammeEdition
from competencies.programme import Edition, Programme, ProgrammeError, read_edition
from competencies.published import NoProgramme, current_programme, rules_version
from partners.actions import events
from partners.journal import Kind
from partners.models import Organisation, User
from partners.refusals import Refused


@transaction.atomic
def publish(*, document: str, on: date, by: User | None) -> ProgrammeEdition:
    """Publish an edition for good; everybody is due from now on, since their rules are older.

    Raises ProgrammeError, which lists every problem, for a bad file, keys that the portal cannot keep or
    address, or an edition that does not go with the published ones. Refused: published already; effective
    on the day itself or before it, unless no organisation exists yet.
    """
    edition = read_edition(document)
    problems = list(unfit(edition))
    if problems:
        raise ProgrammeError("programme", problems)
    _refuse_published(edition)
    _refuse_past(edition, on)
    Programme.of([*_published(), edition])
    row = _created(edition, document, on, by)
    details = {"effective_from": edition.effective_from.isoformat(), "rules_version": row.rules_version}
    events.record(Kind.EDITION_PUBLISHED, on=on, by=by, edition=edition.key, data=details)
    return row


def _published() -> tuple[Edition, ...]:
    try:
        return current_programme().editions
    except NoProgramme:
        return ()


def _refuse_published(edition: Edition) -> None:
    published = ProgrammeEdition.objects.filter(programme=edition.programme, edition=edition.key)
    if published.exists():
        message = _("This edition has been published and never changes. Give the correction a new name.")
        raise Refused("already-published", message)


def _refuse_past(edition: Edition, on: date) -> None:
    if edition.effective_from <= on and Organisation.objects.exists():
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
