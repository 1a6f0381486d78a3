"""Every address × every role × the own and a foreign organisation (A6). An address that is not listed here fails."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

import config.urls
from competencies.actions.accounts import end_account
from memberships.models import Order
from partners.models import Account, Role
from tests.world import World

pytestmark = pytest.mark.django_db

ROLES = [*Role, "stranger", "former", "staff", "anonymous"]
READERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}
BUYERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER}

# An organisation's pages: who opens them in the own organisation. Others with an account there get 403,
# everybody else 404, and without signing in the way leads to the sign-in.
OWN_PAGES = {
    "competencies:list": READERS,
    "competencies:detail": READERS,
    "competencies:my_achievements": set(Role),
    "memberships:offers": BUYERS,
    "memberships:order_offer": BUYERS,
    "memberships:orders": BUYERS,
    "memberships:order": BUYERS,
    "memberships:invoice": BUYERS,
    "memberships:invoice_file": BUYERS,
}
# Of these, the pages that also take in what the reader sends.
FORMS = {"memberships:order_offer"}
# Addresses that only take in something: who may send it.
SENDS = {"memberships:upload_proof": BUYERS, "memberships:cancel_order": BUYERS}
REDIRECTS = {"partners:home": set(Role)}

# Pages of no organisation: the answer without signing in, and for everybody signed in.
OPEN_PAGES = {
    "healthz": (200, 200),
    "partners:landing": (302, None),  # where it leads is tested in test_landing
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_signup": (200, 302),
    "account_inactive": (200, 200),
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "set_language": (302, 302),
}
# The local inbox (the demo): nobody finds it where it is not set; where it is, whoever sits at the machine does.
INBOX_PAGES = {"inbox:list": 200, "inbox:mail": 404}
# Answers that depend on the machine, not on who asks.
ANY_ANSWER = {"readyz": {200, 503}}
ARGUMENTS = {"account_reset_password_from_key": {"uidb36": "1", "key": "none"}}


def addresses(patterns=None, namespace: str = "") -> Iterator[str]:
    """The name of every address, with its namespace."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def address(name: str, organisation: uuid.UUID) -> str:
    """The address, with a competency of the programme where it asks for one."""
    if name in ARGUMENTS:
        return reverse(name, kwargs=ARGUMENTS[name])
    if name not in {*OWN_PAGES, *REDIRECTS, *SENDS}:
        return reverse(name)
    return reverse(name, args=[organisation, *object_of(name)])


def object_of(name: str) -> list[object]:
    """What the address names besides the organisation: of orders, Contoso's only one."""
    if name in {"competencies:detail", "memberships:order_offer"}:
        return ["cloud" if name == "competencies:detail" else "action-pack"]
    if name.partition(":")[2] in {"order", "invoice", "invoice_file", "upload_proof", "cancel_order"}:
        return [Order.objects.get().public_id]
    return []


@pytest.fixture
def world() -> World:
    made = World.populated()
    contoso = made.organisations["Contoso"]
    made.offers()
    made.order(contoso, "extra")
    left = made.account(contoso, "former", Role.ADMIN)
    end_account(account=left, on=made.on, by=made.users["ada"])
    return made


def user_of(world: World, role: str):
    """Somebody of that role at Contoso; None for nobody."""
    names = {"stranger": "stella", "former": "former", "staff": "petra"}
    if role == "anonymous":
        return None
    if role in names:
        return world.users[names[role]]
    accounts = Account.objects.open().filter(organisation=world.organisations["Contoso"], roles__role=role)
    return accounts.order_by("pk")[0].user


@pytest.fixture
def signed_in(client, world):
    def sign_in(role: str):
        client.logout()
        user = user_of(world, role)
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


def test_every_address_is_listed():
    listed = {*OWN_PAGES, *SENDS, *REDIRECTS, *OPEN_PAGES, *ANY_ANSWER}
    known = {name for name in addresses() if not name.startswith("admin:")}
    assert known == listed


@pytest.mark.parametrize("name", [*OWN_PAGES, *REDIRECTS])
def test_the_own_organisation(world, signed_in, name):
    page = address(name, world.organisations["Contoso"].public_id)
    allowed = {**OWN_PAGES, **REDIRECTS}[name]
    for role in ROLES:
        answer = signed_in(role).get(page)
        if role == "anonymous":
            assert answer.status_code == 302, role
            assert answer["Location"].startswith("/accounts/login/")
        elif role in allowed:
            assert answer.status_code == (302 if name in REDIRECTS else 200), role
        else:
            assert answer.status_code == (403 if role in set(Role) else 404), role


