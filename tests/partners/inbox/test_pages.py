"""The pages: who sees them, what is in them, and that a reset link can be followed from there."""

import re

import pytest
from django.core.cache import cache
from django.core.mail import send_mail

from partners.inbox.mails import keys
from partners.inbox.views import PAGE

pytestmark = pytest.mark.django_db
NEW = "kestrels over the harbour"


def sent(subject="Hello", text="Text"):
    send_mail(subject, text, "portal@assay.example", ["ada@contoso.example"])


def shown(client, folder, place=0):
    """The page of one mail."""
    return client.get(f"/inbox/{keys(folder)[place]}/").content.decode()


def test_the_reset_link_is_followed_from_the_inbox(client, folder, django_user_model):
    cache.clear()
    ada = django_user_model.objects.create_user(email="ada@contoso.example", name="Ada", password="x")
    client.post("/accounts/password/reset/", {"email": ada.email})
    (address,) = re.findall(r'<th scope="row"><a href="([^"]+)"', client.get("/inbox/").content.decode())
    page = client.get(address).content.decode()
    (link,) = re.findall(r'<div class="mail-text">[^<]*<a href="http://testserver(/[^"]+)"', page)
    form = client.get(link)["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_a_mail_shows_from_to_subject_day_and_text(client, folder):
    sent("DevOps silver has lapsed", "Renew by 1 March.")
    page = shown(client, folder)
    for words in (
        "portal@assay.example",
        "ada@contoso.example",
        "DevOps silver has lapsed",
        "Renew by 1 March.",
    ):
        assert words in page
    sent_at = r'<time datetime="[^"]+">\d+ \w+ \d{4}, \d\d:\d\d</time>'
    assert re.search(sent_at, page)
    assert re.search(sent_at, client.get("/inbox/").content.decode())


def test_what_stands_in_a_mail_is_only_text(client, folder):
    sent("<b>Bold</b>", '<script>alert(1)</script> http://testserver/"onclick=x" http://evil.example/')
    for page in (client.get("/inbox/").content.decode(), shown(client, folder)):
        assert "<b>Bold" not in page
        assert "<script>alert" not in page
        assert 'href="http://evil' not in page
        assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_many_mails_come_in_pages_the_newest_first(client, folder):
    for number in range(PAGE + 2):
        sent(f"Mail number {number}.")
    first, second = (client.get(f"/inbox/?page={number}").content.decode() for number in (1, 2))
    assert first.count("Mail number") == PAGE
    assert f"Mail number {PAGE + 1}." in first
    assert re.findall(r"Mail number \d+\.", second) == ["Mail number 1.", "Mail number 0."]
    assert "Page 1 of 2" in first
    assert 'href="?page=2"' in first
    assert client.get("/inbox/?page=many").status_code == 200


def test_an_empty_inbox_says_how_a_mail_comes_there(client, folder):
    assert "No mail yet" in client.get("/inbox/").content.decode()


def test_pages_of_the_portal_lead_there_only_where_there_is_an_inbox(client, folder, settings):
    assert 'href="/inbox/"' in client.get("/accounts/login/").content.decode()
    settings.ROOT_URLCONF = "config.urls"
    assert "/inbox/" not in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_who_sits_at_the_machine_reads_it(client, folder, address):
    sent()
    assert client.get("/inbox/", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "169.254.1.1", "2001:db8::1", "", "localhost"])
def test_for_others_it_is_not_there(client, folder, address):
    sent()
    for page in ("/inbox/", f"/inbox/{keys(folder)[0]}/"):
        assert client.get(page, REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"])
def test_through_a_proxy_it_is_not_there(client, folder, header):
    sent()
    assert client.get("/inbox/", **{header: "127.0.0.1"}).status_code == 404


def test_behind_trusted_proxies_it_is_not_there(client, folder, settings):
    settings.TRUSTED_PROXIES = 1
    assert client.get("/inbox/").status_code == 404


@pytest.mark.parametrize("key", ["../secret", "..%2Fsecret", "20260101T000000000000-00000000", "x", "."])
def test_no_other_file_is_read(client, folder, key):
    sent()
    (folder.parent / "secret.eml").write_text("Subject: secret\n\n")
    assert client.get(f"/inbox/{key}/").status_code == 404


def test_the_pages_only_read(client, folder):
    assert client.post("/inbox/").status_code == 405
