"""The local inbox in a browser: in every look, and a link followed from a mail."""

import pytest
from django.core.mail import send_mail

from partners.inbox.views import PAGE
from tests.pages.steps import follow
from tests.pages.test_accessible import look


@pytest.fixture
def folder(settings, tmp_path, live_server):
    """An inbox with some mail, as the demo has one."""
    settings.ROOT_URLCONF = "tests.partners.inbox.addresses"
    settings.EMAIL_BACKEND = "partners.inbox.backend.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def filled(live_server) -> None:
    for number in range(PAGE):
        send_mail(f"Mail {number}", "Text", None, ["A rather long name <somebody@contoso.example>"])
    text = f"Follow {live_server.url}/accounts/login/{'x' * 200} or\n{live_server.url}/accounts/login/ now."
    send_mail("The latest of them has a long subject, and a word " + "x" * 60, text, None, ["ada@x.example"])


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inbox(visit, folder, live_server, width, scheme):
    visitor = visit(None, viewport={"width": width, "height": 800}, color_scheme=scheme)
    look(visitor.open("/inbox/"))
    filled(live_server)
    look(visitor.open("/inbox/"))
    page = visitor.open("/inbox/?page=2")
    look(page)
    follow(page, "text=Newer")
    follow(page, "text=The latest of them")
    look(page)
    assert visitor.complaints == []


def test_a_link_of_a_mail_is_followed_without_javascript(visit, folder, live_server):
    filled(live_server)
    page = visit(None, java_script_enabled=False).open("/inbox/")
    follow(page, "text=The latest of them")
    follow(page, page.locator(".mail-text a").last)
    assert page.url == f"{live_server.url}/accounts/login/"