@pytest.mark.parametrize("name", [*OWN_PAGES, *REDIRECTS])
def test_a_foreign_organisation_does_not_exist(world, signed_in, name):
    page = address(name, world.organisations["Fabrikam"].public_id)
    nowhere = address(name, uuid.uuid4())
    for role in ROLES:
        client = signed_in(role)
        answers = [client.get(page), client.get(nowhere)]
        if role == "anonymous":
            assert all(one["Location"].startswith("/accounts/login/") for one in answers)
        else:
            assert [one.status_code for one in answers] == [404, 404], role
            assert "Fabrikam" not in answers[0].content.decode()


@pytest.mark.parametrize("name", SENDS)
def test_what_only_takes_something_in(world, signed_in, name):
    for organisation, known in (("Contoso", True), ("Fabrikam", False)):
        page = address(name, world.organisations[organisation].public_id)
        for role in ROLES:
            client = signed_in(role)
            assert client.get(page).status_code == (302 if role == "anonymous" else 405), role
            status = client.post(page).status_code
            if role == "anonymous":
                assert status == 302
            elif known and role in SENDS[name]:
                assert status in {200, 302}, role
            else:
                assert status == (403 if known and role in set(Role) else 404), role


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_in_what_its_readers_send_alone(world, signed_in, name):
    page = address(name, world.organisations["Contoso"].public_id)
    foreign = address(name, world.organisations["Fabrikam"].public_id)
    for role in ROLES:
        client = signed_in(role)
        expected = 302 if role == "anonymous" else 403 if role in set(Role) else 404
        assert client.post(page).status_code == (200 if role in OWN_PAGES[name] else expected), role
        assert client.post(foreign).status_code == (302 if role == "anonymous" else 404), role


@pytest.mark.parametrize("name", sorted({*OWN_PAGES} - FORMS))
def test_an_organisations_pages_only_read(world, signed_in, name):
    page = address(name, world.organisations["Contoso"].public_id)
    client = signed_in(Role.ADMIN)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(page).status_code == 405


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_pages_of_no_organisation(world, signed_in, name):
    page = address(name, uuid.uuid4())
    without, within = OPEN_PAGES[name]
    method = "post" if name == "set_language" else "get"
    for role in ROLES:
        status = getattr(signed_in(role), method)(page).status_code
        expected = without if role == "anonymous" else within
        assert expected in {None, status}, role


def test_every_address_of_the_inbox_is_listed():
    assert set(addresses([config.urls.inbox])) == set(INBOX_PAGES)


@pytest.mark.parametrize("name", INBOX_PAGES)
def test_the_inbox(signed_in, settings, tmp_path, name):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    arguments = ["20180301T120000000000-0a1b2c3d"] if name == "inbox:mail" else []
    page = reverse(name, "tests.partners.inbox.addresses", args=arguments)
    for role in ROLES:
        assert signed_in(role).get(page).status_code == 404, role
    settings.ROOT_URLCONF = "tests.partners.inbox.addresses"
    for role in ROLES:
        client = signed_in(role)
        assert client.get(page).status_code == INBOX_PAGES[name], role
        assert client.get(page, REMOTE_ADDR="192.0.2.7").status_code == 404, role


@pytest.mark.parametrize("name", ANY_ANSWER)
def test_pages_about_the_machine(signed_in, name):
    for role in ROLES:
        assert signed_in(role).get(reverse(name)).status_code in ANY_ANSWER[name]


def test_the_administration_is_the_staffs(signed_in):
    names = [name for name in addresses() if name.startswith("admin:")]
    assert names
    for role in [*Role, "stranger", "former", "anonymous"]:
        client = signed_in(role)
        for page in filter(None, map(admin_address, names)):
            assert client.get(page).status_code in {302, 403, 404}, (role, page)


def admin_address(name: str) -> str | None:
    """The address of an admin page; of an object's page, for an object that does not exist."""
    for arguments in ([], ["0"], ["0", "0"], ["partners"], ["partners/"], [1, 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


def test_landing(world, signed_in):
    contoso = world.organisations["Contoso"].public_id
    for role in READERS:
        assert signed_in(role).get("/")["Location"] == f"/o/{contoso}/competencies/"
    for role in {Role.EMPLOYEE, Role.REFERRALS_MANAGER}:
        assert signed_in(role).get("/")["Location"] == f"/o/{contoso}/me/"
    assert signed_in("staff").get("/")["Location"] == "/admin/"
    assert signed_in("anonymous").get("/")["Location"] == "/accounts/login/"
    answer = signed_in("stranger").get("/")
    assert answer.status_code == 200
    assert "no account in an organisation" in answer.content.decode()
