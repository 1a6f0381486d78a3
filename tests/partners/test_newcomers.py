"""The pages behind a mailed link, and the enrolment: opening changes nothing, a button does (B1, B2, A6)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from memberships import tasks
from partners.actions import enrolments, invitations
from partners.models import Account, Enrolment, Invitation, Message, Organisation, Role, StaffRole, User
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
NEW = "another-long-password"


@pytest.fixture
def world(db):
    cache.clear()
    made = World()
    contoso = made.organisation("Contoso")
    made.account(contoso, "ada", Role.ADMIN)
    return made


@pytest.fixture
def invited(world):
    """Invites an address; returns the link of the mail, without the portal's name."""

    def invite(email="erik@contoso.example", language="en"):
        invitations.invite(
            organisation=world.organisations["Contoso"],
            email=email,
            name="Erik",
            roles=[Role.EMPLOYEE],
            language=language,
            on=world.on,
            by=world.users["ada"],
        )
        return link()

    return invite


def link():
    """The link of the latest mail, as the mail job writes it."""
    tasks.mail()
    body = mail.outbox[-1].body
    (address,) = re.findall(r"https://testserver(/\S+\?key=\S+)", body)
    return address


def press(client, address, **fields):
    """What the page's button sends."""
    page, _, key = address.partition("?key=")
    return client.post(page, {"key": key, **fields})


def passwords(password=NEW, again=None):
    return {"password": password, "again": password if again is None else again}


FIRM = {
    "legal_name": "Northwind Ltd",
    "display_name": "Northwind",
    "country": "BE",
    "city": "Ghent",
    "name": "Nina",
    "email": "nina@northwind.example",
    "language": "en",
}


def test_opening_an_invitation_changes_nothing(client, world, invited):
    page = invited()
    answer = client.get(page)
    assert answer.status_code == 200
    assert "Ada invites you" in answer.content.decode()
    assert Invitation.objects.get().state == "open"
    assert not User.objects.filter(email="erik@contoso.example").exists()


def test_an_invited_person_sets_a_password_and_signs_in(client, world, invited):
    answer = press(client, invited(), **passwords())
    assert answer["Location"].startswith("/accounts/login/?next=")
    sign_in = {"login": "erik@contoso.example", "password": NEW}
    answer = client.post(answer["Location"], sign_in)
    assert answer["Location"] == reverse("memberships:home", args=[world.organisations["Contoso"].public_id])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (passwords("short"), "too short"),
        (passwords(again="something else"), "not the same"),
        (passwords("password1234password"), "common"),
        ({"password": "", "again": ""}, "required"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_field(client, invited, fields, said):
    page = press(client, invited(), **fields).content.decode()
    assert said in page
    assert 'id="id_password_error"' in page or 'id="id_again_error"' in page
    assert not User.objects.filter(email="erik@contoso.example").exists()


def test_who_has_a_login_signs_in_with_it_and_presses_the_button(client, world, invited):
    stella = world.user("stella")
    address = invited(stella.email)
    page = client.get(address).content.decode()
    assert 'type="password"' not in page
    answer = press(client, address, **passwords())
    assert answer["Location"].startswith("/accounts/login/?next=%2Finvitation%2F%3Fkey%3D")
    stella.refresh_from_db()
    assert stella.check_password(PASSWORD)
    answer = client.post(answer["Location"], {"login": stella.email, "password": PASSWORD})
    assert answer["Location"] == address
    assert not Account.objects.filter(user=stella).exists()
    press(client, address)
    assert Account.objects.get(user=stella).organisation == world.organisations["Contoso"]


def test_somebody_else_who_is_signed_in_is_asked_to_sign_out(client, world, invited):
    client.force_login(world.users["ada"])
    address = invited()
    assert "You are signed in as ada@contoso.example" in client.get(address).content.decode()
    press(client, address, **passwords())
    assert Invitation.objects.get().state == "open"


def test_a_used_link_says_so(client, invited):
    address = invited()
    press(client, address, **passwords())
    for answer in (client.get(address), press(client, address, **passwords("yet-another-password"))):
        assert answer.status_code == 410
        assert "accepted already" in answer.content.decode()
    assert User.objects.get(email="erik@contoso.example").check_password(NEW)


def test_an_expired_link_says_so(client, invited):
    address = invited()
    Invitation.objects.update(sent_on="2018-01-01", expires_on="2018-01-08")
    answer = press(client, address, **passwords())
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1], lambda key: "", lambda key: key.replace("-1.", "-2.")]
)
def test_a_link_that_was_not_sent_is_not_found(client, invited, change):
    page, _, key = invited().partition("?key=")
    assert client.get(page, {"key": change(key)}).status_code == 404


def test_a_link_for_one_thing_opens_no_other(client, world, invited):
    key = invited().partition("?key=")[2]
    assert client.get(reverse("partners:enrolment"), {"key": key}).status_code == 404


def test_the_mail_speaks_the_chosen_language_and_names_no_login(world, invited):
    world.user("stella")
    bodies = []
    for email in ("stella@elsewhere.example", "erik@contoso.example"):
        invited(email)
        bodies.append(re.sub(r"\?key=\S+", "", mail.outbox[-1].body))
    assert bodies[0] == bodies[1]
    assert mail.outbox[-1].to == ["erik@contoso.example"]


