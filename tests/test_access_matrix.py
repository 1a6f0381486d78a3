"""Every address × every method × every role × own and foreign objects (A6). An address not listed here fails.

To list a page: its name in `OWN_PAGES` with the roles that open it (in `POSTS`, too, or only there, with those
that may send its form), or in `OPEN_PAGES` if it belongs to no organisation. If its address names an object
besides the organisation, say in `OBJECTS` how one of an organisation is found. The administration is in
`tests/test_access_matrix_admin.py`.
"""

import uuid
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import config.urls
from competencies.actions.accounts import end_account
from partners.models import Account, Organisation, Role, Session, StaffRole, User
from partners.views.your_account import public_id_of
from tests.signing_in import confirmed
from tests.world import World

pytestmark = pytest.mark.django_db

ROLES = [*Role, "stranger", "former", *StaffRole, "anonymous"]
READERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}

# An organisation's pages: who opens them in the own organisation. Others with an account there get 403,
# everybody else 404, and without signing in the way leads to the sign-in.
OWN_PAGES = {
    "competencies:list": READERS,
    "competencies:detail": READERS,
    "competencies:my_achievements": set(Role),
}
REDIRECTS = {"partners:home": set(Role)}
# Who may send a form to an address of an organisation, whether or not it is also a page.
POSTS: dict[str, set[Role]] = {}
# What follows the organisation in the address: the arguments of an object of that organisation, which is made
# if need be. Of a foreign one the address answers 404 in the own organisation, too.
OBJECTS: dict[str, Callable[[World, Organisation], list[object]]] = {}
# The same where it is of no organisation, such as a competency of the programme.
WORDS: dict[str, list[object]] = {"competencies:detail": ["cloud"]}

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
    "set_language": (405, 405),
    "mfa_index": (302, 200),
    "socialaccount_connections": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),  # nobody has one here
    "mfa_add_webauthn": (302, 200),
    "mfa_login_webauthn": (302, 302),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 200),
    "mfa_download_recovery_codes": (302, 404),
    "account_sessions": (302, 200),
    "socialaccount_login_cancelled": (200, 200),
    # No provider is set.
    "openid_connect_callback": (404, 404),
}
# The answers to a form without anything in it; who is not named here answers 405.
OPEN_POSTS = {
    "account_login": (200, 302),
    "account_logout": (302, 302),
    "account_signup": (200, 302),
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "set_language": (302, 302),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),
    "mfa_add_webauthn": (302, 200),
    "mfa_login_webauthn": (302, 302),
    "mfa_generate_recovery_codes": (302, 200),
    "account_end_other_sessions": (302, 302),
    "account_unlink_provider": (302, 302),
    "openid_connect_login": (404, 404),
}
# What follows in the address of a thing of one's own; another's does not exist.
PERSONAL: dict[str, Callable[[User], object]] = {
    "account_end_session": lambda user: session_of(user).public_id,
    "mfa_remove_webauthn": lambda user: passkey_of(user),
    "mfa_edit_webauthn": lambda user: passkey_of(user),
}
# The local inbox (the demo): nobody finds it where it is not set; where it is, whoever sits at the machine does.
INBOX_PAGES = {"inbox:list": 200, "inbox:mail": 404}
# Answers that depend on the machine, not on who asks.
ANY_ANSWER = {"readyz": {200, 503}}
ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
    "openid_connect_login": {"provider_id": settings.OIDC_MARK},
    "openid_connect_callback": {"provider_id": settings.OIDC_MARK},
}

METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
OF_ORGANISATIONS = {**OWN_PAGES, **REDIRECTS, **POSTS}


def addresses(patterns=None, namespace: str = "") -> Iterator[str]:
    """The name of every address, with its namespace."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def address(name: str, organisation: uuid.UUID, further: list[object] | None = None) -> str:
    """The address of a page; of an object's page with what follows the organisation."""
    if name in ARGUMENTS:
        return reverse(name, kwargs=ARGUMENTS[name])
    if name not in OF_ORGANISATIONS:
        return reverse(name)
    nothing = [uuid.uuid4()] if name in OBJECTS else []
    return reverse(name, args=[organisation, *(further or WORDS.get(name, nothing))])


def who_may(name: str, method: str) -> set[Role] | None:
    """The roles to which an address of an organisation answers; None if the method is not offered."""
    if method in {"get", "head"}:
        return OWN_PAGES.get(name, REDIRECTS.get(name))
    return POSTS.get(name) if method == "post" else None


def answers(name: str, role: str, method: str) -> set[int]:
    """What the own organisation's address may answer."""
    allowed = who_may(name, method)
    if role == "anonymous":
        return {302} if allowed is not None else {302, 405}
    refused = {403} if role in set(Role) else {404}
    if allowed is None:
        return refused | {405}
    if role not in allowed:
        return refused
    return {302} if name in REDIRECTS else {200, 302, 400, 422}


@pytest.fixture
def world() -> World:
    made = World.populated()
    contoso = made.organisations["Contoso"]
    left = made.account(contoso, "former", Role.ADMIN)
    end_account(account=left, on=made.on, by=made.users["ada"])
    return made


