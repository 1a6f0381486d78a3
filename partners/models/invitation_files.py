"""Files of people to invite, on their way from the upload to the invitations (B2)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.accounts import Role
from partners.models.organisations import Organisation
from partners.models.users import User


class FileState(models.TextChoices):
    """How far a file is."""

    CHECKED = "checked", _("checked, nothing sent")
    SENDING = "sending", _("being sent")
    FINISHED = "finished", _("finished")


class RowState(models.TextChoices):
    """What became of a row."""

    READY = "ready", _("ready")
    WRONG = "wrong", _("wrong")
    INVITED = "invited", _("invited")
    PASSED_OVER = "passed-over", _("passed over")


class InvitationFileQuerySet(models.QuerySet["InvitationFile"]):
    """Lookups of files."""

    def sending(self) -> Self:
        """Those whose invitations are on their way, the oldest first."""
        return self.filter(state=FileState.SENDING).order_by("pk")

    def of(self, organisation: Organisation) -> Self:
        """The organisation's own."""
        return self.filter(organisation=organisation)


class InvitationFile(models.Model):
    """One upload: its rows are checked at once, and invited by a worker after somebody said so."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_on = models.DateField(_("loaded on"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=20, choices=FileState, default=FileState.CHECKED)

    objects = InvitationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of people to invite")
        verbose_name_plural = _("files of people to invite")
        indexes = [
            models.Index(fields=["id"], condition=Q(state="sending"), name="invitation_file_sending"),
            models.Index(fields=["loaded_on"], name="invitation_file_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.loaded_on}"


class InvitationRow(models.Model):
    """One line of a file as it was read. `problem` is a code: why it is wrong or was passed over."""

    file = models.ForeignKey(InvitationFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    name = models.CharField(_("name"), max_length=150)
    email = models.CharField(_("email address"), max_length=254)
    roles = models.JSONField(_("roles"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=RowState)
    problem = models.CharField(_("problem"), max_length=30, blank=True, default="")

    class Meta:
        verbose_name = _("row of people to invite")
        verbose_name_plural = _("rows of people to invite")
        constraints = [
            UniqueConstraint(fields=["file", "line"], name="invitation_row_once"),
        ]
        indexes = [models.Index(fields=["file", "state", "line"], name="invitation_row_by_state")]

    def __str__(self) -> str:
        return f"{self.line}"

    @property
    def wanted(self) -> list[Role]:
        """The roles that the account will have."""
        return [Role(role) for role in self.roles]
