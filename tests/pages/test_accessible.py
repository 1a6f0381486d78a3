"""Every page in every look: axe finds nothing, nothing scrolls sideways, the policy refuses nothing."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from partners.session_store import SessionStore
from tests.pages.steps import follow
from tests.signing_in import confirm

PAGES = [
    "list", "nothing found", "detail", "alternatives", "own", "claim", "report missing", "dispute", "missing",
    "password", "people", "nobody found", "invited", "invite", "upload", "file", "person", "nothing held", "roles",
    "end", "home", "skills", "no skills", "performance", "notifications", "settings", "calendar",
    "history", "whose history", "overrides", "profiles",
]  # fmt: skip
OPEN_PAGES = [
    "/enrol/",
    "/enrol/sent/",
    "/invitation/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
]
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# Data is no script: no browser runs it.
DATA = ':not([type="application/json"]):not([type="application/ld+json"])'
INLINE = f"document.querySelectorAll('[style], style, script:not([src]){DATA}').length"


def look(page) -> None:
    """Hold one page, as it is shown now, against the rules."""
    page.evaluate(UNFOLD)
    findings = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in findings] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate(INLINE) == 0


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_organisations_pages(visit, paths, width, scheme):
    visitor = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name in PAGES:
        look(visitor.open(paths[name]))
    assert visitor.complaints == []


@pytest.mark.parametrize("width", [1280, 360])
def test_in_traditional_chinese(visit, paths, width):
    visitor = visit(language="zh-hant", viewport={"width": width, "height": 800})
    for name in PAGES:
        page = visitor.open(paths[name])
        assert page.locator("html").get_attribute("lang") == "zh-hant"
        look(page)
    assert visitor.complaints == []


def test_the_doors(visit):
    visitor = visit(None, viewport={"width": 360, "height": 800})
    for path in OPEN_PAGES:
        look(visitor.open(path))
    page = visitor.open("/accounts/login/")
    follow(page, "main button[type=submit]")
    look(page)
    assert page.locator(".errors[role=alert]").is_visible()
    assert visitor.complaints == []


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("en", "dark", 360), ("zh-hant", "light", 360), ("zh-hant", "dark", 1280)],
)
def test_what_customers_see_and_who_writes_it(visit, promoted, language, scheme, width):
    looks = {"language": language, "viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    own = ("profile", "preview")
    customer, admin = visit(None, **looks), visit("ada", **looks)
    for name, path in promoted.items():
        look((admin if name in own else customer).open(path))
    assert admin.complaints == customer.complaints == []


ACCOUNT_PAGES = [
    "/accounts/",
    "/accounts/sessions/",
    "/accounts/app/set-up/",
    "/accounts/app/remove/",
    "/accounts/passkeys/add/",
    "/accounts/recovery-codes/",
    "/accounts/recovery-codes/new/",
    "/accounts/confirm/code/",
    "/accounts/reauthenticate/",
]


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("zh-hant", "dark", 360)])
def test_the_pages_of_ones_account(visit, world, language, scheme, width):
    ada = world.users["ada"]
    TOTP.activate(ada, generate_totp_secret())
    RecoveryCodes.activate(ada)
    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Work laptop", "credential": {}})
    Client().force_login(ada)
    visitor = visit(language=language, viewport={"width": width, "height": 800}, color_scheme=scheme)
    key = next(each["value"] for each in visitor.page.context.cookies() if each["name"] == "sessionid")
    confirm(SessionStore(key))
    for path in ACCOUNT_PAGES:
        if "set-up" in path:
            Authenticator.objects.filter(user=ada, type="totp").delete()
        if "passkeys" in path:  # its credential is none that a library could read
            Authenticator.objects.filter(user=ada, type="webauthn").delete()
        page = visitor.open(path)
        assert urlsplit(page.url).path == path
        look(page)
        if "set-up" in path:
            TOTP.activate(ada, generate_totp_secret())
    assert visitor.complaints == []


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_what_a_newcomer_meets(visit, newcomers, language):
    visitor = visit(None, language=language, viewport={"width": 360, "height": 800})
    for link in newcomers.values():
        look(visitor.open(link))
    page = visitor.open(newcomers["invitation"])
    follow(page, "main button[type=submit]")
    look(page)
    assert page.locator("[role=alert]").is_visible()
    other = visit("ada", language=language, viewport={"width": 360, "height": 800})
    look(other.open(newcomers["invitation"]))


@pytest.mark.parametrize("page", ["invite", "upload", "roles"])
def test_a_form_with_errors(visit, paths, page):
    opened = visit(viewport={"width": 360, "height": 800}).open(paths[page])
    for box in opened.locator("main [type=checkbox]:checked").all():
        box.uncheck()
    follow(opened, "main form button[type=submit]")
    look(opened)
    assert opened.locator("[role=alert]").is_visible()


def test_flyouts_open(visit, paths):
    visitor = visit(viewport={"width": 1280, "height": 800})
    page = visitor.open(paths["list"])
    for name in ("organisations", "languages", "account"):
        page.click(f"[popovertarget={name}]")
        look(page)
        page.keyboard.press("Escape")
    narrow = visit(viewport={"width": 360, "height": 800}).open(paths["list"])
    narrow.click("[popovertarget=nav]")
    look(narrow)


def test_roles_without_a_page(visit, paths):
    page = visit("erik", viewport={"width": 360, "height": 800}).open(paths["list"])
    look(page)
    assert "Your role does not open this page" in page.content()
    page = visit("stella", viewport={"width": 360, "height": 800}).open("/")
    look(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_that_ask_before_something_is_severed(visit, world, width):
    visitor = visit(viewport={"width": width, "height": 800})
    fabrikam, contoso = world.organisations["Fabrikam"].public_id, world.organisations["Contoso"].public_id
    page = visitor.open(f"/o/{fabrikam}/me/")
    follow(page, "button[name=all]")
    look(page)
    assert page.locator("h1").inner_text() == "Move your achievements to Fabrikam"
    follow(page, "button[name=asked]")
    assert page.locator("[role=alert]").is_visible()
    look(page)
    page = visitor.open(f"/o/{contoso}/me/")
    page.check("[name=achievement] >> nth=0")
    follow(page, "[formaction]")
    look(page)
    assert visitor.complaints == []
