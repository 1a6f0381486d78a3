"""The front page of the staff's admin: the programme at a glance, above the lists (A3)."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from competencies.counts import kept
from competencies.feeds.freshness import freshness
from memberships.presenters.programme import overview
from memberships.queues import queues
from partners.clock import today

Page = Callable[..., TemplateResponse]


def with_overview(index: Page) -> Page:
    """Django's front page, with what the template shows above its lists."""

    def page(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = {"overview": overview(kept(today()), queues()), "freshness": freshness()}
        return index(request, {**shown, **(extra_context or {})})

    return page


# Before the addresses are made of it: urls are read after every admin module.
admin.site.index = with_overview(admin.site.index)  # type: ignore[method-assign]
admin.site.index_template = "admin/overview.html"
