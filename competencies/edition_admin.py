"""Editions in the staff's admin: a file is uploaded, looked at, its effect worked out, and published (D1, A3)."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from competencies.actions import drafts, editions
from competencies.comparing import Comparison, of_draft, of_published
from competencies.effects import known_of
from competencies.models import EditionDraft, ProgrammeEdition
from competencies.presenters.difference import sections
from competencies.presenters.effect import effect_figures, words_for
from competencies.programme import ProgrammeError
from competencies.programme.document import MAX_BYTES
from partners import days
from partners.access import StaffPermission
from partners.clock import today
from partners.refusals import Refused
from partners.staff import ActingAdmin, Asked, PressForm, StaffAction

MAY = StaffPermission.PUBLISH_EDITIONS


class DraftForm(forms.Form):
    """An edition's file."""

    document = forms.FileField(label=_("Programme file (YAML)"), max_length=255)

    def clean(self) -> dict[str, Any]:
        """Its text and its name; a file that is too large is not read."""
        cleaned = super().clean() or {}
        upload = cleaned.get("document")
        if upload is not None:
            cleaned["file_name"] = upload.name
            try:
                cleaned["document"] = _text_of(upload)
            except forms.ValidationError as error:
                self.add_error("document", error)
        return cleaned


def _text_of(upload: "UploadedFile[Any]") -> str:
    if upload.size is None or upload.size > MAX_BYTES:
        raise forms.ValidationError(gettext("This file is over 1 MiB. Choose another."))
    try:
        text: str = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise forms.ValidationError(gettext("This file is not UTF-8 text. Choose another.")) from error
    if "\0" in text:
        raise forms.ValidationError(gettext("This file is not UTF-8 text. Choose another."))
    return text


class PublishForm(forms.Form):
    """Why, and which of the draft's files was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, which the journal keeps"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def _upload(asked: Asked) -> Model:
    return drafts.upload(on=asked.on, by=asked.by, **asked.answers)


def _replace(asked: Asked) -> Model:
    return drafts.replace(draft=asked.row, on=asked.on, by=asked.by, **asked.answers)


def _work_out(asked: Asked) -> Model:
    named = "draft" if isinstance(asked.row, EditionDraft) else "edition"
    drafts.work_out(on=asked.on, by=asked.by, **{named: asked.row})
    row: Model = asked.row
    return row


def _publish(asked: Asked) -> Model:
    """The draft stays the row that it is about; it leads to the edition."""
    try:
        drafts.publish(draft=asked.row, on=asked.on, by=asked.by, **asked.answers)
    except ProgrammeError as error:
        raise Refused("bad-file", "\n".join(map(str, error.problems))) from error
    row: Model = asked.row
    return row


class ComparedAdmin(ActingAdmin):
    """A file of an edition: what it changes against the one before, and what that would do."""

    change_form_template = "admin/edition_change_form.html"
    unread: tuple[str, ...] = ("document",)
    """What lists do not read: it is long."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows without their files, which are read when one is asked for."""
        return super().get_queryset(request).defer(*self.unread)

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """With everything that is known of its file."""
        file = reverse(f"admin:{self._url_name('file')}", args=[row.pk])
        return {**super().beside(request, row), **self.shown(row), "file": file}

    def shown(self, row: Any) -> dict[str, Any]:
        """Problems, difference and effect, as far as there are any."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        """The address of the file besides."""
        view = self.admin_site.admin_view(self._file)
        return [path("<int:object_id>/file.yaml", view, name=self._url_name("file")), *super().get_urls()]

    def _file(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = self.get_queryset(request).filter(pk=object_id).first()
        if row is None or not self.has_view_permission(request):
            raise Http404
        response = HttpResponse(row.document, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="edition-{row.pk}.yaml"'
        return response


def comparing(row: EditionDraft | ProgrammeEdition, compared: Comparison | None) -> dict[str, Any]:
    """The difference and the effect in the reader's words; nothing where there is nothing to compare with."""
    on = today()
    known = known_of(row, as_of=on)
    found: dict[str, Any] = {"known": known, "compared": compared}
    if compared is not None:
        words = words_for(compared, language=get_language() or "en", on=on)
        found["sections"] = sections(compared.earlier, compared.edition, words)
        found["figures"] = effect_figures(known, words)
        found["effective"] = days.written(compared.effective_from, as_of=on)
        found["earlier_day"] = days.full(compared.earlier.effective_from)
        found["coming"] = compared.effective_from > on
    return found


