"""Every address × every method × every role × own and foreign objects (A6). An address not listed here fails.

They are listed in `tests/access_list.py`; the administration is in `tests/test_access_matrix_admin.py`.
"""

import uuid
from collections.abc import Iterator
from itertools import product

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import config.urls
from competencies.actions import credit
from competencies.actions.accounts import end_account
from partners.models import Account, Role, StaffRole, User
from tests.access_list import (
    ANY_ANSWER,
    ARGUMENTS,
    FOLLOWED_BY,
    INBOX_PAGES,
    OBJECTS,
    OPEN_PAGES,
    OPEN_POSTS,
    OWN_PAGES,
    OWN_REPORTS,
    PERSONAL,
    POSTS,
    ROLES,
    WORDS,
)
from tests.competencies.evidence_files import PDF
from tests.signing_in import confirmed
from tests.world import World

pytestmark = pytest.mark.django_db

METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]
OFFERED = {"get", "head", "post"}
OF_ORGANISATIONS = {**OWN_PAGES, **POSTS}


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
    if name in OWN_REPORTS:
        return reverse(name, args=[organisation, uuid.uuid4()])
    if name not in OF_ORGANISATIONS:
        return reverse(name)
    nothing = [uuid.uuid4(), *FOLLOWED_BY.get(name, [])] if name in OBJECTS else []
    return reverse(name, args=[organisation, *(further or WORDS.get(name, nothing))])


def who_may(name: str, method: str) -> set[Role] | None:
    """The roles to which an address of an organisation answers; None if the method is not offered."""
    if method in {"get", "head"}:
        return OWN_PAGES.get(name)
    return POSTS.get(name) if method == "post" else None


def answers(name: str, role: str, method: str) -> set[int]:
    """What the own organisation's address may answer."""
    if method not in OFFERED:
        return {405}
    allowed = who_may(name, method)
    if role == "anonymous":
        return {302} if allowed is not None else {302, 405}
    refused = {403} if role in set(Role) else {404}
    if allowed is None:
        return refused | {405}
    if role not in allowed:
        return refused
    return {200, 302, 400, 422}


@pytest.fixture
def world() -> World:
    made = World.populated()
    made.offers()
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
        "superuser": "root",
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
    listed = {*OF_ORGANISATIONS, *OWN_REPORTS, *OPEN_PAGES, *OPEN_POSTS, *PERSONAL, *ANY_ANSWER}
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


@pytest.mark.parametrize("name", OWN_REPORTS)
def test_reports_are_nobody_elses(world, signed_in, settings, tmp_path, name):
    settings.EVIDENCE_STORE = str(tmp_path)
    contoso, nora = world.organisations["Contoso"], world.users["nora"]
    report = credit.report_achievement(
        user=nora, organisation=contoso, credential="cloud-basic", day=world.on, file=PDF, on=world.on
    )
    page = reverse(name, args=[contoso.public_id, report.public_id])
    for role in ROLES:
        if user_of(world, role) == nora:
            continue
        client = signed_in(role)
        for method in METHODS:
            status = asked(client, method, page).status_code
            assert status in ({302, 405} if role == "anonymous" else {404, 405}), (role, method)
        asking = asked(client, OWN_REPORTS[name], page).status_code
        assert asking == (302 if role == "anonymous" else 404), role


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
    for role in Role:
        assert signed_in(role).get("/")["Location"] == f"/o/{contoso}/"
    for role in StaffRole:
        assert signed_in(role).get("/")["Location"] == "/admin/"
    assert signed_in("anonymous").get("/")["Location"] == "/accounts/login/"
    answer = signed_in("stranger").get("/")
    assert answer.status_code == 200
    assert "no account in an organisation" in answer.content.decode()
