"""Who comes in, in the staff's admin: invitations, files of them, firms that enrol themselves (B1, B2)."""

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.access import StaffPermission
from partners.actions import accounts, enrolments, invitations
from partners.forms import LanguageField
from partners.models import Enrolment, Invitation, InvitationFile, Role
from partners.models.enrolments import EnrolmentState
from partners.models.invitations import InvitationState
from partners.refusals import Refused
from partners.staff import ActingAdmin, Asked, PressForm, ReadOnlyAdmin, StaffAction
from partners.staff_fields import OrganisationField
from partners.staff_lists import by_address, by_beginning, by_mpn_id


class InviteForm(forms.Form):
    """The first admin of an organisation that staff enrolled, or one in place of the last, without a login (A3)."""

    organisation = OrganisationField(label=_("MPN ID"))
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Email address"), max_length=254)
    language = LanguageField(label=_("Language of the mail"))


class ReasonForm(forms.Form):
    """Why the firm is refused."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea, help_text=_("It is mailed to the firm, in your words.")
    )


def _invite(asked: Asked) -> Model:
    """Others are invited by the organisation's own admin."""
    if accounts.has_admin(asked.answers["organisation"]):
        raise Refused("has-admin", gettext("This organisation has an admin, who invites its people."))
    return invitations.invite(roles=[Role.ADMIN], on=asked.on, by=asked.by, **asked.answers)


def _send_invitation_again(asked: Asked) -> Model:
    return invitations.send_again(invitation=asked.row, on=asked.on, by=asked.by)


def _withdraw(asked: Asked) -> Model:
    return invitations.withdraw(invitation=asked.row, on=asked.on, by=asked.by)


def _approve(asked: Asked) -> Model:
    return enrolments.approve(enrolment=asked.row, on=asked.on, by=asked.by)


def _refuse(asked: Asked) -> Model:
    return enrolments.refuse(enrolment=asked.row, on=asked.on, by=asked.by, **asked.answers)


@admin.register(Invitation)
class InvitationAdmin(ActingAdmin):
    """Who is asked into which organisation; the link is in the mail only (B2)."""

    list_display = ["email", "organisation", "state", "sent_on", "expires_on"]
    list_select_related = ["organisation"]
    list_filter = ["state"]
    finds = (by_address("email"), by_mpn_id())
    ordering = ["-pk"]
    adding = StaffAction(
        "invite", _("Invite somebody"), InviteForm, StaffPermission.MANAGE_ORGANISATIONS, _invite
    )
    acting = (
        StaffAction(
            "send-again",
            _("Send it again"),
            PressForm,
            StaffPermission.MANAGE_ORGANISATIONS,
            _send_invitation_again,
        ),
        StaffAction("withdraw", _("Withdraw it"), PressForm, StaffPermission.MANAGE_ORGANISATIONS, _withdraw),
    )

    def fitting(self, row: Invitation) -> set[str]:
        """One that was accepted or withdrawn is settled."""
        return super().fitting(row) if row.state == InvitationState.OPEN else set()


@admin.register(Enrolment)
class EnrolmentAdmin(ActingAdmin):
    """Firms that enrol themselves, and those that wait for approval (B1)."""

    list_display = ["legal_name", "country", "email", "state", "asked_on", "organisation"]
    list_select_related = ["organisation"]
    list_filter = ["state"]
    finds = (
        by_address("email"),
        by_beginning("legal_name", _("beginning of the legal name")),
    )
    ordering = ["-pk"]
    acting = (
        StaffAction("approve", _("Approve it"), PressForm, StaffPermission.MANAGE_ORGANISATIONS, _approve),
        StaffAction("refuse", _("Refuse it"), ReasonForm, StaffPermission.MANAGE_ORGANISATIONS, _refuse),
    )

    def fitting(self, row: Enrolment) -> set[str]:
        """Decided about while it waits for that."""
        return super().fitting(row) if row.state == EnrolmentState.CONFIRMED else set()


@admin.register(InvitationFile)
class InvitationFileAdmin(ReadOnlyAdmin):
    """Files of people to invite, and how far they are."""

    list_display = ["loaded_on", "organisation", "state"]
    list_select_related = ["organisation"]
    list_filter = ["state"]
    finds = (by_mpn_id(),)
    ordering = ["-pk"]
