"""The staff's admin: everybody of the staff looks, writes go through actions, nothing is deleted (A3)."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from competencies.models import Achievement, Override, Reading, Transcript
from partners import links
from partners.actions import enrolments, invitations
from partners.models import Account, Enrolment, Invitation, Organisation, StaffRole, Term, User
from partners.staff import ActingAdmin, ReadOnlyAdmin
from tests.looking_first import looked_and_confirmed
from tests.world import World

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("partners", "competencies", "memberships")
]

WHY = {"reason": "Asked for by phone"}


@pytest.fixture
def world(db):
    """As of today, since the admin reads the clock."""
    world = World.populated()
    world.override(world.organisations["Contoso"])
    return world


@pytest.fixture
def as_staff(world, client):
    """Sign in as a member of staff by first name."""

    def sign_in(name):
        client.force_login(world.users[name])
        return client

    return sign_in


def url(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_every_model_is_read_only_or_acts():
    assert len(OURS) >= 18
    assert all(isinstance(admin.site._registry[model], ReadOnlyAdmin) for model in OURS)
    assert isinstance(admin.site._registry[Group], ReadOnlyAdmin)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_support_looks_at_everything_and_changes_nothing(as_staff, world, model):
    client = as_staff("sam")
    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "add")).status_code == 403
    row = model._default_manager.first()
    if row is not None:
        assert client.get(url(model, "change", row.pk)).status_code == 200
        assert client.post(url(model, "change", row.pk), {}).status_code == 403
        assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "model", [Organisation, Account, Override, Reading], ids=lambda m: m._meta.model_name
)
def test_a_list_takes_as_many_queries_for_many_rows(as_staff, world, model, django_assert_max_num_queries):
    client = as_staff("sam")
    with django_assert_max_num_queries(10):
        client.get(url(model, "changelist"))


def test_a_partner_has_no_business_there(as_staff, world):
    assert as_staff("ada").get("/admin/").status_code == 302


def test_the_access_code_is_not_shown(as_staff, world):
    row = Transcript.objects.first()
    page = as_staff("sam").get(url(Transcript, "change", row.pk)).content.decode()
    assert row.mcid in page
    assert row.access_code_hash not in page


def test_a_specialist_places_and_ends_an_override(as_staff, world):
    client, contoso = as_staff("spencer"), world.organisations["Contoso"]
    answers = {"organisation": contoso.mpn_id, "competency": "data", "level": "silver", "reason": "Late feed"}
    response = looked_and_confirmed(client, url(Override, "add"), answers)
    placed = Override.objects.get(competency="data")
    assert response.headers["Location"] == url(Override, "change", placed.pk)
    assert (placed.placed_by, placed.placed_on) == (world.users["spencer"], world.on)
    page = client.get(url(Override, "change", placed.pk)).content.decode()
    assert url(Override, "end", placed.pk) in page
    looked_and_confirmed(client, url(Override, "end", placed.pk), {"reason": "It came"})
    placed.refresh_from_db()
    assert placed.ended_on == world.on


def test_what_an_action_refuses_stands_above_the_form(as_staff, world):
    client, contoso = as_staff("spencer"), world.organisations["Contoso"]
    answers = {"organisation": contoso.mpn_id, "competency": "none", "level": "gold", "reason": "x"}
    page = client.post(url(Override, "add"), answers).content.decode()
    assert "no such competency" in page
    page = client.post(url(Override, "add"), {**answers, "organisation": 5}).content.decode()
    assert "No organisation has this MPN ID" in page


def test_only_specialists_place_overrides(as_staff, world):
    override = Override.objects.get()
    for name in ("petra", "sam"):
        client = as_staff(name)
        assert client.get(url(Override, "add")).status_code == 403
        assert client.get(url(Override, "end", override.pk)).status_code == 403
    assert as_staff("spencer").get(url(Override, "end", 999)).status_code == 404


def test_a_programme_manager_enrols_and_appoints(as_staff, world):
    client = as_staff("petra")
    firm = {"legal_name": "Northwind", "country": "US", "city": "Seattle", "reason": "By phone"}
    client.post(url(Organisation, "add"), firm)
    made = Organisation.objects.get(legal_name="Northwind")
    assert "messages" not in client.cookies
    stella = world.users["stella"]
    answers = {"user": stella.email.upper(), "reason": "Their first admin"}
    appoint = url(Organisation, "appoint", made.pk)
    nobody = client.post(appoint, {**answers, "user": "nobody@example.org"}).content.decode()
    assert "Nobody has a login" in nobody
    account = Account.objects.filter(organisation=made)
    assert client.post(appoint, answers)["Location"] == url(Account, "change", account.get().pk)
    assert account.get().user == stella
    assert "has an admin" in client.post(appoint, answers).content.decode()


def test_pressing_twice_enrols_once(as_staff, world):
    client = as_staff("petra")
    page = url(Organisation, "add")
    given = {"legal_name": "Twice Ltd", "country": "BE", "reason": "They asked."}
    client.post(page, given)
    assert "was enrolled today already" in client.post(page, given).content.decode()
    assert Organisation.objects.filter(legal_name="Twice Ltd").count() == 1


def test_an_organisation_leads_to_all_about_it(as_staff, world):
    contoso = world.organisations["Contoso"]
    text = as_staff("sam").get(url(Organisation, "change", contoso.pk)).content.decode()
    for model in (Account, Override):
        assert f'href="{url(model, "changelist")}?q={contoso.mpn_id}"' in text


def test_a_programme_manager_invites_the_first_admin(as_staff, world):
    client, tailspin = as_staff("petra"), world.organisation("Tailspin")
    answers = {
        "organisation": tailspin.mpn_id, "name": "Ivy", "email": "Ivy@tailspin.example",
        "language": "en", "reason": "By phone",
    }  # fmt: skip
    client.post(url(Invitation, "add"), answers)
    made = Invitation.objects.get()
    assert (made.email, made.invited_by) == ("ivy@tailspin.example", world.users["petra"])
    assert made.wanted == {"admin"} or list(made.wanted) == ["admin"]
    assert "is invited already" in client.post(url(Invitation, "add"), answers).content.decode()
    client.post(url(Invitation, "send-again", made.pk), WHY)
    client.post(url(Invitation, "withdraw", made.pk), WHY)
    made.refresh_from_db()
    assert (made.version, made.state) == (2, "withdrawn")


def test_where_there_is_an_admin_staff_invites_nobody(as_staff, world):
    answers = {
        "organisation": world.organisations["Fabrikam"].mpn_id, "name": "Ivy", "email": "ivy@fabrikam.example",
        "language": "en", "reason": "By phone",
    }  # fmt: skip
    assert "has an admin" in as_staff("petra").post(url(Invitation, "add"), answers).content.decode()
    assert not Invitation.objects.exists()


def test_a_programme_manager_decides_about_an_enrolment(as_staff, world):
    firm = {
        "legal_name": "Northwind", "display_name": "", "country": "BE", "city": "Ghent",
        "name": "Nina", "language": "en", "on": world.on,
    }  # fmt: skip
    first, second = (enrolments.ask(email=f"{name}@northwind.example", **firm) for name in ("nina", "nils"))
    for made in (first, second):
        enrolments.confirm(enrolment=made, version=1, needs_approval=True, on=world.on)
    assert as_staff("sam").get(url(Enrolment, "approve", first.pk)).status_code == 403
    client = as_staff("petra")
    client.post(url(Enrolment, "approve", first.pk), WHY)
    assert "required" in client.post(url(Enrolment, "refuse", second.pk)).content.decode()
    client.post(url(Enrolment, "refuse", second.pk), {"reason": "Not a firm"})
    states = Enrolment.objects.order_by("pk").values_list("state", "decided_by__name", "reason")
    assert list(states) == [("approved", "Petra", ""), ("refused", "Petra", "Not a firm")]


def test_the_link_of_an_invitation_is_in_the_mail_only(as_staff, world):
    contoso = world.organisations["Contoso"]
    made = invitations.invite(
        organisation=contoso,
        email="ivy@example.org",
        name="Ivy",
        roles=["employee"],
        language="en",
        on=world.on,
        by=world.users["ada"],
    )
    page = as_staff("petra").get(url(Invitation, "change", made.pk)).content.decode()
    key = links.key_of("invitation", made.public_id, made.version)
    assert "ivy@example.org" in page
    assert key not in page
    assert key.rpartition(".")[2] not in str(made.__dict__)


def test_a_day_of_another_century_is_an_error_of_the_form(as_staff, world):
    contoso = world.organisations["Contoso"]
    level = {"organisation": contoso.mpn_id, "competency": "data", "level": "silver", "reason": "Late feed"}
    page = as_staff("spencer").post(url(Override, "add"), {**level, "starts_on": "9999-12-01"})
    assert "too far ahead" in page.content.decode()
    mcid = Transcript.objects.first().mcid
    slip = {"transcript": mcid, "credential": "cloud-basic", "earned_on": "0018-01-01", **WHY}
    page = as_staff("petra").post(url(Achievement, "add"), slip)
    assert "before the year 1900" in page.content.decode()


def test_a_programme_manager_records_facts_and_terms(as_staff, world):
    client, fabrikam = as_staff("petra"), world.organisations["Fabrikam"]
    client.post(url(Transcript, "add"), {"mcid": "MC-new", "access_code": "1", **WHY})
    assert Transcript.objects.get(mcid="MC-new").access_code_hash
    client.post(
        url(Achievement, "add"),
        {"transcript": "MC-new", "credential": "cloud-basic", "earned_on": "2018-01-01", **WHY},
    )
    assert Achievement.objects.get(transcript__mcid="MC-new").credential == "cloud-basic"
    assert (
        "Record it first"
        in client.post(
            url(Achievement, "add"),
            {"transcript": "none", "credential": "x", "earned_on": "2018-01-01", **WHY},
        ).content.decode()
    )
    reading = {
        "organisation": fabrikam.mpn_id,
        "metric": "consumption",
        "day": "2018-01-01",
        "amount": "10.50",
        **WHY,
    }
    client.post(url(Reading, "add"), reading)
    assert Reading.objects.get().organisation == fabrikam
    client.post(url(Term, "add"), {"organisation": fabrikam.mpn_id, "level": "silver", **WHY})
    term = Term.objects.get(organisation=fabrikam)
    client.post(url(Term, "end", term.pk), {"reason": "Refund"})
    term.refresh_from_db()
    assert term.ended_on == world.on


def test_a_superuser_is_no_way_round(world, client):
    client.force_login(User.objects.create_superuser("root@vendor.example", "x", name="Root"))
    assert User.objects.get(email="root@vendor.example").staff_roles == {StaffRole.PROGRAMME_MANAGER}
    row = Organisation.objects.first()
    assert client.post(url(Organisation, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(url(Override, "add")).status_code == 403


def test_an_acting_admin_names_its_action():
    acting = [each for each in admin.site._registry.values() if isinstance(each, ActingAdmin)]
    assert all(each.adding is not None or each.acting for each in acting)
