"""The admin of the vendor's staff: everybody looks, and what a staff role allows goes through an action.

Decision 11: no row is edited or deleted here, and no list of choices is read from a big table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.access import StaffPermission, staff_may
from partners.actions import events
from partners.clock import today
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused
from partners.staff_lists import CappedPaginator, Find, OrderedList, described, found
from partners.staff_names import Names, by_name, name_fields

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


@dataclass(frozen=True)
class Asked:
    """What a member of staff asks for: who, on which day, about which row, with which answers, and why.

    `reason` is there when the action runs; a form that asks for it itself has it among its answers, too.
    """

    by: User
    on: date
    row: Any
    answers: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True)
class StaffAction:
    """A write that staff may start: a form whose answers `run` hands to an action.

    `run` returns the row that was made or changed. If it raises Refused, each line of the message becomes
    an error of the form. A form that asks for no `reason` is asked for one besides; it goes into the journal
    with what the action writes there; `given` reads it off a row that has been given one before. `then` says
    where the way leads on, if not to the row.
    """

    name: str
    label: Promise
    form: type[forms.Form]
    needs: StaffPermission
    run: Callable[[Asked], Model]
    then: Callable[[Any], str] | None = None
    given: Callable[[Any], str] | None = None

    def asks(self) -> type[forms.Form]:
        """The form, with a reason in any case."""
        if self.given or "reason" in self.form.base_fields:
            return self.form
        return type(self.form.__name__, (self.form, WithReason), {})

    def carry_out(self, asked: Asked) -> Any:
        """Run it in one transaction with a line in the journal that holds the reason; returns the row."""
        answers = dict(asked.answers)
        if self.given:
            reason = self.given(asked.row)
        else:
            reason = answers["reason"] if "reason" in self.form.base_fields else answers.pop("reason")
        with transaction.atomic(), events.given(reason) as told:
            done = self.run(replace(asked, answers=answers, reason=reason))
            if not told.taken:
                self._record(asked, done)
        return done

    def _record(self, asked: Asked, done: Any) -> None:
        """For what writes no line of its own, such as an upload that a worker takes up."""
        organisation = getattr(done, "organisation", None)
        data = {"action": f"{done._meta.label_lower}.{self.name}", "row": str(done.pk)}
        events.record(Kind.STAFF_ACTED, on=asked.on, by=asked.by, organisation=organisation, data=data)

    def allowed(self, request: HttpRequest) -> bool:
        """Whether the staff role of the signed-in user allows it (A3)."""
        return isinstance(request.user, User) and staff_may(request.user, self.needs)


class WithReason(forms.Form):
    """What every action of staff is asked for (D5)."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It stays in the journal for good, where the partner may read it. Name no person."
        ),
    )


class PressForm(forms.Form):
    """Of an action that asks for nothing but the reason: the button says the rest."""


class ReadOnlyAdmin(ModelAdmin):
    """Every member of staff sees the rows; nobody adds, changes or deletes one."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    paginator = CappedPaginator
    sortable_by = ()
    finds: Sequence[Find] = ()
    names: ClassVar[Mapping[str, Names]] = {}
    """Of fields that hold keys: what the keys are called."""

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        name_fields(model)

    def titled(self, row: Any) -> str:
        """What a row is called in headings and messages."""
        return str(row)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, keys by their names."""
        return by_name(super().get_list_display(request), self.names, self.model)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """The fields of a row, likewise."""
        return by_name(super().get_fields(request, obj), self.names, self.model)

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of a row shows besides its fields."""
        return {"subtitle": self.titled(row)}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The row, with what stands beside it."""
        response = super().change_view(request, object_id, form_url, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data |= self.beside(request, response.context_data["original"])
        return response

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """A list that keeps its order."""
        return OrderedList

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """What can be searched for: the box is there if anything can."""
        return [str(each.words) for each in self.finds]

    @property
    def search_help_text(self) -> str:  # type: ignore[override]  # Django's is a plain value
        """The same, for the reader."""
        return described(self.finds)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The rows that the words find, none of them twice."""
        text = search_term.strip()
        return (found(self.finds, queryset, text) if text and self.finds else queryset), False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Staff may look."""
        return isinstance(request.user, User) and request.user.is_active and request.user.is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        """And so sees the app on the front page."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody, but through an action."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody, not even a superuser."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: history stays."""
        return False


class ActingAdmin(ReadOnlyAdmin):
    """Read-only rows with writes through actions: `adding` makes a row, each of `acting` is about one."""

    adding: StaffAction | None = None
    acting: Sequence[StaffAction] = ()
    change_form_template = "admin/acting_change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may start the action that makes one."""
        return self.adding is not None and self.adding.allowed(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of the action instead of the row's own."""
        if self.adding is None:
            raise PermissionDenied
        return self._act(request, self.adding, None)

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """With links to what may be done about it."""
        return {**super().beside(request, row), "acting": self._offered(request, row)}

    def fitting(self, row: Any) -> set[str]:
        """The names of the actions that make sense for the row; all of them unless an admin knows better."""
        return {each.name for each in self.acting}

    def _offered(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        fit = self.fitting(row)
        offered = [each for each in self.acting if each.name in fit and each.allowed(request)]
        return [{"label": each.label, "url": self._url(each.name, str(row.pk))} for each in offered]

    def get_urls(self) -> list[URLPattern]:
        """An address for each action about a row."""
        own = [
            path(
                f"<path:object_id>/{action.name}/",
                self.admin_site.admin_view(self._view_of(action)),
                name=self._url_name(action.name),
            )
            for action in self.acting
        ]
        return own + super().get_urls()

    def _view_of(self, action: StaffAction) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            row = self.get_object(request, object_id)
            if row is None:
                raise Http404
            return self._act(request, action, row)

        return view

    def _act(self, request: HttpRequest, action: StaffAction, row: Model | None) -> HttpResponse:
        if not action.allowed(request):
            raise PermissionDenied
        posted = request.method == "POST"
        # A form that asks nothing is bound all the same: its button was pressed.
        asks = action.asks()
        form = asks(request.POST, request.FILES) if posted else asks()
        if posted and form.is_valid():
            done = self._run(request, action, row, form)
            if done is not None:
                own = isinstance(done, self.model)
                messages.success(request, _("Done: %(what)s.") % {"what": self.titled(done) if own else done})
                return HttpResponseRedirect(
                    action.then(done) if action.then else self._url("change", str(done.pk))
                )
        context = {
            **self.admin_site.each_context(request),
            "title": action.label,
            "opts": self.opts,
            "row": row,
            "named": self.titled(row) if row is not None else "",
            "form": form,
        }
        return TemplateResponse(request, "admin/act.html", context)

    def _run(
        self, request: HttpRequest, action: StaffAction, row: Model | None, form: forms.Form
    ) -> Model | None:
        by = cast(User, request.user)
        try:
            done: Model = action.carry_out(Asked(by, today(), row, form.cleaned_data))
        except Refused as refusal:
            for line in str(refusal).splitlines():
                form.add_error(None, line)
            return None
        self.log_change(request, done, [{"changed": {"name": str(action.label), "object": action.name}}])
        return done

    def _url(self, name: str, object_id: str) -> str:
        return reverse(f"admin:{self._url_name(name)}", args=[object_id])

    def _url_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"
