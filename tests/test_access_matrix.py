"""Every address × every role × the own and a foreign organisation (A6). An address that is not listed here fails."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

import config.urls
from competencies.actions import credit
from competencies.actions.accounts import end_account
from partners.models import Account, Role
from tests.competencies.evidence_files import PDF
from tests.world import World

pytestmark = pytest.mark.django_db

ROLES = [*Role, "stranger", "former", "staff", "anonymous"]
READERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}

# An organisation's pages: who opens them in the own organisation. Others with an account there get 403,
# everybody else 404, and without signing in the way leads to the sign-in.
OWN_PAGES = {
    "competencies:list": READERS,
    "competencies:detail": READERS,
    "competencies:my_achievements": set(Role),
}
REDIRECTS = {"partners:home": set(Role)}
# Forms of an organisation: who opens and sends them. Those that ask first answer GET by leading back.
FORMS = {
    "competencies:claim": set(Role),
    "competencies:report_missing": set(Role),
    "competencies:dispute": READERS,
}
ASKING = ["competencies:associate", "competencies:sever"]
# What is only sent, and what is only about one's own reports; a report of nobody's is nowhere.
SENT = ["competencies:follow", "competencies:share"]
OWN_REPORTS = {"competencies:withdraw_report": "post", "competencies:evidence": "get"}

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
    if name not in {*OWN_PAGES, *REDIRECTS, *FORMS, *ASKING, *SENT, *OWN_REPORTS}:
        return reverse(name)
    arguments = [organisation, "cloud"] if name == "competencies:detail" else [organisation]
    if name in OWN_REPORTS:
        arguments = [organisation, uuid.uuid4()]
    return reverse(name, args=arguments)


@pytest.fixture
def world() -> World:
    made = World.populated()
    contoso = made.organisations["Contoso"]
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
    listed = {
        *OWN_PAGES, *REDIRECTS, *OPEN_PAGES, *ANY_ANSWER, *FORMS, *ASKING, *SENT, *OWN_REPORTS,
    }  # fmt: skip
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


@pytest.mark.parametrize("name", OWN_PAGES)
def test_an_organisations_pages_only_read(world, signed_in, name):
    page = address(name, world.organisations["Contoso"].public_id)
    client = signed_in(Role.ADMIN)
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(page).status_code == 405


@pytest.mark.parametrize("name", [*FORMS, *ASKING, *SENT])
@pytest.mark.parametrize("method", ["get", "post"])
def test_forms_of_the_own_organisation(world, signed_in, name, method):
    page = address(name, world.organisations["Contoso"].public_id)
    answers = {"get": 405, "post": 302} if name in SENT else {"get": 302, "post": 302}
    expected = 200 if name in FORMS else answers[method]
    for role in ROLES:
        answer = getattr(signed_in(role), method)(page)
        if role == "anonymous":
            assert answer["Location"].startswith("/accounts/login/")
        elif role in FORMS.get(name, set(Role)):
            assert answer.status_code == expected, role
        elif expected != 405:
            assert answer.status_code == (403 if role in set(Role) else 404), role


@pytest.mark.parametrize("name", [*FORMS, *ASKING, *SENT, *OWN_REPORTS])
def test_forms_of_a_foreign_organisation_do_not_exist(world, signed_in, name):
    page = address(name, world.organisations["Fabrikam"].public_id)
    method = "get" if name in FORMS else OWN_REPORTS.get(name, "post")
    for role in ROLES:
        answer = getattr(signed_in(role), method)(page)
        if role == "anonymous":
            assert answer["Location"].startswith("/accounts/login/")
        else:
            assert answer.status_code == 404, role
            assert "Fabrikam" not in answer.content.decode()


@pytest.mark.parametrize("name", OWN_REPORTS)
def test_reports_are_nobody_elses(world, signed_in, settings, tmp_path, name):
    settings.EVIDENCE_STORE = str(tmp_path)
    contoso, nora = world.organisations["Contoso"], world.users["nora"]
    report = credit.report_achievement(
        user=nora, organisation=contoso, credential="cloud-basic", day=world.on, file=PDF, on=world.on
    )
    page = reverse(name, args=[contoso.public_id, report.public_id])
    for role in [*Role, "stranger", "former", "staff"]:
        signed_in(role)
        if user_of(world, role) != nora:
            assert getattr(signed_in(role), OWN_REPORTS[name])(page).status_code == 404, role


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
