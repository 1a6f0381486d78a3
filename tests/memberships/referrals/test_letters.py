"""What customers, contacts and managers are written, each in their language (F4, H1)."""

from datetime import timedelta

import pytest

from memberships.actions import referrals, requests
from memberships.actions.requests import Choice
from memberships.jobs import tend_referrals
from memberships.letters import written
from memberships.models import Referral
from memberships.presenters.requests import own_request
from partners.models import Message


def letter(kind, **filters):
    rows = Message.objects.select_related("recipient", "organisation")
    return written(rows.get(kind=kind, **filters))


def test_a_new_referral_says_what_is_asked_and_until_when_but_not_by_whom(world, listing, rita):
    world.referral(listing)
    for found in (letter("referral-new", recipient=rita), letter("referral-new", recipient=None)):
        assert found.subject == "Contoso: a customer asks for you"
        assert "We move our mail." in found.body
        assert "4 March 2018, 13:00 CET" in found.body
        assert "/referrals/" in found.body
        for secret in ("Carla", "Woodgrove", "carla@"):
            assert secret not in found.body


def test_a_contact_of_taiwan_is_written_to_in_chinese(world, contoso):
    world.referral(world.listing(contoso, country="TW"))
    assert letter("referral-new", recipient=None).body.startswith("Olga Office")


def test_a_message_about_what_is_answered_meanwhile_has_nothing_to_tell(world, listing, rita):
    referrals.say_no(referral=world.referral(listing), at=world.at, by=rita)
    assert letter("referral-new", recipient=rita) is None


def test_nothing_is_written_to_a_customer_whose_data_is_removed(world, listing):
    referral = world.referral(listing)
    message = Message.objects.get(kind="request-confirmed")
    tend_referrals(at=world.at + timedelta(days=400))
    referral.request.refresh_from_db()
    assert written(message) is None


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda row, at, by: referrals.show_interest(referral=row, at=at, by=by), "is interested"),
        (lambda row, at, by: referrals.say_no(referral=row, at=at, by=by), "choose somebody else"),
        (lambda row, at, by: tend_referrals(at=at + timedelta(days=3)), "not answered in time"),
    ],
)
def test_every_answer_leads_to_the_private_page(world, listing, rita, act, said):
    referral = world.referral(listing)
    act(referral, world.at, rita)
    found = letter("request-answered")
    assert said in found.body
    assert requests.confirm(request=referral.request, at=world.at) in found.body


def test_reminders_and_ends_are_told_in_words(world, listing, rita):
    world.referral(listing)
    tend_referrals(at=world.at + timedelta(hours=50))
    assert "still waits for your answer" in letter("referral-reminder", recipient=rita).body
    tend_referrals(at=world.at + timedelta(hours=80))
    assert "counts as missed" in letter("referral-over", recipient=rita).body
    assert Referral.objects.get().state == "missed"


def test_nobody_is_told_to_choose_others_who_cannot_any_more(world, listing, others):
    request = world.referral(listing).request
    late = world.at + timedelta(days=29)
    requests.choose(request=request, choices=[Choice(others[0])], at=late)
    tend_referrals(at=late + timedelta(hours=72))
    rows = Message.objects.filter(kind="request-answered").order_by("pk")
    told = {written(each).subject: written(each).body for each in rows}
    last = told["Partner A is not available"]
    assert "Partner A has not answered in time. No others can be asked" in last
    page = own_request(request, at=late + timedelta(hours=73), replaceable=False)
    assert [each.sentence for each in page.answers] == ["It did not answer."] * 2
