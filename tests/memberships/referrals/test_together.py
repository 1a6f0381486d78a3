"""Referrals at the same time, on PostgreSQL with real transactions: one has its way, the other is told (F4)."""

from datetime import date, timedelta
from functools import partial

import pytest

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.actions.requests import Choice
from memberships.jobs import tend_referrals
from memberships.models import CustomerRequest, Referral
from partners.models import JournalEntry, Message
from partners.refusals import Refused
from tests.together import together
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    return World(date(2018, 3, 1))


@pytest.fixture
def listing(world):
    return world.listing(world.organisation("Contoso"))


def again(row):
    return type(row).objects.get(pk=row.pk)


def codes(results):
    return sorted(result.code for result in results if isinstance(result, Refused))


def test_of_two_answers_at_once_one_counts(world, listing):
    referral, by = world.referral(listing), world.promoter(listing.organisation)
    results = together(
        lambda: referrals.show_interest(referral=again(referral), at=world.at, by=by),
        lambda: referrals.say_no(referral=again(referral), at=world.at, by=by),
    )
    assert codes(results)[0] in {"referral-evaluating", "referral-skipped"}
    assert len(codes(results)) == Message.objects.filter(kind="request-answered").count() == 1


def test_confirmed_twice_at_once_it_is_sent_once(world, listing):
    request = world.request(listing)
    results = together(*[lambda: requests.confirm(request=again(request), at=world.at)] * 2)
    assert results[0] == results[1]
    assert JournalEntry.objects.filter(kind="referral-sent").count() == 1


def test_answered_while_it_is_withdrawn_it_has_one_end(world, listing):
    referral, by = world.referral(listing), world.promoter(listing.organisation)
    together(
        lambda: referrals.say_no(referral=again(referral), at=world.at, by=by),
        lambda: requests.withdraw(request=CustomerRequest.objects.get(), at=world.at),
    )
    assert Referral.objects.get().state in {"skipped", "withdrawn"}
    ends = JournalEntry.objects.filter(kind__in=["referral-skipped", "referral-withdrawn"])
    assert ends.count() == 1


def test_the_last_place_is_given_once(world, listing):
    others = [world.listing(world.organisation(f"Partner {letter}")) for letter in "ABCDE"]
    request = world.request(listing, *others[:3])
    requests.confirm(request=request, at=world.at)
    results = together(
        *(
            lambda each=each: requests.choose(request=again(request), choices=[Choice(each)], at=world.at)
            for each in others[3:]
        )
    )
    assert codes(results) == ["too-many"]
    assert Referral.objects.count() == 5


def test_two_jobs_end_and_remind_once(world, listing):
    world.referral(listing)
    for at in (world.at + timedelta(hours=50), world.at + timedelta(hours=80)):
        together(lambda at=at: tend_referrals(at=at), lambda at=at: tend_referrals(at=at))
    assert JournalEntry.objects.filter(kind="referral-missed").count() == 1
    assert Message.objects.filter(kind="referral-reminder", recipient=None).count() == 1


@pytest.mark.parametrize("state", ["new", "evaluating"])
def test_withdrawn_while_the_partner_accepts_it_is_withdrawn_in_the_end(world, listing, state):
    referral, by = world.referral(listing), world.promoter(listing.organisation)
    act, done = referrals.show_interest, "referral-interested"
    if state == "evaluating":
        act(referral=referral, at=world.at, by=by)
        estimate = Estimate(1_000, "EUR", world.on + timedelta(days=30))
        act, done = partial(referrals.accept, estimate=estimate), "referral-accepted"
    first, second = together(
        lambda: act(referral=again(referral), at=world.at, by=by),
        lambda: requests.withdraw_from(
            referral=Referral.objects.select_related("request").get(), at=world.at
        ),
    )
    # Either the partner came first and was then withdrawn from, or it is told what the customer did.
    assert not isinstance(second, Refused)
    assert Referral.objects.get().state == "withdrawn"
    assert codes([first]) == (["referral-withdrawn"] if isinstance(first, Refused) else [])
    assert JournalEntry.objects.filter(kind=done).count() == 1 - len(codes([first]))
    assert JournalEntry.objects.filter(kind="referral-withdrawn").count() == 1


def test_withdrawn_from_while_it_says_no_it_has_one_end(world, listing):
    referral, by = world.referral(listing), world.promoter(listing.organisation)
    results = together(
        lambda: referrals.say_no(referral=again(referral), at=world.at, by=by),
        lambda: requests.withdraw_from(
            referral=Referral.objects.select_related("request").get(), at=world.at
        ),
    )
    state = Referral.objects.get().state
    assert codes(results) == [{"skipped": "out", "withdrawn": "referral-withdrawn"}[state]]
