"""What a customer meets: the form, the confirmation, the private page (F4, F5)."""

import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from memberships.actions import referrals, requests
from memberships.letters import written
from memberships.models import CustomerRequest, Referral
from memberships.presenters.requests import own_request
from memberships.referrals import limits
from partners.clock import now
from partners.models import Message
from tests.world import World

pytestmark = pytest.mark.django_db
AGO = timedelta(minutes=2)


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock."""
    return World()


@pytest.fixture
def typed(listing):
    """A form that a person filled in."""
    return {
        "partner": str(listing.public_id), "sought": "We move our mail.", "country": "BE",
        "name": "Carla Customer", "company": "Woodgrove Bank", "email": "carla@woodgrove.example",
        "company_size": "10-49", "language": "en", "leave_empty": "", "stamp": limits.stamp(now() - AGO),
    }  # fmt: skip


def send(client, typed, **changed):
    return client.post("/find/request/", {**typed, **changed})


def link_of(kind):
    """The link in the only mail of the kind."""
    return re.search(r"https?://\S+", written(Message.objects.get(kind=kind)).body)[0]


def key_in(link):
    return parse_qs(urlsplit(link).query)["key"][0]


@pytest.fixture
def private(world, listing):
    """The key of a request that is confirmed."""
    return requests.confirm(request=world.request(listing, at=now()), at=now())


# -- the form --


def test_the_form_is_reached_from_a_partner_and_from_a_comparison(client, listing, others):
    page = client.get(f"/find/{listing.public_id}/").content.decode()
    assert f"/find/request/?partner={listing.public_id}" in page
    query = f"partner={listing.public_id}&amp;partner={others[0].public_id}"
    compared = client.get("/find/compare/", {"partner": [listing.public_id, others[0].public_id]})
    assert f"/find/request/?{query}" in compared.content.decode()


def test_a_request_is_sent_confirmed_by_a_button_and_has_a_private_page(client, typed, listing):
    assert send(client, typed)["Location"] == "/find/request/sent/"
    link = link_of("request-confirm")
    assert client.get(link).status_code == 200
    assert Referral.objects.get().state == "unconfirmed"
    answer = client.post("/find/request/confirm/", {"key": key_in(link), "language": "en"})
    assert Referral.objects.get().state == "new"
    page = client.get(answer["Location"]).content.decode()
    assert "No answer yet" in page
    assert key_in(link_of("request-confirmed")) == key_in(answer["Location"])


def test_nobody_signed_in_and_no_cookie_is_needed_behind_a_key(world, listing, private):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/find/request/mine/", {"key": private, "act": "withdraw"}, headers={"Origin": "null"}
    )
    assert answer.status_code == 302
    assert not client.cookies
    assert Referral.objects.get().state == "withdrawn"


def test_without_a_partner_the_form_leads_to_the_directory(client, typed):
    assert "No partner is chosen" in send(client, typed, partner="").content.decode()
    assert not CustomerRequest.objects.exists()


def test_of_six_partners_five_are_asked(client, listing, others):
    keys = [str(each.public_id) for each in [listing, *others]]
    answer = client.get("/find/request/", {"partner": keys})
    assert len(answer.context["chosen"]) == 5
    assert "first five" in answer.content.decode()


def test_a_location_is_chosen_where_there_are_several(client, typed, listing):
    office = listing.locations[0]
    listing.locations = [office, {**office, "city": "Bruges", "email": "bruges@contoso.example"}]
    listing.save(update_fields=["locations"])
    send(client, typed, **{f"location-{listing.public_id}": "1"})
    assert (Referral.objects.get().city, Referral.objects.get().contact_email) == (
        "Bruges", "bruges@contoso.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "carla"}, "valid email address"),
        ({"sought": ""}, ">What do you need help with? This field is required.<"),
        ({"country": ""}, ">Country: This field is required.<"),
        ({"sought": "x" * 2001}, "2000"),
        ({"country": "XX"}, "valid choice"),
        ({"name": "See www.spam.example"}, "no web address"),
        ({"leave_empty": "x"}, "Empty this field"),
        ({"stamp": "forged"}, "open for too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, typed, changed, said):
    page = send(client, typed, **changed).content.decode()
    assert said in page
    assert "Woodgrove Bank" in page
    assert not CustomerRequest.objects.exists()


@pytest.mark.parametrize(("age", "goes"), [(1, False), (4, True), (86_000, True), (87_000, False)])
def test_a_form_takes_its_time_but_not_for_ever(client, typed, age, goes):
    send(client, typed, stamp=limits.stamp(now() - timedelta(seconds=age)))
    assert CustomerRequest.objects.exists() == goes


def test_a_form_that_was_open_too_long_goes_through_when_sent_again(client, typed):
    page = send(client, typed, stamp=limits.stamp(now() - timedelta(days=2)))
    stamp = page.context["form"]["stamp"].value()
    assert limits.age(stamp, now()) < timedelta(seconds=10)


def test_nothing_written_is_lost_when_the_last_partner_has_gone_meanwhile(client, listing):
    page = client.post("/find/request/", {"partner": str(uuid.uuid4()), "sought": "Move <our> mail."})
    assert "No partner is chosen" in page.content.decode()
    assert "Move &lt;our&gt; mail." in page.content.decode()


def test_one_mailbox_gets_three_confirmations_a_day(client, typed):
    answers = [
        send(client, typed, email=f"carla+{number}@woodgrove.example").status_code for number in range(4)
    ]
    assert answers == [302, 302, 302, 429]
    assert CustomerRequest.objects.count() == 3


def test_one_origin_sends_ten_requests_an_hour(client, typed):
    answers = {send(client, typed, email=f"c{number}@x.example").status_code for number in range(10)}
    assert answers == {302}
    assert send(client, typed, email="c11@x.example").status_code == 429
    other = client.post("/find/request/", {**typed, "email": "o@x.example"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_the_mail_that_confirms_holds_nothing_that_the_sender_wrote_but_a_name(client, typed):
    send(client, typed)
    body = written(Message.objects.get(kind="request-confirm")).body
    assert "move our mail" not in body
    assert "Woodgrove" not in body
    assert "Contoso" in body
    assert mail.outbox == []


# -- behind the key --


@pytest.mark.parametrize("path", ["/find/request/mine/", "/find/request/confirm/"])
def test_pages_behind_a_key_are_kept_nowhere_and_told_to_nobody(client, world, listing, path):
    request = world.request(listing, at=now())
    query = urlsplit(link_of("request-confirm")).query
    if path.endswith("mine/"):
        query = f"key={requests.confirm(request=request, at=now())}"
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex' in answer.content.decode()


@pytest.mark.parametrize("path", ["/find/request/mine/", "/find/request/confirm/"])
@pytest.mark.parametrize("key", ["", "wrong", "0" * 64])
def test_a_key_that_is_none_opens_nothing(client, world, listing, path, key):
    world.referral(listing)
    assert client.get(path, {"key": key}).status_code == 404
    assert client.post(path, {"key": key, "act": "withdraw"}).status_code == 404
    assert Referral.objects.get().state == "new"


def test_the_customer_reads_the_answer_but_not_the_reason(client, world, listing, private, rita):
    row = Referral.objects.select_related("request", "organisation").get()
    referrals.show_interest(referral=row, at=now(), by=rita)
    assert "Interested" in client.get("/find/request/mine/", {"key": private}).content.decode()
    referrals.decline(referral=row, reason="budget", at=now(), by=rita)
    page = client.get("/find/request/mine/", {"key": private}).content.decode()
    assert "Not available" in page
    assert "budget" not in page


def test_others_are_chosen_on_the_page(client, listing, others, private):
    page = client.get("/find/request/mine/", {"key": private}).content.decode()
    assert "Partner A" in page
    chosen = {"key": private, "act": "choose", "partner": [str(others[0].public_id)]}
    assert client.post("/find/request/mine/", chosen).status_code == 302
    assert Referral.objects.filter(organisation=others[0].organisation).get().state == "new"
    again = client.post("/find/request/mine/", chosen)
    assert "asked one of these partners already" in again.content.decode()


def test_others_are_found_by_words(client, others, private):
    page = client.get("/find/request/mine/", {"key": private, "q": "Partner B"})
    assert page.context["offered"][0].name == "Partner B"


def test_the_page_is_read_in_either_language(client, private):
    page = client.get("/find/request/mine/", {"key": private, "language": "zh-hant"})
    assert page["Content-Language"] == "zh-hant"
    assert '<html lang="zh-hant"' in page.content.decode().lower()


def test_a_link_that_is_too_old_says_so(client, world, listing):
    world.request(listing, at=now() - timedelta(days=8))
    key = key_in(link_of("request-confirm"))
    assert client.post("/find/request/confirm/", {"key": key}).status_code == 410


def test_the_page_asks_as_much_of_the_database_for_one_partner_as_for_five(
    world, listing, others, django_assert_num_queries
):
    for chosen in ([listing], [listing, *others[:4]]):
        request = world.request(*chosen)
        with django_assert_num_queries(2):
            assert len(own_request(request, at=now()).answers) == len(chosen)


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 302)])
def test_an_origin_is_what_trusted_proxies_name_and_nobody_elses_word(
    client, typed, settings, proxies, status
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.ACCOUNT_RATE_LIMITS = {"request": "1/h/ip"}
    answers = [
        client.post(
            "/find/request/", {**typed, "email": f"c{last}@x.example"}, HTTP_X_FORWARDED_FOR=f"192.0.2.{last}"
        )
        for last in (7, 8)
    ]
    assert [each.status_code for each in answers] == [302, status]