def test_a_withdrawn_invitation_is_not_mailed_any_more(world):
    made = invitations.invite(
        organisation=world.organisations["Contoso"],
        email="erik@contoso.example",
        name="Erik",
        roles=[Role.EMPLOYEE],
        language="en",
        on=world.on,
        by=world.users["ada"],
    )
    invitations.withdraw(invitation=made, on=world.on, by=world.users["ada"])
    tasks.mail()
    assert mail.outbox == []
    assert Message.objects.get().state == "withdrawn"


def test_a_firm_enrols_itself(client, world):
    answer = client.post(reverse("partners:enrol"), FIRM)
    assert answer["Location"] == reverse("partners:enrol_sent")
    address = link()
    assert client.get(address).status_code == 200
    assert Enrolment.objects.get().state == "asked"
    assert press(client, address)["Location"] == address
    assert 'type="password"' in client.get(address).content.decode()
    press(client, address, **passwords())
    made = Organisation.objects.get(legal_name="Northwind Ltd")
    assert made.accounts.get().user.email == "nina@northwind.example"
    assert client.get(address).status_code == 410


def test_the_answer_is_the_same_whether_or_not_the_address_has_a_login(client, world):
    answers = []
    for email in ("ada@contoso.example", "nobody@elsewhere.example"):
        answer = client.post(reverse("partners:enrol"), {**FIRM, "email": email}, follow=True)
        tasks.mail()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        answers.append((answer.status_code, page))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2


def test_who_has_a_login_enrols_a_second_firm_with_it(client, world):
    client.post(reverse("partners:enrol"), {**FIRM, "email": "ada@contoso.example"})
    address = link()
    press(client, address)
    client.force_login(world.users["ada"])
    press(client, address)
    assert Account.objects.filter(user=world.users["ada"]).count() == 2


def test_nothing_typed_is_lost(client, world):
    answer = client.post(reverse("partners:enrol"), {**FIRM, "email": "nina", "country": "XX"})
    page = answer.content.decode()
    assert 'value="Northwind Ltd"' in page
    assert 'id="id_email_error"' in page
    assert 'id="id_country_error"' in page
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("field", ["legal_name", "display_name", "city", "name"])
@pytest.mark.parametrize(
    "text", ["Pay now:\nthere", "See https://evil.example", "WWW.evil.example", "a\u0007b"]
)
def test_nobody_is_mailed_what_a_stranger_would_like_to_say(client, world, field, text):
    page = client.post(reverse("partners:enrol"), {**FIRM, field: text}).content.decode()
    assert f'id="id_{field}_error"' in page
    assert not Message.objects.exists()


def test_one_address_is_written_to_three_times_a_day(client, world):
    answers = [client.post(reverse("partners:enrol"), FIRM).status_code for _try in range(4)]
    assert answers == [302, 302, 302, 429]
    page = client.post(reverse("partners:enrol"), FIRM).content.decode()
    assert "Try tomorrow" in page
    assert 'value="Northwind Ltd"' in page
    assert Message.objects.count() == 3


def test_one_origin_asks_ten_times_an_hour(client, world):
    answers = [
        client.post(reverse("partners:enrol"), {**FIRM, "email": f"p{number}@example.org"}).status_code
        for number in range(11)
    ]
    assert answers == [302] * 10 + [429]


def test_the_limit_is_counted_in_the_database(client, world):
    client.post(reverse("partners:enrol"), FIRM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%enrol%'")
        assert cursor.fetchone()[0] == 2


def test_with_approval_staff_decides_first(client, world, settings):
    settings.ENROLMENT_NEEDS_APPROVAL = True
    client.post(reverse("partners:enrol"), FIRM)
    address = link()
    press(client, address)
    assert "looks at every new partner" in client.get(address).content.decode()
    press(client, address, **passwords())
    assert not User.objects.filter(email="nina@northwind.example").exists()
    petra = world.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)
    enrolments.approve(enrolment=Enrolment.objects.get(), on=world.on, by=petra)
    later = link()
    assert client.get(address).status_code == 410
    press(client, later, **passwords())
    assert Organisation.objects.filter(legal_name="Northwind Ltd").exists()


def test_a_refusal_is_mailed_with_its_reason(client, world, settings):
    settings.ENROLMENT_NEEDS_APPROVAL = True
    client.post(reverse("partners:enrol"), FIRM)
    press(client, link())
    petra = world.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)
    made = Enrolment.objects.get()
    enrolments.refuse(enrolment=made, reason="No such firm & more", on=world.on, by=petra)
    tasks.mail()
    assert "No such firm & more" in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["nina@northwind.example"]


def test_no_page_of_a_link_is_stored(client, invited):
    assert "no-store" in client.get(invited())["Cache-Control"]


def test_an_expired_enrolment_says_so(client, world):
    client.post(reverse("partners:enrol"), FIRM)
    address = link()
    Enrolment.objects.update(asked_on=world.on - timedelta(days=9), expires_on=world.on - timedelta(days=2))
    assert "has expired" in client.get(address).content.decode()
