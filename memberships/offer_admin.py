"""Lists of offers in the staff's admin: a file is checked and looked at, then published for good (A3, E1)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.programme.document import MAX_BYTES
from memberships.actions import offers
from memberships.models import OfferEdition
from memberships.offers import OfferList, OffersError
from memberships.offers.published import offers_of
from memberships.presenters.offer_list import differences, offer_lines
from partners import days
from partners.access import StaffPermission
from partners.previews import PreviewedAction, PreviewingAdmin, Seen
from partners.refusals import Refused
from partners.staff import Asked


class OffersForm(forms.Form):
    """The file of a list of offers; once looked at, its text comes along, so that it is chosen only once."""

    document = forms.FileField(
        label=_("File of offers (YAML)"),
        required=False,
        help_text=_("After the first look it need not be chosen again."),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The text of the file, or of the one that was looked at; a file that is too large is not read."""
        cleaned = super().clean() or {}
        upload, text = cleaned.get("document"), cleaned.pop("text", "")
        if "document" in self.errors:
            return cleaned
        if upload is not None:
            text = _text_of(upload)
        elif not text:
            raise forms.ValidationError({"document": self.fields["document"].error_messages["required"]})
        # A browser sends the lines of a form with another end than the file had.
        cleaned["document"] = text.replace("\r\n", "\n")
        self.data = {**dict(self.data.items()), "text": cleaned["document"]}
        return cleaned


def _text_of(upload: "UploadedFile[Any]") -> str:
    if upload.size is None or upload.size > MAX_BYTES:
        raise forms.ValidationError({"document": gettext("This file is over 1 MiB. Choose another.")})
    try:
        text: str = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = gettext("This file is not UTF-8 text. Choose another.")
        raise forms.ValidationError({"document": message}) from error
    return text


def _checked(asked: Asked) -> OfferList:
    try:
        return offers.checked(asked.answers["document"], on=asked.on)
    except OffersError as error:
        raise Refused("bad-file", "\n".join(map(str, error.problems))) from error


def _before_publishing(asked: Asked) -> Seen:
    found = _checked(asked)
    earlier = OfferEdition.objects.in_force(found.effective_from).first()
    context = {
        "lines": offer_lines(found),
        "differences": differences(offers_of(earlier) if earlier else None, found),
        "earlier": earlier,
        "edition": found.key,
        "effective": days.written(found.effective_from, as_of=asked.on),
    }
    return Seen(context, f"{asked.answers['document']} {earlier and earlier.pk}")


def _publish(asked: Asked) -> Model:
    return offers.publish(on=asked.on, by=asked.by, **asked.answers)


@admin.register(OfferEdition)
class OfferEditionAdmin(PreviewingAdmin):
    """Lists of offers; a programme manager publishes them for good."""

    list_display = ["edition", "effective_from", "published_on", "published_by"]
    list_select_related = ["published_by"]
    ordering = ["-effective_from"]
    adding = PreviewedAction(
        "publish",
        _("Publish offers"),
        OffersForm,
        StaffPermission.PUBLISH_OFFERS,
        _publish,
        preview=_before_publishing,
        template="admin/offers_preview.html",
    )
