"""Feeds in the staff's admin: programme managers load files, everybody sees what became of them (A3, G11)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.feeds.fetching import next_due
from competencies.feeds.freshness import freshness
from competencies.feeds.opening import received
from competencies.feeds.progress import percent
from competencies.feeds.report import report
from competencies.feeds.store import kept
from competencies.models import Feed, FeedFile, FeedRun, FeedSource
from partners.access import StaffPermission
from partners.clock import now
from partners.staff import ActingAdmin, Asked, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_value

LARGEST = 256 * 1024 * 1024
"""So many bytes an upload may have; what is larger is loaded by the command."""


LOOK_AGAIN_SECONDS = 5
"""So often the page of a run that goes on is shown anew."""


class FeedForm(forms.Form):
    """A file of the vendor's, and what is in it."""

    feed = forms.ChoiceField(label=_("Feed"), choices=Feed.choices)
    file = forms.FileField(label=_("File (CSV)"))

    def clean_file(self) -> "UploadedFile[Any]":
        """The file, if it is not too large."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(gettext("This file is too large. Load it by manage.py instead."))
        return file


def _load(asked: Asked) -> FeedRun:
    """A worker loads it; the copy is gone afterwards."""
    file = asked.answers["file"]
    return received(
        feed=Feed(asked.answers["feed"]), copy=kept(file.chunks()), name=file.name, now=now(), by=asked.by
    )


def _stage(run: FeedRun) -> str:
    """ "taking the rows over, 63 %"; what is over needs no number."""
    if run.is_over:
        return run.get_stage_display()
    return gettext("%(stage)s, %(percent)d %%") % {"stage": run.get_stage_display(), "percent": percent(run)}


@admin.register(FeedRun)
class FeedRunAdmin(ActingAdmin):
    """Runs, the latest first: how far each is, how fresh, and its bad rows to download."""

    list_display = [
        "feed", "name", "progress", "generated_at", "finished_at", "staged", "bad_rows", "organisations",
    ]  # fmt: skip
    list_filter = ["feed", "stage"]
    ordering = ["-pk"]
    change_list_template = "admin/feed_runs.html"
    change_form_template = "admin/feed_run.html"
    adding = StaffAction("load", _("Load a file"), FeedForm, StaffPermission.LOAD_FACTS, _load)

    @admin.display(description=_("progress"))
    def progress(self, run: FeedRun) -> str:
        """How far it is, in words and as a bar."""
        return format_html(
            '{} <svg class="share share-small" aria-hidden="true"><rect class="share-rest" width="100%"'
            ' height="100%"/><rect class="share-bar" width="{}%" height="100%"/></svg>',
            _stage(run),
            percent(run),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The run; while it goes on, the page looks again by itself, unless its reader stopped that."""
        run = self.get_object(request, object_id)
        going = run is not None and not run.is_over
        looking = going and request.GET.get("look") != "no"
        shown = {"run": run, "bar": self.progress(run) if run else "", "going": going, "looking": looking}
        response = super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})
        if looking and request.method == "GET":
            response["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return response

    @admin.display(description=_("bad rows"))
    def bad_rows(self, run: FeedRun) -> str:
        """How many, with their report."""
        if not run.bad:
            return "0"
        url = reverse("admin:competencies_feedrun_bad_rows", args=[run.pk])
        return format_html('<a href="{}">{}</a>', url, run.bad)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The runs, and above them how fresh each feed is and when the next file is looked for (G11)."""
        return super().changelist_view(request, {**(extra_context or {}), "freshness": freshness()})

    def get_urls(self) -> list[URLPattern]:
        """The address of the report besides."""
        view = self.admin_site.admin_view(self._report)
        return [
            path("<int:object_id>/bad-rows.csv", view, name="competencies_feedrun_bad_rows"),
            *super().get_urls(),
        ]

    def _report(self, request: HttpRequest, object_id: int) -> StreamingHttpResponse:
        run = FeedRun.objects.filter(pk=object_id).first()
        if run is None:
            raise Http404(gettext("There is no such run."))
        response = StreamingHttpResponse(report(run), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="bad-rows-{run.pk}.csv"'
        return response


@admin.register(FeedSource)
class FeedSourceAdmin(ReadOnlyAdmin):
    """Folder and address of each feed, as the settings have them: how the last try went."""

    list_display = ["feed", "kind", "tried_at", "succeeded_at", "failure", "next_at"]
    ordering = ["feed", "kind"]

    @admin.display(description=_("next try"))
    def next_at(self, source: FeedSource) -> datetime | None:
        """When it is asked next; nothing if the settings no longer name it."""
        return next_due(source)


@admin.register(FeedFile)
class FeedFileAdmin(ReadOnlyAdmin):
    """What lies in the folder, or once did."""

    list_display = ["name", "size", "seen_at", "taken"]
    ordering = ["-seen_at", "-pk"]
    finds = (by_value("name", _("file name")),)
