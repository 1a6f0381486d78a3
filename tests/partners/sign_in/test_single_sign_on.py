"""Signing in by a provider of OpenID Connect, against a small real one on loopback."""

import copy
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from partners.actions import providers
from partners.models import Session, User
from partners.refusals import Refused
from tests.partners.sign_in import provider as small
from tests.partners.sign_in.conftest import Door, set_up_app

pytestmark = pytest.mark.django_db

GO, BACK = "/accounts/provider/go/", "/accounts/provider/back/"


@pytest.fixture
def provider(settings, tmp_path, monkeypatch):
    with small.running(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        settings.OIDC_ISSUER, settings.OIDC_NAME = running.issuer, "Example ID"
        configured(settings, running.issuer)
        yield running


def configured(settings, server_url: str) -> None:
    """The provider as the settings file would have it."""
    wanted = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    wanted["openid_connect"]["APPS"] = [
        {
            "provider_id": settings.OIDC_MARK,
            "name": "Example ID",
            "client_id": small.CLIENT_ID,
            "secret": small.CLIENT_SECRET,
            "settings": {"server_url": server_url, "fetch_userinfo": False, "scope": ["openid"]},
        }
    ]
    settings.SOCIALACCOUNT_PROVIDERS = wanted


def through(client: Client, provider: small.Provider, process: str = "login"):
    """To the provider and back."""
    page = client.post(f"{GO}?process={process}")
    assert page.status_code == 200
    return client.get(f"{BACK}?{provider.authorize(page.context['url'])}")


@pytest.fixture
def linked(world, door, provider) -> User:
    """Ada has linked her identity and signed out."""
    ada = world.users["ada"]
    door.password(ada)
    door.confirm()
    through(door.client, provider, "connect")
    door.client.post("/accounts/logout/")
    return ada


def test_a_linked_identity_signs_in(linked, door, provider, security_log):
    assert through(door.client, provider).status_code == 302
    assert door.user == linked.pk
    assert security_log.lines[-1]["how"] == ["socialaccount"]


def test_an_identity_that_is_linked_to_nothing_opens_nothing_though_its_address_is_known(
    world, door, provider
):
    before = User.objects.count()
    answer = through(door.client, provider)
    assert "Accounts are opened for you" in answer.content.decode()
    assert door.user is None
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_the_same_subject_of_another_issuer_is_somebody_else(linked, door, provider, settings):
    settings.OIDC_MARK = "another-issuers"
    SocialAccount.objects.update(provider="another-issuers-mark")
    through(door.client, provider)
    assert door.user is None


def test_it_is_linked_only_after_confirming(world, door, provider):
    door.password(world.users["ada"])
    answer = through(door.client, provider, "connect")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()
    door.confirm()
    assert SocialAccount.objects.get().user == world.users["ada"]


def test_nobody_links_without_being_signed_in(world, door, provider):
    through(door.client, provider, "connect")
    assert not SocialAccount.objects.exists()


def test_an_identity_is_linked_once(linked, world, provider):
    other = Door(Client())
    other.password(world.users["erik"])
    other.confirm()
    through(other.client, provider, "connect")
    assert SocialAccount.objects.get().user == linked


def test_linking_ends_the_other_sessions(world, door, provider):
    Client().force_login(world.users["ada"])
    door.password(world.users["ada"])
    door.confirm()
    through(door.client, provider, "connect")
    assert Session.objects.filter(user=world.users["ada"]).count() == 1


def test_a_second_factor_is_asked_for_all_the_same(linked, door, provider):
    door.password(linked)
    door.confirm()
    set_up_app(door)
    door.client.post("/accounts/logout/")
    assert through(door.client, provider)["Location"] == "/accounts/second-step/"
    assert door.user is None


def test_who_is_closed_stays_out(linked, door, provider):
    User.objects.filter(pk=linked.pk).update(is_active=False)
    through(door.client, provider)
    assert door.user is None


def test_of_the_identity_only_issuer_and_subject_are_kept(linked):
    row = SocialAccount.objects.get()
    assert (row.uid, row.extra_data) == ("s-1", {})
    linked.refresh_from_db()
    assert (linked.email, linked.name) == ("ada@contoso.example", "Ada")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"exp": 1_500_000_000},
        {"sub": None},
        {"sub": ""},
        {"nonce": "of another request"},
        {"nonce": None},
    ],
)
def test_a_token_that_is_not_for_us_opens_nothing(linked, door, provider, claims):
    provider.claims = claims
    assert through(door.client, provider).status_code in {200, 401, 502}
    assert door.user is None


def test_a_token_signed_by_anybody_else_opens_nothing(linked, door, provider):
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    through(door.client, provider)
    assert door.user is None


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", "x" * 40)])
def test_a_token_that_no_key_of_the_provider_signed_opens_nothing(linked, door, provider, algorithm, key):
    provider.algorithm, provider.signs_with = algorithm, key
    through(door.client, provider)
    assert door.user is None


def test_a_provider_that_calls_itself_another_issuer_opens_nothing(linked, door, provider):
    provider.configuration["issuer"] = provider.claims["iss"] = "https://elsewhere.example"
    through(door.client, provider)
    assert door.user is None


def test_an_answer_that_nobody_asked_for_opens_nothing(linked, door, provider):
    page = Client().post(GO)
    door.client.get(f"{BACK}?{provider.authorize(page.context['url'])}")
    assert door.user is None


def test_the_way_there_carries_state_and_challenge(world, door, provider):
    query = parse_qs(urlsplit(door.client.post(GO).context["url"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert len(query["state"][0]) >= 16
    assert query["scope"] == ["openid"]
    assert query["redirect_uri"] == [f"http://testserver{BACK}"]


def test_nobody_is_led_to_plain_http(world, door, provider):
    provider.configuration["authorization_endpoint"] = "http://localhost/authorize"
    assert door.client.post(GO).status_code == 502


def test_plain_http_is_never_asked(linked, door, provider):
    plain = provider.configuration["token_endpoint"].replace("https:", "http:")
    provider.configuration["token_endpoint"] = plain
    through(door.client, provider)
    assert door.user is None
    assert "/token" not in provider.asked[-1:]


def test_redirects_are_not_followed(world, door, provider, settings):
    configured(settings, f"{provider.issuer}/moved")
    assert door.client.post(GO).status_code == 502
    assert provider.asked == ["/moved/.well-known/openid-configuration"]


def test_a_certificate_of_nobody_we_trust_is_refused(world, door, provider, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert door.client.post(GO).status_code == 502
    assert provider.asked == []


@pytest.mark.parametrize("configuration", [{}, {"issuer": 1}, []])
def test_a_provider_that_talks_nonsense_is_an_error_page(world, door, provider, configuration):
    provider.configuration = configuration
    answer = door.client.post(GO)
    assert answer.status_code == 502
    assert "That did not work" in answer.content.decode()


def test_a_link_is_removed(linked, door, provider):
    door.password(linked)
    door.confirm()
    door.client.post("/accounts/provider/unlink/")
    assert not SocialAccount.objects.exists()


def test_the_only_way_in_is_not_removed(linked):
    linked.set_unusable_password()
    with pytest.raises(Refused, match="Set a password first"):
        providers.unlink(user=linked, keep=None)
    assert SocialAccount.objects.exists()


def test_without_a_provider_there_is_no_button(world, client):
    assert "provider/go" not in client.get("/accounts/login/").content.decode()
    assert client.post(GO).status_code == 404


def test_with_one_there_is(world, client, provider):
    assert "Sign in by Example ID" in client.get("/accounts/login/").content.decode()
