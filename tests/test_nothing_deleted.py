"""Nothing can be deleted that a status rests on: not by staff, not by the code, not by a statement (A3, D5)."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, connection, models, transaction
from django.test import RequestFactory

from partners.append_only import kept_tables, protected_tables, release
from partners.models import User
from tests.test_access_matrix_admin import world  # noqa: F401 a row of every model
from tests.world import World

OURS = [apps.get_app_config(label) for label in ("partners", "competencies", "memberships")]
MODELS = [model for app in OURS for model in app.get_models()]

# What may go with the row that it belongs to: sessions, tries, and the workings of a file that was loaded.
GOES_ALONG = {
    "partners.session", "partners.invitationrow", "competencies.claimtry", "competencies.feedflaw",
    "competencies.feedtouch", "competencies.effectrange", "competencies.effectrow", "memberships.profilelocation",
    "memberships.filing",
}  # fmt: skip
# Facts, and what was made of them: no statement deletes a row.
KEPT = {
    "partners.account", "partners.journalentry", "partners.supportgrant", "partners.term", "partners.termentry",
    "competencies.affiliation", "competencies.association", "competencies.attestation", "competencies.override",
    "competencies.erasure", "competencies.programmeedition", "competencies.reading", "memberships.keygrant",
    "memberships.offeredition", "memberships.renewalnotice",
}  # fmt: skip
# Facts that something else refers to as soon as a status rests on them.
REFERRED_TO = [
    "partners.organisation",
    "partners.user",
    "competencies.transcript",
    "competencies.achievement",
]


def test_what_a_row_refers_to_is_not_deleted_under_it():
    for model in MODELS:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or model._meta.label_lower in GOES_ALONG:
                continue
            if "staged" in model.__module__:
                continue
            # An append-only row refuses by itself to lose what it refers to.
            fine = (
                {models.PROTECT, models.DO_NOTHING}
                if getattr(model, "append_only", False)
                else {models.PROTECT}
            )
            assert field.remote_field.on_delete in fine, field


def test_the_table_of_what_is_kept_is_that_of_the_triggers():
    tables = {name for app in OURS for name in (*kept_tables(app), *protected_tables(app))}
    assert {apps.get_model(label)._meta.db_table for label in KEPT} == tables


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted(KEPT))
def test_no_statement_deletes_a_fact(world: World, label):  # noqa: F811
    table = apps.get_model(label)._meta.db_table
    assert apps.get_model(label)._base_manager.exists(), "the world has none: make one"
    refused = pytest.raises(DatabaseError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 our own table


@pytest.mark.django_db
@pytest.mark.parametrize("label", REFERRED_TO)
def test_what_a_status_rests_on_is_held_by_what_refers_to_it(world: World, label):  # noqa: F811
    rows = {
        "partners.organisation": lambda: world.organisations["Contoso"],
        "partners.user": lambda: world.users["pia"],
        "competencies.transcript": lambda: world.users["pia"].transcripts.get(),
        "competencies.achievement": lambda: world.users["pia"].transcripts.get().achievements.get(),
    }
    with pytest.raises(models.ProtectedError), transaction.atomic():
        rows[label]().delete()


@pytest.mark.django_db
def test_nobody_deletes_in_the_administration(rf: RequestFactory):
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("root@vendor.example", "x", name="Root")
    for model, model_admin in admin.site._registry.items():
        assert not model_admin.has_delete_permission(request), model
        assert not model_admin.get_actions(request), model


@pytest.mark.django_db
def test_every_migrate_makes_the_triggers_again(world: World):  # noqa: F811
    from django.core.management import call_command

    release(connection, kept_tables(apps.get_app_config("competencies")))
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        world.override(world.organisations["Contoso"], "data", "silver").delete()
