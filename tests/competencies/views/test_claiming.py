"""The claim page: what it says, and how often one may try (C3, A7)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from competencies.actions import transcripts
from competencies.actions.claims import OF_USER
from competencies.models import ClaimTry, Transcript
from partners.clock import now
from partners.models import Account
from tests.world import World

pytestmark = pytest.mark.django_db
UNKNOWN = "MCID and access code do not go together"


@pytest.fixture
def world() -> World:
    made = World()
    contoso = made.organisation("Contoso")
    made.account(contoso, "erik")
    made.account(contoso, "pia")
    transcripts.record(mcid="MC-1", access_code="s3cret", on=made.on, by=None)
    return made


@pytest.fixture
def claim(client, world):
    page = reverse("competencies:claim", args=[world.organisations["Contoso"].public_id])

    def sent(user="erik", *, mcid="MC-1", code="s3cret", **more):
        client.force_login(world.users[user])
        return client.post(page, {"mcid": mcid, "access_code": code, **more})

    return sent


def test_the_right_code_leads_to_what_it_holds(world, client, claim):
    answer = claim()
    assert answer.status_code == 302
    assert Transcript.objects.get().user == world.users["erik"]
    assert "Transcript of MCID MC-1" in client.get(answer["Location"]).content.decode()


def test_unknown_wrong_and_taken_read_alike_until_the_code_is_right(claim):
    claim()
    pages = [claim("pia", code="wrong"), claim("pia", mcid="MC-9"), claim("pia", mcid="MC-9", code="wrong")]
    for page in pages:
        assert page.status_code == 200
        assert UNKNOWN in page.content.decode()
        assert "already claimed" not in page.content.decode()
    assert "already claimed. Ask support" in claim("pia").content.decode()


def test_nothing_typed_is_lost(claim):
    page = claim(mcid="MC-77", code="wr0ng", shares="on").content.decode()
    assert 'value="MC-77"' in page
    assert 'value="wr0ng"' in page
    assert "checked" in page
    assert "This field is required" in claim(mcid="", code="").content.decode()


def test_showing_the_whole_transcript_is_offered_and_off(world, claim):
    claim()
    assert not Account.objects.get(user=world.users["erik"]).shares_transcript
    transcripts.record(mcid="MC-2", access_code="s3cret", on=world.on, by=None)
    claim("pia", mcid="MC-2", shares="on")
    assert Account.objects.get(user=world.users["pia"]).shares_transcript


def test_the_switch_can_be_changed_later(client, world, claim):
    claim(shares="on")
    page = reverse("competencies:share", args=[world.organisations["Contoso"].public_id])
    for value, shares in (("off", False), ("on", True)):
        assert client.post(page, {"shares": value}).status_code == 302
        assert Account.objects.get(user=world.users["erik"]).shares_transcript is shares


def test_who_guesses_waits_and_comes_back_later(claim):
    start = now()
    with time_machine.travel(start, tick=False):
        for _ in range(OF_USER):
            claim(code="wrong")
        assert "Too many tries" in claim().content.decode()
    with time_machine.travel(start + timedelta(minutes=59), tick=False):
        assert "Too many tries" in claim().content.decode()
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert claim().status_code == 302


def test_others_tries_do_not_lock_the_owner_out(world, claim):
    contoso = world.organisations["Contoso"]
    for number in range(12):
        world.account(contoso, f"guesser{number}")
        claim(f"guesser{number}", code="wrong")
    assert ClaimTry.objects.count() == 12
    assert claim().status_code == 302


def test_the_code_is_neither_kept_nor_logged(claim, caplog):
    claim(code="a-code-of-mine")
    assert "a-code-of-mine" not in caplog.text
    assert "a-code-of-mine" not in str(list(ClaimTry.objects.values()))
