"""The table of markets in the staff's admin: a correction, its effect first, and what came of it (A3, B1)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competencies.actions import markets
from competencies.presenters.corrections import Named
from partners.access import StaffPermission
from partners.clock import today
from partners.countries import country_name
from partners.models import CountryMarket, MarketCorrection, MarketEffect
from partners.models.markets import CorrectionStage
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_mpn_id, by_value


def _named() -> Named:
    return Named.on(today(), get_language() or "en")


def _choices() -> list[tuple[str, str]]:
    named = _named()
    return [(key, named.market(key)) for key in markets.known()]


class CorrectForm(forms.Form):
    """The market that a country should be in."""

    market = forms.ChoiceField(label=_("Market"), choices=_choices)


def _ask(asked: Asked) -> Model:
    return markets.ask(country=asked.row, reason=asked.reason, on=asked.on, by=asked.by, **asked.answers)


def _apply(asked: Asked) -> Model:
    return markets.apply(correction=asked.row, on=asked.on, by=asked.by)


def _drop(asked: Asked) -> Model:
    return markets.drop(correction=asked.row, on=asked.on, by=asked.by)


def _reason(correction: MarketCorrection) -> str:
    return correction.reason


def _page(correction: MarketCorrection) -> str:
    return reverse("admin:partners_marketcorrection_change", args=[correction.pk])


@admin.register(CountryMarket)
class CountryMarketAdmin(ActingAdmin):
    """The table behind every organisation's market; a correction shows its effect first."""

    list_display = ["country", "named", "market"]
    list_filter = ["market"]
    finds = (by_value("country", _("country")),)
    acting = (
        StaffAction(
            "correct", _("Correct the market"), CorrectForm, StaffPermission.CORRECT_MARKETS, _ask, then=_page
        ),
    )

    @admin.display(description=pgettext_lazy("what a thing is called", "name"))
    def named(self, row: CountryMarket) -> str:
        """The country in the reader's language."""
        return country_name(row.country)


@admin.register(MarketCorrection)
class MarketCorrectionAdmin(ActingAdmin):
    """Corrections: what each would change, and the decision."""

    list_display = ["country", "before", "market", "stage", "organisations", "affected", "asked_on"]
    list_filter = ["stage"]
    finds = (by_value("country", _("country")),)
    ordering = ["-pk"]
    fields = [
        "named", "so_far", "becomes", "reason", "stage", "progress", "organisations", "moving", "affected",
        "effects", "asked_on", "asked_by", "decided_on", "decided_by",
    ]  # fmt: skip
    readonly_fields = ["named", "so_far", "becomes", "progress", "moving", "effects"]
    acting = (
        StaffAction(
            "apply",
            _("Apply the correction"),
            PressForm,
            StaffPermission.CORRECT_MARKETS,
            _apply,
            given=_reason,
        ),
        StaffAction(
            "drop",
            _("Drop the correction"),
            PressForm,
            StaffPermission.CORRECT_MARKETS,
            _drop,
            given=_reason,
        ),
    )

    def fitting(self, row: MarketCorrection) -> set[str]:
        """It is decided about once, when its effect is known; dropped also before."""
        waits = {CorrectionStage.WEIGHING: {"drop"}, CorrectionStage.WEIGHED: {"apply", "drop"}}
        return waits.get(CorrectionStage(row.stage), set())

    @admin.display(description=_("country"))
    def named(self, row: MarketCorrection) -> str:
        """The country in the reader's language."""
        return country_name(row.country)

    @admin.display(description=_("market so far"))
    def so_far(self, row: MarketCorrection) -> str:
        """The name of the market that the country had."""
        return _named().market(row.before)

    @admin.display(description=_("market"))
    def becomes(self, row: MarketCorrection) -> str:
        """The name of the market that it gets."""
        return _named().market(row.market)

    @admin.display(description=_("done"))
    def progress(self, row: MarketCorrection) -> SafeString:
        """How far the stage is, as a bar with its words."""
        return format_html(
            '<progress max="{}" value="{}"></progress> {} / {}',
            row.organisations or 1, row.examined if row.organisations else 1, row.examined, row.organisations,
        )  # fmt: skip

    @admin.display(description=_("which"))
    def moving(self, row: MarketCorrection) -> SafeString:
        """A link to the organisations of the country."""
        address = reverse("admin:partners_organisation_changelist")
        words = _("organisations in %(country)s") % {"country": country_name(row.country)}
        return format_html('<a href="{}?country={}">{}</a>', address, row.country, words)

    @admin.display(description=_("what changes"))
    def effects(self, row: MarketCorrection) -> SafeString | str:
        """A link to the levels and renewals that change."""
        if not row.affected:
            return "–"
        address = reverse("admin:partners_marketeffect_changelist")
        words = _("levels and renewals, organisation by organisation")
        return format_html('<a href="{}?correction__id__exact={}">{}</a>', address, row.pk, words)


@admin.register(MarketEffect)
class MarketEffectAdmin(ReadOnlyAdmin):
    """What corrections would do, or did, to each organisation."""

    list_display = ["organisation", "renewal", "correction"]
    list_select_related = ["organisation", "correction"]
    list_filter = ["renewal"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
    fields = ["correction", "organisation", "gains", "loses", "renewal"]
    readonly_fields = ["gains", "loses"]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """One correction at a time, by the link on its page."""
        return lookup == "correction__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns; the names in them are read once for all rows."""
        named = _named()

        @admin.display(description=_("gains"))
        def gains(row: MarketEffect) -> str:
            return named.levels(row.gained)

        @admin.display(description=_("loses"))
        def loses(row: MarketEffect) -> str:
            return named.levels(row.lost)

        return ["organisation", gains, loses, "renewal", "correction"]

    @admin.display(description=_("gains"))
    def gains(self, row: MarketEffect) -> str:
        """The levels gained."""
        return _named().levels(row.gained)

    @admin.display(description=_("loses"))
    def loses(self, row: MarketEffect) -> str:
        """The levels lost."""
        return _named().levels(row.lost)
