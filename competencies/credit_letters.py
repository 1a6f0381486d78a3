"""Letters to who reported missing credit: that staff answered, or that it has come (C7)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from competencies.models import CreditReport
from competencies.presenters.credit import subject_of
from competencies.published import NoProgramme, current_programme
from partners import days
from partners.clock import today
from partners.models import Message, MessageKind


def credit_contents(message: Message) -> tuple[str, dict[str, Any]]:
    """The subject, and what the template is given, in the language that is active."""
    report = CreditReport.objects.select_related("override").get(pk=message.data["report"])
    about = subject_of(report, _edition(), translation.get_language() or "en")
    subject = {
        MessageKind.CREDIT_ANSWERED: _("Your report was answered: %(about)s"),
        MessageKind.CREDIT_CLOSED: _("What you missed has come: %(about)s"),
    }[MessageKind(message.kind)]
    page = reverse("competencies:my_achievements", args=[message.partner.public_id])
    return subject % {"about": about}, {
        "about": about,
        "day": days.full(report.day),
        "answer": report.answer,
        "override_until": days.full(days.last_day(report.override.last_until)) if report.override else "",
        "url": f"{settings.PORTAL_URL}{page}",
        "why": _("You get this because you reported it."),
    }


def _edition() -> Any:
    try:
        return current_programme().edition_on(today())
    except NoProgramme:
        return None
