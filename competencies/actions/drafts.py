"""Drafts of editions: uploaded, replaced, looked at, published (D1)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from competencies.actions import editions
from competencies.models import EditionDraft, EditionEffect, EffectStage, ProgrammeEdition
from competencies.programme import Problem, Programme, ProgrammeError
from competencies.published import NoProgramme, current_programme
from partners.actions import events
from partners.clock import now
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused

SHORT_NOTICE = timedelta(days=30)
"""An edition that takes effect sooner is published with a warning."""


@transaction.atomic
def upload(*, file_name: str, document: str, on: date, by: User) -> EditionDraft:
    """Keep a file as a draft, whatever is wrong with it; its `problems` say what is."""
    draft = EditionDraft(file_name=file_name, document=document, uploaded_at=now(), uploaded_by=by)
    return _kept(draft, on, by)


@transaction.atomic
def replace(*, draft: EditionDraft, file_name: str, document: str, on: date, by: User) -> EditionDraft:
    """Put another file in the place of the draft's. Refused once it is published."""
    draft = _open(draft)
    draft.file_name, draft.document, draft.version = file_name, document, draft.version + 1
    draft.uploaded_at, draft.uploaded_by = now(), by
    return _kept(draft, on, by)


@transaction.atomic
def publish(*, draft: EditionDraft, version: int, reason: str, on: date, by: User) -> ProgrammeEdition:
    """Publish the draft's file for good, as `editions.publish` does.

    `version`: of the file that was looked at. Refused: published or replaced meanwhile, unreadable, no reason.
    """
    draft = _open(draft)
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason: the journal keeps it."))
    if draft.version != version:
        message = _(
            "The file was replaced meanwhile. Look at the new one, its difference and its effect first."
        )
        raise Refused("draft-replaced", message)
    row = editions.publish(document=draft.document, on=on, by=by, reason=reason.strip())
    draft.published = row
    draft.save(update_fields=["published"])
    return row


@transaction.atomic
def work_out(
    *, draft: EditionDraft | None = None, edition: ProgrammeEdition | None = None, on: date, by: User
) -> EditionEffect:
    """Ask for the effect of a draft's file or of a published edition; one that is being worked out is enough.

    Refused: for a file that cannot be published as it is, an edition in force, or the first one.
    """
    if draft is not None:
        draft = _open(draft)
    _refuse_effect(draft, edition, on)
    file: dict[str, Any] = {"edition": edition}
    if draft is not None:
        file = {"draft": draft, "draft_version": draft.version}
    under_way = EditionEffect.objects.filter(**file).exclude(
        stage__in=[EffectStage.FINISHED, EffectStage.DROPPED]
    )
    there = under_way.first()
    return there or EditionEffect.objects.create(**file, as_of=on, asked_at=now(), asked_by=by)


def _refuse_effect(draft: EditionDraft | None, edition: ProgrammeEdition | None, on: date) -> None:
    row = draft or edition
    if draft is not None and draft.problems:
        raise Refused("bad-file", _("The file has problems. Replace it first."))
    if row is None or row.effective_from is None or row.effective_from <= on:
        raise Refused("not-after-today", _("An effect is worked out only of an edition to come."))
    others = ProgrammeEdition.objects.all()
    if edition is not None:
        others = others.exclude(pk=edition.pk)
    if not others.exists():
        raise Refused("first-edition", _("It is the first edition: there is none to compare it with."))


def _open(draft: EditionDraft) -> EditionDraft:
    """The draft, locked and as it stands now."""
    found = EditionDraft.objects.select_for_update().get(pk=draft.pk)
    if found.published_id is not None:
        message = _("This edition has been published and never changes. Give the correction a new name.")
        raise Refused("already-published", message)
    return found


def _kept(draft: EditionDraft, on: date, by: User) -> EditionDraft:
    draft.edition, draft.effective_from = "", None
    draft.problems = [[each.line, each.place, each.message] for each in _problems(draft)]
    draft.save()
    details = {"draft": draft.pk, "version": draft.version, "problems": len(draft.problems)}
    events.record(Kind.EDITION_DRAFTED, on=on, by=by, edition=draft.edition, data=details)
    return draft


def _problems(draft: EditionDraft) -> list[Problem]:
    """Everything wrong with the file; of one that can be read name and day are noted."""
    try:
        edition = editions.fit(draft.document)
        Programme.of([*_others(edition.key), edition])
    except ProgrammeError as error:
        return error.problems
    draft.edition, draft.effective_from = edition.key, edition.effective_from
    return []


def _others(key: str) -> list[Any]:
    """The published editions but one of the same name, which is refused at publication in better words."""
    try:
        return [each for each in current_programme().editions if each.key != key]
    except NoProgramme:
        return []
