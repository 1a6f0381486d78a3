"""Actions of the staff that show what they would do before they do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from partners.confirming import require_confirmation
from partners.refusals import Refused
from partners.staff import ActingAdmin, Asked, StaffAction


@dataclass(frozen=True)
class Seen:
    """What is shown before the confirmation: the context of the template, and what tells it from anything else."""

    context: Mapping[str, Any]
    about: str

    @property
    def stamp(self) -> str:
        """A text that is another one as soon as something else is shown."""
        return sha256(self.about.encode()).hexdigest()[:32]


def _nothing(asked: Asked) -> Seen:
    return Seen({}, "")


@dataclass(frozen=True)
class PreviewedAction(StaffAction):
    """A write that is carried out once its effect has been read: `preview` says what `template` shows.

    It is worked out anew when it is confirmed; if it is another one by then, it is shown again. `confirms`: only
    for who proved within the last minutes that it is them.
    """

    preview: Callable[[Asked], Seen] = field(default=_nothing)
    template: str = ""
    confirms: bool = False


class PreviewingAdmin(ActingAdmin):
    """An admin whose actions may be previewed."""

    def _act(self, request: HttpRequest, action: StaffAction, row: Model | None) -> HttpResponse:
        if not isinstance(action, PreviewedAction):
            return super()._act(request, action, row)
        if not action.allowed(request):
            raise PermissionDenied
        if action.confirms:
            require_confirmation(request)
        shown: list[Seen] = []
        response = super()._act(request, _looking_first(action, request, shown), row)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.template_name = "admin/act_previewed.html"
            preview = shown[-1] if shown else None
            response.context_data |= {"preview": preview, "shown_by": action.template}
            response.context_data |= dict(preview.context) if preview else {}
        return response


def _looking_first(action: PreviewedAction, request: HttpRequest, shown: list[Seen]) -> StaffAction:
    """The action, carried out only if what is seen is what was confirmed; else it refuses, which writes nothing."""

    def run(asked: Asked) -> Model:
        seen = action.preview(asked)
        shown.append(seen)
        confirmed = request.POST.get("seen", "")
        if confirmed == seen.stamp:
            return action.run(asked)
        # Without a word on the first look: nothing is wrong.
        changed = _("What you confirm is not what you looked at any more. Read it again.")
        raise Refused("look-first", changed if confirmed else "")

    return replace(action, run=run)
