"""The journal only grows, on both engines and also after a migration (decision 9)."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from partners.append_only import protected_tables, release
from partners.journal import Cause, Kind, Reason
from partners.models import JournalEntry

STATEMENTS = [
    "UPDATE partners_journalentry SET kind = 'other'",
    "DELETE FROM partners_journalentry",
]


@pytest.fixture
def entry(db):
    return JournalEntry.objects.create(on="2018-03-01", kind=Kind.LEVEL_LOST)


def is_refused(statement):
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_an_entry_is_neither_changed_nor_deleted(entry, statement):
    is_refused(statement)


@pytest.mark.postgres
def test_nor_is_the_table_emptied(entry):
    connection.check_constraints()  # PostgreSQL truncates nothing while foreign keys wait to be checked
    is_refused("TRUNCATE partners_journalentry")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_migrate_makes_the_triggers_again(entry, statement):
    release(connection, protected_tables(apps.get_app_config("partners")))
    call_command("migrate", verbosity=0)
    is_refused(statement)


def test_the_same_goes_for_published_editions():
    assert protected_tables(apps.get_app_config("competencies")) == [
        "competencies_programmeedition", "competencies_erasure",
    ]  # fmt: skip


def test_a_cause_is_kept_as_codes_and_ids():
    cause = Cause(Reason.PERSON_SEVERED, {"person": 4})
    assert cause.as_data() == {"reason": "person-severed", "person": 4}


def test_no_kind_or_reason_was_renamed():
    """Rows that hold them are never changed: a code may be added here, never altered or dropped."""
    assert set(Kind.values) >= {
        "organisation-enrolled", "account-opened", "account-ended", "roles-set", "sharing-set",
        "edition-published", "transcript-recorded", "transcript-claimed", "achievements-recorded",
        "achievements-associated", "achievements-severed", "override-placed", "override-ended",
        "reading-recorded", "attestation-recorded", "term-started", "term-ended", "level-attained",
        "level-lost", "display-added", "risk-raised", "risk-changed", "risk-cleared",
    }  # fmt: skip
    assert set(Reason.values) >= {
        "person-associated", "person-severed", "account-ended", "achievement-recorded", "override-placed",
        "override-ended-early", "reading-recorded", "attestation-recorded", "term-started", "term-ended",
        "revoked", "expired", "no-longer-accepted", "not-yet-earned", "not-associated", "incomplete",
        "needed-elsewhere", "person-counts", "override-began", "override-ended", "reading-left-window",
        "reading-in-window", "attestation-began", "attestation-ended", "edition-took-effect", "term-over",
        "facts-changed",
        "first-review",
    }  # fmt: skip
