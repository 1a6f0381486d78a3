"""Erasing a person's data in the staff's admin: first everything that it will do, then the confirmation."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.actions.erasures import identifying_texts
from competencies.models import Erasure
from competencies.presenters.alerts import level_in
from competencies.published import NoProgramme, published
from competencies.views.loading import words_of
from memberships.actions.erasures import erase
from partners.access import StaffPermission
from partners.identifying import Identifying
from partners.journal import Kind
from partners.models import Account, JournalEntry, Organisation, User
from partners.previews import PreviewedAction, PreviewingAdmin, Seen
from partners.staff import Asked
from partners.staff_fields import UserField


class EraseForm(forms.Form):
    """Whose data, and why."""

    user = UserField(label=gettext_lazy("Email address of the login"))
    reason = forms.CharField(
        label=gettext_lazy("Reason, and how you made sure who asks"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("It stays. Write it without the person’s name, address or MCID."),
    )


@dataclass(frozen=True)
class Foreseen:
    """What an erasure would do: counts by what goes, levels that change, and what it cannot reach."""

    removed: dict[str, int]
    levels: tuple[str, ...]
    unreachable: int


def foreseen(user: User, reason: str, *, on: date, by: User) -> Foreseen:
    """Carry it out and take it back: so it is what would happen, by the same code. Raises Refused as that does."""
    identifying = identifying_texts(user)
    places = list(Organisation.objects.filter(accounts__user=user).distinct().order_by("pk"))
    with transaction.atomic():
        last = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        done = erase(user=user, reason=reason, on=on, by=by)
        entries = JournalEntry.objects.filter(pk__gt=last, organisation__in=places)
        told = entries.filter(kind__in=_TOLD).select_related("organisation").order_by("pk")
        levels = tuple(dict.fromkeys(_level(each, on) for each in told))
        transaction.set_rollback(True)
    return Foreseen(done.removed, levels, _unreachable(user, places, identifying))


_TOLD = {
    Kind.LEVEL_LOST: gettext_lazy("%(organisation)s would lose %(level)s today."),
    Kind.RISK_RAISED: gettext_lazy("%(organisation)s would have its renewal at risk: %(level)s."),
}


def _level(entry: JournalEntry, on: date) -> str:
    organisation = entry.organisation
    name = organisation.display_name if organisation else ""
    level = entry.level
    try:
        if organisation is not None and entry.competency:
            words = words_of(organisation, published().programme, as_of=on)
            level = level_in(entry.level, entry.competency, words, inside=True)
    except NoProgramme:
        pass
    return str(_TOLD[Kind(entry.kind)]) % {"organisation": name, "level": level or _("the membership")}


def _unreachable(user: User, places: list[Organisation], identifying: Identifying) -> int:
    """How many entries of the journal have a reason in which staff named the person: they can never be changed."""
    rows = JournalEntry.objects.filter(organisation__in=places).about(user.pk)
    reasons = rows.filter(data__has_key="reason").values_list("data__reason", flat=True)
    return sum(identifying.within(str(reason)) for reason in reasons)


def _lines(removed: dict[str, int]) -> list[tuple[str, int]]:
    """What goes, by kind, with how many."""
    names = {
        "accounts": _("Accounts that end today, with their associations"),
        "transcripts": _("Transcripts made unrecognisable: name, address, access code, MCID"),
        "reports": _("Reports of missing credit emptied, open ones withdrawn"),
        "evidence": _("Files of evidence removed"),
        "invitations": _("Invitations removed"),
        "messages": _("Messages removed"),
        "sessions": _("Sessions ended"),
        "factors": _("Second factors removed"),
        "providers": _("Links to a sign-in provider removed"),
        "contacts": _("Offices and requests of customers of which they were the contact"),
        "notes": _("Notes about referrals in which the person is named, rewritten"),
        "texts": _("Texts of others in which the person is named, rewritten"),
    }
    return [(name, removed.get(key, 0)) for key, name in names.items()]


def _before(asked: Asked) -> Seen:
    user = asked.answers["user"]
    found = foreseen(user, asked.answers["reason"], on=asked.on, by=asked.by)
    open_at = Account.objects.open().filter(user=user).select_related("organisation")
    context = {
        "person": user,
        "places": [each.organisation for each in open_at.order_by("organisation__display_name")],
        "lines": _lines(found.removed),
        "levels": found.levels,
        "unreachable": found.unreachable,
    }
    # Sessions and messages come and go while somebody reads: they are no reason to ask again.
    kept = {key: count for key, count in found.removed.items() if key not in {"sessions", "messages"}}
    return Seen(context, f"{user.pk} {asked.answers['reason']} {kept} {found.levels} {found.unreachable}")


def _erase(asked: Asked) -> Model:
    return erase(on=asked.on, by=asked.by, **asked.answers)


@admin.register(Erasure)
class ErasureAdmin(PreviewingAdmin):
    """Whose data were erased, without saying who that was."""

    list_display = ["__str__", "erased_on", "erased_by", "reason"]
    list_select_related = ["erased_by"]
    ordering = ["-pk"]
    adding = PreviewedAction(
        "erase",
        gettext_lazy("Erase a person’s data"),
        EraseForm,
        StaffPermission.ERASE_PEOPLE,
        _erase,
        preview=_before,
        template="admin/erasure_preview.html",
        confirms=True,
    )
