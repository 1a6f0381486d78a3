"""The clock in the staff's admin: when each job last ran, and how late the portal is."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from competencies.lateness import hanging_runs, oldest_due
from partners import days
from partners.clock import now, today
from partners.health import Clock
from partners.models import Message, Sweep
from partners.staff import ReadOnlyAdmin


@admin.register(Sweep)
class SweepAdmin(ReadOnlyAdmin):
    """Each job's last sweep; above the list stands what is late."""

    list_display = ["job", "started_at", "finished_at", "done", "problem"]
    list_display_links = None
    change_list_template = "admin/clock.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list with its figures."""
        return super().changelist_view(
            request, {**(extra_context or {}), "title": _("The clock"), "late": _late()}
        )


def _late() -> dict[str, Any]:
    moment, as_of = now(), today()
    due = oldest_due(as_of)
    return {
        "clock": Clock.look(moment),
        "due": days.written(due, as_of=as_of) if due else None,
        "runs": list(hanging_runs(moment)[:10]),
        "unsettled": Message.objects.unsettled().count(),
    }
