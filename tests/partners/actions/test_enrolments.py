"""A firm enrols itself: asked, confirmed, approved where that is needed, finished once (B1)."""

from datetime import date
from functools import partial

import pytest

from partners.actions import enrolments
from partners.models import Enrolment, JournalEntry, Message, Organisation, Role, StaffRole, User
from partners.refusals import Refused
from tests.refusing import refused
from tests.together import together
from tests.world import PASSWORD, World

DAY = date(2018, 3, 1)
FIRM = {
    "legal_name": "Northwind Ltd",
    "display_name": "",
    "country": "BE",
    "city": "Ghent",
    "name": "Nina",
    "email": "Nina@Northwind.example",
    "language": "en",
}


@pytest.fixture
def petra(world):
    return world.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)


def firm(*, confirmed=False, needs_approval=False, on=DAY):
    made = enrolments.ask(on=on, **FIRM)
    if confirmed:
        enrolments.confirm(enrolment=made, version=1, needs_approval=needs_approval, on=on)
    return made


def as_new(enrolment, version=1, on=DAY):
    return enrolments.finish_as_new(
        enrolment=enrolment, version=version, password=PASSWORD, language="en", on=on
    )


def test_asking_makes_no_organisation_and_no_journal(world):
    made = firm()
    assert (made.display_name, made.email) == ("Northwind Ltd", "nina@northwind.example")
    assert not Organisation.objects.exists()
    assert not JournalEntry.objects.filter(kind__startswith="enrolment").exists()
    assert Message.objects.get().address == "nina@northwind.example"


def test_it_is_not_finished_before_it_is_confirmed(world):
    refused("not-approved", as_new, enrolment=firm())
    assert not User.objects.filter(email="nina@northwind.example").exists()


def test_finished_it_is_a_network_member_with_the_contact_as_admin(world):
    account = as_new(firm(confirmed=True))
    organisation = account.organisation
    assert (organisation.legal_name, organisation.market) == ("Northwind Ltd", "developed")
    assert organisation.locations.get().city == "Ghent"
    assert account.role_names == {Role.ADMIN}
    assert account.user.check_password(PASSWORD)


def test_it_is_finished_once(world):
    made = firm(confirmed=True)
    account = as_new(made)
    refused("used", enrolments.finish, enrolment=made, version=1, user=account.user, on=DAY)
    assert Organisation.objects.count() == 1


def test_who_has_a_login_finishes_with_it(world):
    nina = world.user("nina", domain="northwind.example")
    made = firm(confirmed=True)
    refused("email-taken", as_new, enrolment=made)
    assert enrolments.finish(enrolment=made, version=1, user=nina, on=DAY).user == nina


def test_nobody_else_finishes_it(world):
    made = firm(confirmed=True)
    stella = world.user("stella")
    refused("not-yours", enrolments.finish, enrolment=made, version=1, user=stella, on=DAY)


@pytest.mark.parametrize(("days", "code"), [(6, None), (7, "expired")])
def test_the_link_works_for_seven_days(world, days, code):
    made = firm()
    confirm = partial(enrolments.confirm, enrolment=made, version=1, needs_approval=False)
    world.pass_days(days)
    if code:
        refused(code, confirm, on=world.on)
    else:
        assert confirm(on=world.on).state == "approved"


def test_staff_approves_and_the_firm_finishes_by_a_new_link(world, petra):
    made = firm(confirmed=True, needs_approval=True)
    refused("not-approved", as_new, enrolment=made)
    enrolments.approve(enrolment=made, on=DAY, by=petra)
    refused("replaced", as_new, enrolment=made, version=1)
    assert as_new(made, version=2).organisation.legal_name == "Northwind Ltd"
    kinds = list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind.startswith("enrolment")] == [
        "enrolment-confirmed",
        "enrolment-approved",
    ]


def test_staff_refuses_with_a_reason_that_is_mailed(world, petra):
    made = firm(confirmed=True, needs_approval=True)
    refused("no-reason", enrolments.refuse, enrolment=made, reason=" ", on=DAY, by=petra)
    enrolments.refuse(enrolment=made, reason="Not a firm", on=DAY, by=petra)
    refused("refused", as_new, enrolment=made)
    assert Message.objects.filter(kind="enrolment-refused").count() == 1
    refused("not-waiting", enrolments.approve, enrolment=made, on=DAY, by=petra)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_finished_twice_at_once_it_is_one_organisation():
    World(DAY)
    made = firm(confirmed=True)

    def finish():
        return as_new(Enrolment.objects.get(pk=made.pk))

    results = together(finish, finish)
    assert [each.code for each in results if isinstance(each, Refused)] == ["used"]
    assert Organisation.objects.count() == 1
