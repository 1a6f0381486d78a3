"""What the database refuses of the tenant, by trying it (habit 7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from partners.models import (
    Account,
    AccountRole,
    Enrolment,
    Heartbeat,
    Invitation,
    InvitationFile,
    InvitationRow,
    JournalEntry,
    Location,
    Message,
    Organisation,
    Sweep,
    Term,
    TermEntry,
    User,
)

DAY = date(2018, 3, 1)
YEAR, GRACE = date(2019, 3, 1), date(2019, 3, 31)


def refused(constraint, make, **columns):
    """The database refuses the row, naming the constraint where the engine does."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(**columns)
    text = str(error.value)
    assert constraint in text or "UNIQUE constraint failed" in text


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["erik@example.org", "Erik@Example.org"])
def test_an_address_has_one_login_in_whatever_case(email):
    User.objects.create(email="erik@example.org")
    refused("email", User.objects.create, email=email)


@pytest.mark.django_db
def test_a_login_is_found_however_its_address_is_typed():
    user = User.objects.create_user("Erik@Example.org", name="Erik")
    assert User.objects.get_by_natural_key("ERIK@example.org") == user


def test_a_user_has_one_open_account_in_an_organisation(world):
    account = world.account(world.organisation("Contoso"), "erik")
    tie = {"user": account.user, "organisation": account.organisation}
    refused("account_one_open_per_organisation", Account.objects.create, starts_on=DAY, **tie)
    Account.objects.create(starts_on=DAY, until=DAY, **tie)


def test_accounts_that_cannot_be(world):
    organisation, user = world.organisation("Contoso"), world.user("erik")
    tie = {"user": user, "organisation": organisation}
    before = DAY - timedelta(days=1)
    refused("account_not_backwards", Account.objects.create, starts_on=DAY, until=before, **tie)
    sharing = {"until": DAY, "shares_transcript": True}
    refused("account_sharing_ends_with_it", Account.objects.create, starts_on=DAY, **sharing, **tie)


def test_a_role_is_known_and_given_once(world):
    account = world.account(world.organisation("Contoso"), "erik", "employee")
    refused("account_role_once", AccountRole.objects.create, account=account, role="employee")
    refused("account_role_known", AccountRole.objects.create, account=account, role="owner")


def test_an_mpn_id_is_given_once_and_positive(world):
    contoso = world.organisation("Contoso")
    whole = {"legal_name": "Other", "country": "BE", "market": "developed", "joined_on": DAY}
    refused("mpn_id", Organisation.objects.create, mpn_id=contoso.mpn_id, **whole)
    # PostgreSQL names Django's own check of a positive number, or ours: either refuses it.
    refused("mpn_id", Organisation.objects.create, mpn_id=0, **whole)
    nameless = {**whole, "legal_name": ""}
    refused("organisation_has_legal_name", Organisation.objects.create, mpn_id=7, **nameless)


def test_an_organisation_has_one_head_office(world):
    office = {"organisation": world.organisation("Contoso"), "country": "BE", "is_head_office": True}
    Location.objects.create(city="Ghent", **office)
    refused("location_one_head_office", Location.objects.create, city="Liège", **office)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("term_has_days", {"until": DAY}),
        ("term_grace_after_it", {"grace_until": YEAR - timedelta(days=1)}),
        ("term_not_ended_before_it", {"ended_on": DAY - timedelta(days=1)}),
    ],
)
def test_terms_that_cannot_be(world, constraint, columns):
    whole = {"level": "silver", "starts_on": DAY, "until": YEAR, "grace_until": GRACE, **columns}
    refused(constraint, Term.objects.create, organisation=world.organisation("Contoso"), **whole)


def test_a_term_starts_once_on_a_day_and_displays_a_level_once(world):
    whole = {"level": "silver", "starts_on": DAY, "until": YEAR, "grace_until": GRACE}
    term = Term.objects.create(organisation=world.organisation("Contoso"), **whole)
    refused("term_one_per_start", Term.objects.create, organisation=term.organisation, **whole)
    entry = {"term": term, "competency": "cloud", "level": "gold", "since": DAY}
    TermEntry.objects.create(**entry)
    refused("term_entry_once", TermEntry.objects.create, **entry)


