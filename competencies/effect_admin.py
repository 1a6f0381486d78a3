"""Effects of editions in the staff's admin: how far each is, and which organisations it would move (D1)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from competencies import effects
from competencies.comparing import comparison
from competencies.effects import Wanted
from competencies.models import EditionEffect, EffectRow, Fate
from competencies.presenters.effect import named, words_for
from competencies.presenters.words import Words
from partners import days
from partners.clock import today
from partners.exports import csv_response, defused
from partners.models import User
from partners.security import Event, note
from partners.staff import ReadOnlyAdmin


@admin.register(EditionEffect)
class EditionEffectAdmin(ReadOnlyAdmin):
    """Every working out, the latest first."""

    list_display = ["__str__", "stage", "progress", "as_of", "asked_at", "asked_by", "finished_at", "tells"]
    list_select_related = ["draft", "edition", "asked_by"]
    ordering = ["-pk"]
    fields = [
        "draft", "edition", "stage", "progress", "as_of", "asked_at", "asked_by", "started_at", "finished_at", "tells",
    ]  # fmt: skip
    readonly_fields = ["progress"]
    change_form_template = "admin/effect_change_form.html"

    @admin.display(description=_("judged"))
    def progress(self, effect: EditionEffect) -> str:
        """How many organisations of how many."""
        if not effect.total:
            return "–"
        done = effect.total if effect.is_over else effects.judged(effect)
        return gettext("%(done)d of %(total)d") % {"done": done, "total": effect.total}

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the files, which are long."""
        return super().get_queryset(request).defer("draft__document", "edition__document")

    def get_urls(self) -> list[URLPattern]:
        """The addresses of the organisations besides."""
        site = self.admin_site
        return [
            path(
                "<int:object_id>/organisations/",
                site.admin_view(self._organisations),
                name="competencies_editioneffect_organisations",
            ),
            path(
                "<int:object_id>/organisations.csv",
                site.admin_view(self._csv),
                name="competencies_editioneffect_organisations_csv",
            ),
            *super().get_urls(),
        ]

    def _organisations(self, request: HttpRequest, object_id: int) -> HttpResponse:
        effect, wanted = self._asked(request, object_id)
        found = effects.page_of(effect, wanted, _after(request))
        shown, words = found[: effects.PAGE], _words(effect)
        query = {key: value for key, value in vars_of(wanted).items() if value}
        more = ""
        if len(found) > effects.PAGE:
            last = shown[-1]
            more = urlencode({**query, "after": f"{last.organisation_id}-{last.pk}"})
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Organisations that the edition would move"),
            "opts": self.opts,
            "effect": effect,
            "lines": [_line(row, words) for row in shown],
            "heading": _heading(wanted, words),
            "more": more,
            "query": urlencode(query),
        }
        return TemplateResponse(request, "admin/effect_organisations.html", context)

    def _csv(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        effect, wanted = self._asked(request, object_id)
        head = [
            gettext("MPN ID"), gettext("Organisation"), gettext("What"), gettext("Competency"), gettext("Level"),
            gettext("On"),
        ]  # fmt: skip
        response = csv_response(head, _cells(effect, wanted), name=f"effect-{effect.pk}")
        by = request.user if isinstance(request.user, User) else None
        note(Event.EXPORTED, by=by, what="edition-effect-csv", effect=effect.pk, on=today().isoformat())
        return response

    def _asked(self, request: HttpRequest, object_id: int) -> tuple[EditionEffect, Wanted]:
        effect = EditionEffect.objects.select_related("draft", "edition").filter(pk=object_id).first()
        if effect is None or not self.has_view_permission(request):
            raise Http404(gettext("There is no such effect."))
        return effect, Wanted(*(request.GET.get(key, "") for key in ("fate", "competency", "level")))


def vars_of(wanted: Wanted) -> dict[str, str]:
    """What is asked for, as it stands in an address."""
    return {"fate": wanted.fate, "competency": wanted.competency, "level": wanted.level}


def _after(request: HttpRequest) -> tuple[int, int] | None:
    organisation, _dash, pk = request.GET.get("after", "").partition("-")
    if not (organisation.isdecimal() and pk.isdecimal()) or max(len(organisation), len(pk)) > 18:
        return None
    return int(organisation), int(pk)


def _words(effect: EditionEffect) -> Words:
    return words_for(comparison(effect), language=get_language() or "en", on=today())


def _heading(wanted: Wanted, words: Words) -> str:
    if wanted.fate == Fate.RENEWAL:
        return str(Fate.RENEWAL.label)
    if not wanted.competency:
        return ""
    name = named(wanted.competency, wanted.level, words)
    known = dict(Fate.choices).get(wanted.fate)
    return gettext("%(level)s: %(what)s") % {"level": name, "what": known} if known else name


def _line(row: EffectRow, words: Words) -> dict[str, Any]:
    return {
        "organisation": row.organisation.display_name,
        "mpn_id": row.organisation.mpn_id,
        "url": reverse("admin:partners_organisation_change", args=[row.organisation_id]),
        "what": row.get_fate_display(),
        "level": named(row.competency, row.level, words) if row.competency else "",
        "day": days.written(row.on, as_of=words.on),
    }


def _cells(effect: EditionEffect, wanted: Wanted) -> Iterator[list[str]]:
    for row in effects.every_row(effect, wanted):
        organisation = row.organisation
        cells = [str(organisation.mpn_id), organisation.display_name, row.fate, row.competency, row.level]
        yield [defused(each) for each in [*cells, row.on.isoformat()]]