@admin.register(EditionDraft)
class EditionDraftAdmin(ComparedAdmin):
    """Files of editions to come: with their faults, or with what they would change."""

    list_display = ["__str__", "effective_from", "state", "uploaded_at", "uploaded_by", "published"]
    list_select_related = ["uploaded_by", "published"]
    unread = ("document", "published__document")
    ordering = ["-pk"]
    fields = ["file_name", "edition", "effective_from", "uploaded_at", "uploaded_by", "version", "published"]
    adding = StaffAction("upload", _("Upload the file of an edition"), DraftForm, MAY, _upload)
    acting = (
        StaffAction("replace", _("Replace the file"), DraftForm, MAY, _replace),
        StaffAction("effect", _("Work out the effect"), PressForm, MAY, _work_out),
        StaffAction("publish", _("Publish"), PublishForm, MAY, _publish),
    )

    @admin.display(description=_("state"))
    def state(self, draft: EditionDraft) -> str:
        """Published, with problems, or ready."""
        if draft.published_id is not None:
            return gettext("published")
        return gettext("has problems") if draft.problems else gettext("draft")

    def fitting(self, row: EditionDraft) -> set[str]:
        """A published file stays; one with faults can only be replaced."""
        if row.published_id is not None:
            return set()
        if row.problems or obstacle(row):
            return {"replace"}
        return {"replace", "effect", "publish"}

    def shown(self, row: EditionDraft) -> dict[str, Any]:
        """Faults beside their lines, or what the file would change."""
        if row.published_id is not None:
            return {}
        lines = row.document.splitlines()
        faults = [{**each, "text": _line(lines, each["line"])} for each in row.faults()]
        found: dict[str, Any] = {"faults": faults, "obstacle": obstacle(row), "lines": lines}
        if not faults:
            found |= comparing(row, _compared_with(row))
            found["short_notice"] = _is_short_notice(row)
        return found

    def _act(self, request: HttpRequest, action: StaffAction, row: Model | None) -> HttpResponse:
        response = super()._act(request, action, row)
        if action.name != "publish" or row is None:
            return response
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            draft = EditionDraft.objects.get(pk=row.pk)
            response.template_name = "admin/edition_publish.html"
            response.context_data["form"].initial = {"version": draft.version}
            response.context_data |= {**self.shown(draft), "draft": draft}
        return response


def _line(lines: list[str], number: int | None) -> str:
    return lines[number - 1].strip()[:160] if number and number <= len(lines) else ""


def _compared_with(draft: EditionDraft) -> Comparison | None:
    """The draft beside what is published; None where an edition has come meanwhile that it does not go with."""
    try:
        return of_draft(draft)
    except ProgrammeError:
        return None


def obstacle(draft: EditionDraft) -> dict[str, Any] | None:
    """What stands against publishing a good file today: its day, its name; with the line that says it."""
    if draft.problems or draft.effective_from is None or draft.published_id is not None:
        return None
    try:
        editions.refuse_now(edition=draft.edition, effective_from=draft.effective_from, on=today())
        of_draft(draft)
    except ProgrammeError as error:
        return {"line": None, "place": "", "message": str(error.problems[0]), "text": ""}
    except Refused as refusal:
        key = "edition" if refusal.code == "already-published" else "effective_from"
        lines = draft.document.splitlines()
        found = (number for number, line in enumerate(lines, 1) if re.match(rf"{key}\s*:", line))
        number = next(found, None)
        return {"line": number, "place": key, "message": str(refusal), "text": _line(lines, number)}
    return None


def _is_short_notice(draft: EditionDraft) -> bool:
    return draft.effective_from is not None and draft.effective_from < today() + drafts.SHORT_NOTICE


@admin.register(ProgrammeEdition)
class ProgrammeEditionAdmin(ComparedAdmin):
    """Published editions; they never change."""

    list_display = ["edition", "programme", "effective_from", "published_on", "published_by"]
    list_select_related = ["published_by"]
    ordering = ["-effective_from"]
    fields = [
        "edition",
        "programme",
        "effective_from",
        "published_at",
        "published_on",
        "published_by",
        "rules_version",
    ]
    acting = (StaffAction("effect", _("Work out the effect again"), PressForm, MAY, _work_out),)

    def fitting(self, row: ProgrammeEdition) -> set[str]:
        """Of an edition in force there is no effect to come."""
        return {"effect"} if row.effective_from > today() and of_published(row) else set()

    def shown(self, row: ProgrammeEdition) -> dict[str, Any]:
        """What it changed, or will."""
        return comparing(row, of_published(row))