@pytest.mark.django_db
def test_an_effect_and_a_heartbeat_have_one_row():
    time_of_beat = datetime(2018, 3, 1, tzinfo=UTC)
    JournalEntry.objects.create(on=DAY, kind="level-lost", effect_key="mail:1")
    refused("effect_key", JournalEntry.objects.create, on=DAY, kind="level-lost", effect_key="mail:1")
    Heartbeat.objects.create(name="other", beaten_at=time_of_beat)
    refused("name", Heartbeat.objects.create, name="other", beaten_at=time_of_beat)


SENT = datetime(2018, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("message_state_known", {"state": "lost"}),
        ("message_sent_at_a_time", {"state": "sent"}),
        ("message_sent_at_a_time", {"sent_at": SENT}),
        ("message_held_while_sending", {"state": "sending"}),
        ("message_held_while_sending", {"leased_until": SENT}),
        ("message_to_a_login_or_an_address", {"recipient": None}),
        ("message_to_a_login_or_an_address", {"address": "ada@example.org"}),
        ("message_to_a_login_or_an_address", {"organisation": None}),
    ],
)
def test_messages_that_cannot_be(world, constraint, columns):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    row = {
        "recipient": ada, "organisation": contoso, "kind": "renewal-risk", "on": DAY,
        "effect_key": "one", "written_at": SENT, "due_at": SENT,
    }  # fmt: skip
    refused(constraint, Message.objects.create, **{**row, **columns})


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("invitation_one_open_per_address", {}),
        ("invitation_address_in_lower_case", {"email": "Ivy@example.org"}),
        ("invitation_address_in_lower_case", {"email": ""}),
        ("invitation_settled_by_its_state", {"state": "accepted", "settled_on": DAY}),
        ("invitation_settled_by_its_state", {"state": "withdrawn"}),
        ("invitation_settled_by_its_state", {"state": "lost"}),
        ("invitation_works_for_a_time", {"email": "other@example.org", "expires_on": DAY}),
    ],
)
def test_invitations_that_cannot_be(world, constraint, columns):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    row = {
        "organisation": contoso, "email": "ivy@example.org", "name": "Ivy", "language": "en",
        "invited_by": ada, "sent_on": DAY, "expires_on": YEAR,
    }  # fmt: skip
    Invitation.objects.create(**row)
    refused(constraint, Invitation.objects.create, **{**row, **columns})


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("enrolment_goes_on_confirmed", {"state": "approved"}),
        ("enrolment_goes_on_confirmed", {"confirmed_on": DAY}),
        ("enrolment_makes_an_organisation", {"state": "enrolled", "confirmed_on": DAY}),
        ("enrolment_refused_with_a_reason", {"state": "refused", "confirmed_on": DAY, "reason": "No"}),
        ("enrolment_works_for_a_time", {"expires_on": DAY}),
    ],
)
def test_enrolments_that_cannot_be(world, constraint, columns):
    row = {
        "legal_name": "Northwind", "display_name": "Northwind", "country": "BE", "city": "Ghent",
        "name": "Nina", "email": "nina@example.org", "language": "en", "asked_on": DAY, "expires_on": YEAR,
    }  # fmt: skip
    refused(constraint, Enrolment.objects.create, **{**row, **columns})


def test_a_line_of_a_file_is_kept_once(world):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    file = InvitationFile.objects.create(organisation=contoso, loaded_by=ada, loaded_on=DAY, language="en")
    row = {"file": file, "line": 2, "name": "Ivy", "email": "ivy@example.org", "state": "ready"}
    InvitationRow.objects.create(**row)
    refused("invitation_row_once", InvitationRow.objects.create, **row)


def test_a_reader_is_told_one_thing_once(world):
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada").user
    row = {
        "recipient": ada, "organisation": contoso, "kind": "renewal-risk", "on": DAY,
        "effect_key": "one", "written_at": SENT, "due_at": SENT,
    }  # fmt: skip
    Message.objects.create(**row)
    refused("effect_key", Message.objects.create, **row)


@pytest.mark.django_db
def test_a_job_has_one_row():
    Sweep.objects.create(job="mail", started_at=SENT)
    refused("job", Sweep.objects.create, job="mail", started_at=SENT)
