"""The mail with the reset link: in the user's language, naming nobody by an integer (decision 1, H1)."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

pytestmark = pytest.mark.django_db

NEW = "kestrels over the harbour"


@pytest.fixture
def ada(django_user_model):
    cache.clear()
    return django_user_model.objects.create_user(email="ada@example.org", name="Ada", password="x")


def asked(client, user):
    """The mail that brings the link, and the link's address."""
    client.post("/accounts/password/reset/", {"email": user.email})
    (message,) = mail.outbox
    (link,) = re.findall(r"http://testserver(/\S+)", message.body)
    return message, link


def test_the_link_carries_the_public_id_and_sets_the_password_once(client, ada):
    _message, link = asked(client, ada)
    assert link.startswith(f"/accounts/password/reset/key/{ada.public_id.hex}-")
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": NEW, "password2": NEW})["Location"].endswith("/key/done/")
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    client.session.flush()
    assert "no longer works" in client.get(link).content.decode()


@pytest.mark.parametrize("written", ["", "0" * 32, "zz"])
def test_a_link_of_nobody_or_by_integer_opens_nothing(client, ada, written):
    _message, link = asked(client, ada)
    other = link.replace(ada.public_id.hex, written or str(ada.pk))
    assert "no longer works" in client.get(other).content.decode()


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("en", "Set a new password for Assay", "The link works once"),
        ("zh-hant", "設定您的 Assay 新密碼", "此連結只能使用一次"),
    ],
)
def test_the_mail_speaks_the_users_language(client, ada, language, subject, words):
    ada.language = language
    ada.save()
    message, _link = asked(client, ada)
    assert message.subject == subject
    assert words in message.body
    assert "Hello from" not in message.body


@pytest.mark.parametrize(("language", "words"), [("en", "signed in"), ("zh-hant", "Successfully")])
def test_signing_in_and_out_says_nothing_more(client, ada, language, words):
    client.cookies["django_language"] = language
    answer = client.post("/accounts/login/", {"login": ada.email, "password": "x"}, follow=True)
    assert list(answer.context["messages"]) == []
    assert words not in answer.content.decode()
    answer = client.post("/accounts/logout/", follow=True)
    assert list(answer.context["messages"]) == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Your password is changed."), ("zh-hant", "您的密碼已變更。")]
)
def test_a_changed_password_is_confirmed_in_the_pages_language(client, ada, language, words):
    client.force_login(ada)
    client.cookies["django_language"] = language
    fields = {"oldpassword": "x", "password1": NEW, "password2": NEW}
    answer = client.post("/accounts/password/change/", fields, follow=True)
    assert words in answer.content.decode()
