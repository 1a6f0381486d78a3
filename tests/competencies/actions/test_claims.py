"""Tries to claim are limited, and nobody locks another out (C3)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from competencies.actions import claims, transcripts
from competencies.actions.claims import KEPT, OF_MCID, OF_ORIGIN, OF_USER, WINDOW
from competencies.models import ClaimTry
from tests.refusing import refused

START = datetime(2018, 3, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def transcript(world):
    return transcripts.record(mcid="MC-1", name="Erik", access_code="s3cret", on=world.on, by=None)


@pytest.fixture
def attempt(world, transcript):
    """A try of a user, by default with the right code, from an address of their own."""

    def tried(user, *, mcid="MC-1", access_code="s3cret", origin="", after=timedelta(0)):
        return claims.claim(
            user=user,
            mcid=mcid,
            access_code=access_code,
            origin=origin or f"192.0.2.{user.pk % 250}",
            on=world.on,
            at=START + after,
        )

    return tried


def fail(attempt, user, times, **arguments):
    for _ in range(times):
        refused("no-such-transcript", attempt, user=user, access_code="wrong", **arguments)


def test_a_user_who_guesses_waits_even_with_the_right_code(world, attempt):
    erik = world.user("erik")
    fail(attempt, erik, OF_USER)
    refused("too-many-tries", attempt, user=erik)
    refused("too-many-tries", attempt, user=erik, after=WINDOW - timedelta(seconds=1))
    assert attempt(erik, after=WINDOW).user == erik


def test_trying_on_does_not_make_the_wait_longer(world, attempt):
    erik = world.user("erik")
    fail(attempt, erik, OF_USER)
    for minute in range(1, 60):
        refused("too-many-tries", attempt, user=erik, after=timedelta(minutes=minute))
    assert attempt(erik, after=WINDOW).user == erik


def test_a_right_code_counts_as_no_try(world, attempt):
    erik = world.user("erik")
    for _ in range(OF_USER + 1):
        attempt(erik)
    assert not ClaimTry.objects.exists()


def test_an_mcid_is_not_guessed_by_many_users_together(world, attempt):
    guessers = [world.user(f"guesser{number}") for number in range(OF_MCID)]
    for guesser in guessers:
        fail(attempt, guesser, 1)
    refused("too-many-tries", attempt, user=guessers[0])
    fail(attempt, guessers[0], 1, mcid="MC-another")


def test_an_address_is_not_used_for_many_mcids(world, attempt):
    guessers = [world.user(f"guesser{number}") for number in range(OF_ORIGIN)]
    for number, guesser in enumerate(guessers):
        fail(attempt, guesser, 1, mcid=f"MC-{number + 100}", origin="198.51.100.7")
    refused("too-many-tries", attempt, user=guessers[0], mcid="MC-new", origin="198.51.100.7")
    fail(attempt, guessers[0], 1, mcid="MC-new", origin="198.51.100.8")


def test_nobody_locks_another_out(world, attempt):
    """Guessers who never cease stop neither the owner of the transcript nor who shares their address."""
    guessers = [world.user(f"guesser{number}") for number in range(OF_ORIGIN)]
    erik = world.user("erik")
    for number, guesser in enumerate(guessers):
        fail(attempt, guesser, 1, mcid="MC-1" if number < OF_MCID else f"MC-{number}", origin="198.51.100.7")
    assert attempt(erik, origin="198.51.100.7").user == erik


def test_who_mistyped_once_among_guessers_waits_an_hour_at_most(world, attempt):
    erik = world.user("erik")
    for number in range(OF_MCID):
        fail(attempt, world.user(f"guesser{number}"), 1)
    fail(attempt, erik, 1)
    refused("too-many-tries", attempt, user=erik)
    fail(attempt, world.user("late"), 1, after=WINDOW - timedelta(minutes=1))
    assert attempt(erik, after=WINDOW).user == erik


def test_neither_mcid_nor_address_is_kept_in_the_clear(world, attempt):
    fail(attempt, world.user("erik"), 1, origin="198.51.100.7")
    row = str(ClaimTry.objects.values().get())
    assert "MC-1" not in row
    assert "198.51.100.7" not in row


def test_tries_are_forgotten_after_a_day(world, attempt):
    fail(attempt, world.user("erik"), 2)
    pia = world.user("pia")
    fail(attempt, pia, 1, after=KEPT)
    assert ClaimTry.objects.get().user == pia
