"""Many people asked into an organisation by one file: checked, looked at, and sent by a worker (B2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from partners import invitation_csv, messages
from partners.actions import events
from partners.actions.invitations import letter
from partners.journal import Kind
from partners.models import (
    Account,
    FileState,
    Invitation,
    InvitationFile,
    InvitationRow,
    JournalEntry,
    Organisation,
    RowState,
    User,
)
from partners.models.invitations import VALID
from partners.refusals import Refused

CHUNK = 200
"""So many rows share a transaction."""

PACE = timedelta(seconds=0.1)
"""Between the mails of one file: thousands at once would hold up every other message, such as an alert."""

KEPT = timedelta(days=7)
"""So long the rows of a file are kept, which name people."""


@transaction.atomic
def load(*, organisation: Organisation, content: bytes, language: str, on: date, by: User) -> InvitationFile:
    """Check a file and keep its rows for the look before sending; nothing is sent.

    Refused as a whole if it is no such file (`partners.invitation_csv.read`).
    """
    rows = invitation_csv.read(content)
    file = InvitationFile.objects.create(
        organisation=organisation, loaded_by=by, loaded_on=on, language=language
    )
    inside = _inside(organisation.pk, [row.email for row in rows])
    InvitationRow.objects.bulk_create([_row(file, row, inside.get(row.email, "")) for row in rows])
    return file


@transaction.atomic
def send(*, file: InvitationFile, by: User) -> InvitationFile:
    """Let a worker invite the people of the rows that are ready. Refused without any, or if it is on its way."""
    ready = file.rows.filter(state=RowState.READY).exists()
    if not ready:
        raise Refused("nothing-ready", _("No row of this file can be invited. Correct it and load it again."))
    waiting = InvitationFile.objects.filter(pk=file.pk, state=FileState.CHECKED)
    if not waiting.update(state=FileState.SENDING, loaded_by=by):
        raise Refused("sent", _("The invitations of this file are on their way already."))
    file.state = FileState.SENDING
    return file


@transaction.atomic
def invite_some(*, on: date) -> int:
    """Invite the next rows of some file that is being sent; returns how many rows are settled by it.

    One transaction that holds the file: two workers never share one, and who dies leaves nothing half done.
    """
    sending = InvitationFile.objects.sending().select_for_update(skip_locked=True, of=("self",))
    file = sending.select_related("organisation", "loaded_by").first()
    if file is None:
        return 0
    rows = list(file.rows.filter(state=RowState.READY).order_by("line")[:CHUNK])
    if not rows:
        InvitationFile.objects.filter(pk=file.pk).update(state=FileState.FINISHED)
        return 1
    # Whoever invites one of them by hand meanwhile waits, or is seen.
    Organisation.objects.select_for_update(no_key=True).get(pk=file.organisation_id)
    _invite(file, rows, on)
    return len(rows)


def forget(*, on: date) -> int:
    """Remove files whose time is over, with their rows; what was sent stays as invitations."""
    old = InvitationFile.objects.filter(loaded_on__lte=on - KEPT).exclude(state=FileState.SENDING)
    return old.delete()[0]


def _invite(file: InvitationFile, rows: Sequence[InvitationRow], on: date) -> None:
    inside = _inside(file.organisation_id, [row.email for row in rows])
    for row in rows:
        row.problem = inside.get(row.email, "")
        row.state = RowState.PASSED_OVER if row.problem else RowState.INVITED
    made = Invitation.objects.bulk_create(
        [_invitation(file, row, on) for row in rows if row.state == RowState.INVITED]
    )
    lines = {row.email: row.line for row in rows}
    messages.write([letter(each, on, after=PACE * lines[each.email]) for each in made])
    events.record_all([_entry(file, invitation, on) for invitation in made])
    InvitationRow.objects.bulk_update(rows, ["state", "problem"])


def _invitation(file: InvitationFile, row: InvitationRow, on: date) -> Invitation:
    return Invitation(
        organisation=file.organisation,
        email=row.email,
        name=row.name,
        roles=row.roles,
        language=file.language,
        invited_by=file.loaded_by,
        sent_on=on,
        expires_on=on + VALID,
    )


def _entry(file: InvitationFile, invitation: Invitation, on: date) -> JournalEntry:
    data = {"invitation": invitation.pk, "roles": invitation.roles, "file": file.pk}
    return events.entry(
        Kind.INVITATION_SENT, on=on, by=file.loaded_by, organisation=file.organisation, data=data
    )


def _row(file: InvitationFile, row: invitation_csv.Row, inside: str) -> InvitationRow:
    problem = row.problem or inside
    return InvitationRow(
        file=file,
        line=row.line,
        name=row.name,
        email=row.email,
        roles=list(row.roles),
        state=RowState.WRONG if problem else RowState.READY,
        problem=problem,
    )


def _inside(organisation: int, emails: Sequence[str]) -> dict[str, str]:
    """Which of these addresses have an account here or are invited already: codes of problems."""
    invited = Invitation.objects.open().filter(organisation=organisation, email__in=emails)
    accounts = Account.objects.open().filter(organisation=organisation, user__email__in=emails)
    return {
        **dict.fromkeys(invited.values_list("email", flat=True), "already-invited"),
        **dict.fromkeys(accounts.values_list("user__email", flat=True), "has-account"),
    }