def user_of(world: World, role: str) -> User | None:
    """Somebody of that role at Contoso; None for nobody."""
    names = {
        "stranger": "stella",
        "former": "former",
        StaffRole.SPECIALIST: "spencer",
        StaffRole.PROGRAMME_MANAGER: "petra",
        StaffRole.SUPPORT: "sam",
    }
    if role == "anonymous":
        return None
    if role in names:
        return world.users[names[role]]
    accounts = Account.objects.open().filter(organisation=world.organisations["Contoso"], roles__role=role)
    return accounts.order_by("pk")[0].user


@pytest.fixture
def signed_in(client, world):
    """Sign somebody of a role in, who has just confirmed that it is them."""

    def sign_in(role: str):
        client.logout()
        user = user_of(world, role)
        if user is not None:
            client.force_login(user)
            confirmed(client)
        return client

    return sign_in


def asked(client, method: str, page: str):
    """The answer; whatever the request changed is as it was for the next one."""
    with transaction.atomic():
        answer = getattr(client, method)(page)
        transaction.set_rollback(True)
    return answer


def test_every_address_is_listed():
    listed = {*OF_ORGANISATIONS, *OPEN_PAGES, *OPEN_POSTS, *PERSONAL, *ANY_ANSWER}
    known = {name for name in addresses() if not name.startswith("admin:")}
    assert known == listed


@pytest.mark.parametrize("name", OF_ORGANISATIONS)
def test_the_own_organisation(world, signed_in, name):
    contoso = world.organisations["Contoso"]
    page = address(name, contoso.public_id, OBJECTS[name](world, contoso) if name in OBJECTS else None)
    for role in ROLES:
        client = signed_in(role)
        for method in METHODS:
            answer = asked(client, method, page)
            assert answer.status_code in answers(name, role, method), (role, method)
            if role == "anonymous" and answer.status_code == 302:
                assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", OF_ORGANISATIONS)
def test_a_foreign_organisation_does_not_exist(world, signed_in, name):
    fabrikam = world.organisations["Fabrikam"]
    further = OBJECTS[name](world, fabrikam) if name in OBJECTS else None
    pages = [address(name, fabrikam.public_id, further), address(name, uuid.uuid4(), further)]
    for role in ROLES:
        client = signed_in(role)
        for method in METHODS:
            there, nowhere = (asked(client, method, page) for page in pages)
            # Nothing tells an organisation that exists from one that does not.
            assert there.status_code == nowhere.status_code, (role, method)
            if role == "anonymous":
                assert there.status_code in {302, 405}
            else:
                assert there.status_code in ({404} if who_may(name, method) else {404, 405}), (role, method)
                assert "Fabrikam" not in there.content.decode()


def test_a_foreign_object_does_not_exist_in_the_own_organisation(world, signed_in):
    for name, of in OBJECTS.items():
        page = address(
            name, world.organisations["Contoso"].public_id, of(world, world.organisations["Fabrikam"])
        )
        for role, method in product(Role, ("get", "post")):
            allowed = who_may(name, method)
            if allowed is not None:
                status = asked(signed_in(role), method, page).status_code
                assert status == (404 if role in allowed else 403), (name, role, method)


@pytest.mark.parametrize("name", {**OPEN_PAGES, **OPEN_POSTS})
def test_pages_of_no_organisation(world, signed_in, name):
    page = address(name, uuid.uuid4())
    offered = {"get": OPEN_PAGES.get(name, (405, 405)), "post": OPEN_POSTS.get(name, (405, 405))}
    offered["head"] = offered["get"]
    for role in ROLES:
        client = signed_in(role)
        for method in METHODS:
            without, within = offered.get(method, (405, 405))
            expected = without if role == "anonymous" else within
            status = asked(client, method, page).status_code
            # Who is asked to sign in first is not told which methods there are.
            refused = {405, 302} if role == "anonymous" else {405}
            assert status in (
                refused if expected == 405 else {expected, status if expected is None else expected}
            ), (
                role,
                method,
            )


@pytest.mark.parametrize("name", PERSONAL)
def test_things_of_ones_own(world, signed_in, name):
    fay = world.users["fay"]
    foreign = reverse(name, args=[PERSONAL[name](fay)])
    for role in ROLES:
        client = signed_in(role)
        user = user_of(world, role)
        if user is None:
            assert asked(client, "post", foreign).status_code == 302
            continue
        own = reverse(name, args=[PERSONAL[name](user)])
        assert asked(client, "post", own).status_code in {200, 302}, role
        for method in METHODS:
            assert asked(client, method, foreign).status_code in {404, 405}, (role, method)
        assert asked(client, "post", foreign).status_code == 404, role


def session_of(user: User) -> Session:
    """A session of the user in another browser."""
    Client().force_login(user)
    return Session.objects.filter(user=user).latest("seen_at")


def passkey_of(user: User) -> uuid.UUID:
    """What addresses call a passkey of the user."""
    data = {"name": "laptop", "credential": {}}
    return public_id_of(Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data))


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


def test_landing(world, signed_in):
    contoso = world.organisations["Contoso"].public_id
    for role in READERS:
        assert signed_in(role).get("/")["Location"] == f"/o/{contoso}/competencies/"
    for role in {Role.EMPLOYEE, Role.REFERRALS_MANAGER}:
        assert signed_in(role).get("/")["Location"] == f"/o/{contoso}/me/"
    for role in StaffRole:
        assert signed_in(role).get("/")["Location"] == "/admin/"
    assert signed_in("anonymous").get("/")["Location"] == "/accounts/login/"
    answer = signed_in("stranger").get("/")
    assert answer.status_code == 200
    assert "no account in an organisation" in answer.content.decode()
