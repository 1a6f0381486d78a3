"""Benefits and product keys in the staff's admin: looked at by all, pools filled by programme managers (E5)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from memberships.actions import key_pools
from memberships.key_files import MOST_BYTES, PROBLEMS
from memberships.models import Entitlement, KeyFile, KeyGrant, KeyPool, SeatAssignment
from memberships.models.keys import COUNTED, LOW_AT, KeyFileState
from memberships.offers.published import benefit_names
from memberships.presenters.orders import text
from partners import days
from partners.access import StaffPermission
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_lists import by_mpn_id

SHOWN = 500
"""So many bad lines are named on the page of a file; the others are counted."""


class PoolForm(forms.Form):
    """A pool, by the benefit's key in the list of offers."""

    benefit = forms.CharField(label=_("Key of the benefit in the list of offers"), max_length=60)
    low_at = forms.IntegerField(
        label=_("Runs low with so many keys left"), initial=LOW_AT, min_value=0, max_value=COUNTED - 1
    )


class LowForm(forms.Form):
    """When a pool runs low."""

    low_at = forms.IntegerField(
        label=_("Runs low with so many keys left"), min_value=0, max_value=COUNTED - 1
    )


class KeyFileForm(forms.Form):
    """A file of product keys and the pool for it."""

    pool = forms.ModelChoiceField(label=_("Pool"), queryset=KeyPool.objects.order_by("benefit"))
    file = forms.FileField(
        label=_("File of product keys"),
        help_text=_(
            "Text with one key in each line, or CSV whose first line names the column “key”: UTF-8, up to 10,000 lines."
        ),
    )

    def clean_file(self) -> bytes:
        """Its content; a file that is too large is not read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 2 MB. Split it."))
        content: bytes = upload.read()
        return content


def _benefits() -> dict[str, str]:
    return {key: text(name) for key, name in benefit_names().items()}


def _set(asked: Asked) -> Model:
    return key_pools.set_pool(on=asked.on, by=asked.by, **asked.answers)


def _set_low(asked: Asked) -> Model:
    return key_pools.set_pool(benefit=asked.row.benefit, on=asked.on, by=asked.by, **asked.answers)


def _upload(asked: Asked) -> Model:
    answers = asked.answers
    return key_pools.upload(pool=answers["pool"], content=answers["file"], on=asked.on, by=asked.by)


def _add(asked: Asked) -> Model:
    return key_pools.add(file=asked.row, on=asked.on, by=asked.by)


def _discard(asked: Asked) -> Model:
    return key_pools.discard(file=asked.row, on=asked.on, by=asked.by)


class LowFilter(admin.SimpleListFilter):
    """Pools that run low."""

    title = _("state")
    parameter_name = "low"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The one choice."""
        return [("yes", gettext("runs low"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those, if that is asked for."""
        return queryset.low() if self.value() == "yes" else queryset


@admin.register(KeyPool)
class KeyPoolAdmin(ActingAdmin):
    """Pools of product keys, those in which a partner waits first; a programme manager fills them by files."""

    list_display = ["benefit", "keys_left", "state", "low_at", "wanted_on"]
    list_filter = [LowFilter, ("wanted_on", admin.EmptyFieldListFilter)]
    ordering = ["-wanted_on", "benefit"]
    fields = ["benefit", "keys_left", "state", "low_at", "wanted_on"]
    names: ClassVar = {"benefit": _benefits}
    readonly_fields = ["keys_left", "state"]
    adding = StaffAction("set", _("Open a pool"), PoolForm, StaffPermission.FILL_KEY_POOLS, _set)
    acting = (
        StaffAction("set-low", _("Set when it runs low"), LowForm, StaffPermission.FILL_KEY_POOLS, _set_low),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With how many keys are left."""
        return KeyPool.objects.counted()

    @admin.display(description=_("keys left"))
    def keys_left(self, row: Any) -> str:
        """As far as they are counted."""
        count = f"{row.left:,}"
        return gettext("%(count)s or more") % {"count": count} if row.left >= COUNTED else count

    @admin.display(description=_("state"))
    def state(self, row: Any) -> str:
        """In words; nothing where enough is left."""
        if row.wanted_on is not None:
            return gettext("empty: a partner waits")
        if row.left == 0:
            return gettext("empty")
        return gettext("runs low") if row.left <= row.low_at else ""


@admin.register(KeyFile)
class KeyFileAdmin(ActingAdmin):
    """Files of product keys: uploaded and checked, then added or discarded. No key is ever shown here."""

    list_display = ["pool", "uploaded_on", "uploaded_by", "state", "ready", "added"]
    list_select_related = ["pool", "uploaded_by"]
    list_filter = ["state"]
    ordering = ["-pk"]
    fields = ["pool", "uploaded_on", "uploaded_by", "state", "ready", "added", "bad_lines"]
    readonly_fields = ["bad_lines"]
    adding = StaffAction(
        "upload", _("Upload product keys"), KeyFileForm, StaffPermission.FILL_KEY_POOLS, _upload
    )
    acting = (
        StaffAction("add-keys", _("Add the keys"), PressForm, StaffPermission.FILL_KEY_POOLS, _add),
        StaffAction("discard", _("Discard the file"), PressForm, StaffPermission.FILL_KEY_POOLS, _discard),
    )

    def titled(self, row: KeyFile) -> str:
        """Of which pool, and of which day."""
        return gettext("%(pool)s, uploaded on %(day)s") % {
            "pool": row.pool,
            "day": days.full(row.uploaded_on),
        }

    def fitting(self, row: KeyFile) -> set[str]:
        """It is added or discarded once."""
        return super().fitting(row) if row.state == KeyFileState.CHECKED else set()

    @admin.display(description=_("lines left out"))
    def bad_lines(self, row: KeyFile) -> SafeString | str:
        """Each bad line by its number, with what is wrong with it."""
        if not row.problems:
            return gettext("none")
        lines = format_html_join(
            "",
            "<li>{}</li>",
            (
                (gettext("line %(line)d: %(problem)s") % {"line": line, "problem": PROBLEMS[code]},)
                for line, code in row.problems[:SHOWN]
            ),
        )
        rest = len(row.problems) - SHOWN
        more = gettext("and %(count)d more") % {"count": rest} if rest > 0 else ""
        return format_html_join("", "<ul>{}</ul>{}", [(lines, more)])


@admin.register(KeyGrant)
class KeyGrantAdmin(ReadOnlyAdmin):
    """To whom a key was given, by number: never which one it is."""

    list_display = ["key", "entitlement", "on", "by"]
    list_select_related = ["key", "entitlement", "by"]
    finds = (by_mpn_id("entitlement__organisation"),)
    ordering = ["-pk"]


@admin.register(Entitlement)
class EntitlementAdmin(ReadOnlyAdmin):
    """What organisations have activated."""

    list_display = ["benefit", "organisation", "starts_on", "until", "quantity", "used"]
    names: ClassVar = {"benefit": _benefits}
    list_select_related = ["organisation"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]


@admin.register(SeatAssignment)
class SeatAssignmentAdmin(ReadOnlyAdmin):
    """Who had which seat, from when to when."""

    list_display = ["entitlement", "account", "starts_on", "until"]
    list_select_related = ["entitlement", "account"]
    finds = (by_mpn_id("entitlement__organisation"),)
    ordering = ["-pk"]
