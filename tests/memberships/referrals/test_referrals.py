"""Referrals from the confirmed request to their end, by partner, customer and clock (F4)."""

from datetime import date, timedelta

import pytest

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.actions.requests import Choice
from memberships.jobs import tend_referrals
from memberships.models import CustomerRequest, Profile, Referral
from memberships.referrals import keys
from partners.models import JournalEntry, Message
from partners.refusals import Refused

HOURS = timedelta(hours=1)
DAYS = timedelta(days=1)


def journal(kind):
    return JournalEntry.objects.filter(kind=kind)


def told(kind, **filters):
    return Message.objects.filter(kind=kind, **filters)


def estimate(world, **changed):
    return Estimate(**{"value": 12_000, "currency": "EUR", "closes_on": world.on + 30 * DAYS, **changed})


def interested(world, referral, by, after=HOURS):
    return referrals.show_interest(referral=referral, at=world.at + after, by=by)


def negotiating(world, referral, by):
    interested(world, referral, by)
    return referrals.accept(referral=referral, estimate=estimate(world), at=world.at + 2 * HOURS, by=by)


def refused(code, act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert refusal.value.code == code


# -- the customer --


def test_nobody_learns_of_a_request_before_its_address_is_confirmed(world, listing):
    request = world.request(listing)
    assert Referral.objects.of(listing.organisation).count() == 0
    assert [each.kind for each in Message.objects.all()] == ["request-confirm"]
    requests.confirm(request=request, at=world.at + DAYS)
    row = Referral.objects.of(listing.organisation).get()
    assert (row.state, row.sent_at) == ("new", world.at + DAYS)
    assert row.due_at == world.at + DAYS + 72 * HOURS
    assert journal("referral-sent").get().data == {"referral": row.pk, "request": request.pk, "state": "new"}


def test_the_contact_and_those_who_manage_referrals_are_told_once(world, listing):
    world.referral(listing)
    found = told("referral-new")
    assert {each.address for each in found if each.recipient is None} == {"office@contoso.example"}
    names = {each.recipient.name for each in found if each.recipient}
    assert names == {"Ada", "Rita", world.promoter(listing.organisation).name}


def test_confirmed_twice_it_is_sent_once_and_leads_to_the_same_page(world, listing):
    request = world.request(listing)
    first = requests.confirm(request=request, at=world.at)
    assert requests.confirm(request=request, at=world.at + HOURS) == first
    assert journal("referral-sent").count() == journal("request-confirmed").count() == 1


def test_a_confirmation_after_seven_days_is_refused(world, listing):
    request = world.request(listing)
    refused("expired", requests.confirm, request=request, at=world.at + 7 * DAYS)


def test_the_database_keeps_only_a_hash_of_the_page_key(world, listing, settings):
    request = world.request(listing)
    key = requests.confirm(request=request, at=world.at)
    kept = CustomerRequest.objects.filter(pk=request.pk).values().get()
    assert key not in map(str, kept.values())
    assert keys.found(key) == request
    assert keys.found(key[:-1] + ("0" if key[-1] != "0" else "1")) is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert keys.found(key) == request
    assert keys.key_of(CustomerRequest.objects.get()) == key


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_partners_are_asked(world, listing, others, count):
    chosen = [Choice(each) for each in [listing, *others][:count]]
    code = "too-many" if count else "no-partner"
    asked = requests.Asked("C", "c@x.example", "BE", "Help", "en")
    refused(code, requests.ask, asked=asked, choices=chosen, at=world.at)


def test_a_place_is_free_for_another_once_a_partner_is_out(world, listing, others, rita):
    request = world.request(listing, *others[:4])
    requests.confirm(request=request, at=world.at)
    new = [Choice(others[4])]
    refused("too-many", requests.choose, request=request, choices=new, at=world.at)
    referrals.say_no(referral=request.referrals.get(profile=listing.profile), at=world.at, by=rita)
    (made,) = requests.choose(request=request, choices=new, at=world.at + HOURS)
    assert (made.state, made.due_at) == ("new", world.at + 73 * HOURS)
    refused("too-many", requests.choose, request=request, choices=new, at=world.at + HOURS)


def test_no_partner_is_asked_twice_and_none_after_thirty_days(world, listing, others):
    referral = world.referral(listing)
    refused(
        "asked-already", requests.choose, request=referral.request, choices=[Choice(listing)], at=world.at
    )
    late = world.at + 30 * DAYS
    refused("too-late", requests.choose, request=referral.request, choices=[Choice(others[0])], at=late)


def test_a_withdrawn_request_ends_what_is_open_and_leaves_what_is_closed(world, listing, others, rita):
    request = world.request(listing, others[0])
    requests.confirm(request=request, at=world.at)
    referrals.say_no(referral=request.referrals.get(profile=listing.profile), at=world.at, by=rita)
    requests.withdraw(request=request, at=world.at + HOURS)
    states = dict(request.referrals.values_list("profile", "state"))
    assert states == {listing.profile_id: "skipped", others[0].profile_id: "withdrawn"}
    assert told("referral-over", address="office@contoso.example").count() == 1
    refused("withdrawn", requests.withdraw, request=request, at=world.at)
    refused("withdrawn", requests.choose, request=request, choices=[Choice(others[1])], at=world.at)


# -- the partner --


def test_who_the_customer_is_is_shown_from_interested_on(world, listing, rita):
    referral = world.referral(listing)
    assert not referral.shows_customer
    assert interested(world, referral, rita).shows_customer
    assert referral.due_at == world.at + HOURS + 7 * DAYS
    assert told("request-answered").get().data["state"] == "evaluating"


def test_no_thanks_never_shows_the_customer_who_is_told_to_choose_others(world, listing, rita):
    referral = referrals.say_no(referral=world.referral(listing), at=world.at, by=rita)
    assert (referral.state, referral.shows_customer, referral.place) == ("skipped", False, None)
    assert told("request-answered").get().data["state"] == "skipped"


def test_accepted_with_value_and_day_it_is_negotiated_and_won(world, listing, rita):
    referral = negotiating(world, world.referral(listing), rita)
    assert (referral.state, referral.value, referral.currency) == ("negotiating", 12_000, "EUR")
    referrals.win(referral=referral, value=15_000, at=world.at + 9 * DAYS, by=rita)
    assert (referral.state, referral.value) == ("won", 15_000)
    assert journal("referral-won").get().data["value"] == 15_000


def test_it_is_lost_with_a_reason_and_a_value(world, listing, rita):
    referral = negotiating(world, world.referral(listing), rita)
    refused("no-reason", referrals.lose, referral=referral, reason="", value=1, at=world.at, by=rita)
    referrals.lose(referral=referral, reason="budget", value=9_000, at=world.at, by=rita)
    assert (referral.state, referral.reason, referral.value) == ("lost", "budget", 9_000)


def test_it_is_declined_with_a_reason(world, listing, rita):
    referral = interested(world, world.referral(listing), rita)
    refused("no-reason", referrals.decline, referral=referral, reason="because", at=world.at, by=rita)
    referrals.decline(referral=referral, reason="no-capacity", at=world.at, by=rita)
    assert (referral.state, referral.reason) == ("declined", "no-capacity")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"value": 0}, "no-value"),
        ({"currency": "XXX"}, "unknown-currency"),
        ({"closes_on": date(2018, 2, 1)}, "past-day"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused(world, listing, rita, changed, code):
    referral = interested(world, world.referral(listing), rita)
    wrong = estimate(world, **changed)
    refused(code, referrals.accept, referral=referral, estimate=wrong, at=world.at, by=rita)


@pytest.mark.parametrize("hours", [71, 72])
def test_the_time_is_over_at_its_moment_whether_or_not_the_job_came(world, listing, rita, hours):
    referral = world.referral(listing)
    if hours == 72:
        refused("referral-missed", referrals.say_no, referral=referral, at=world.at + hours * HOURS, by=rita)
    else:
        referrals.say_no(referral=referral, at=world.at + hours * HOURS, by=rita)


def test_notes_are_kept_and_the_journal_holds_none_of_their_words(world, listing, rita):
    referral = world.referral(listing)
    referrals.add_note(referral=referral, text=" Called them. ", at=world.at, by=rita)
    assert referral.notes.get().text == "Called them."
    assert "Called" not in str(journal("referral-noted").get().data)
    refused("no-note", referrals.add_note, referral=referral, text="  ", at=world.at, by=rita)


# -- the clock --


def test_unanswered_after_72_hours_it_is_missed_and_everybody_is_told_once(world, listing):
    referral = world.referral(listing)
    assert tend_referrals(at=world.at + 47 * HOURS) == 0
    due = world.at + 72 * HOURS
    for _again in range(2):
        tend_referrals(at=due)
    referral.refresh_from_db()
    assert (referral.state, referral.ended_at, referral.place) == ("missed", due, None)
    assert told("request-answered").get().data["state"] == "missed"
    assert told("referral-over", address="office@contoso.example").count() == 1
    assert journal("referral-missed").count() == 1


def test_undecided_after_seven_days_it_is_expired(world, listing, rita):
    referral = interested(world, world.referral(listing), rita)
    tend_referrals(at=world.at + HOURS + 7 * DAYS)
    referral.refresh_from_db()
    assert referral.state == "expired"
    assert journal("referral-expired").count() == 1


def test_after_downtime_it_ends_at_its_true_moment(world, listing):
    referral = world.referral(listing)
    tend_referrals(at=world.at + 20 * DAYS)
    referral.refresh_from_db()
    assert referral.ended_at == world.at + 72 * HOURS
    assert journal("referral-missed").get().on == world.on + timedelta(days=3)
    assert not told("referral-reminder").exists()


@pytest.mark.parametrize("decides", [False, True])
def test_the_partner_is_reminded_once_before_the_time_is_over(world, listing, rita, decides):
    referral = world.referral(listing)
    before, at = (24 * HOURS, world.at + 48 * HOURS)
    if decides:
        interested(world, referral, rita)
        before, at = (2 * DAYS, world.at + HOURS + 5 * DAYS)
    assert tend_referrals(at=at - HOURS) == 0
    for _again in range(2):
        tend_referrals(at=at)
    referral.refresh_from_db()
    assert referral.due_at - at == before
    assert told("referral-reminder", recipient=rita).count() == 1


def test_personal_data_goes_after_its_time_and_numbers_stay(world, listing, rita, settings):
    settings.REQUEST_DATA_DAYS = 90
    referral = negotiating(world, world.referral(listing), rita)
    referrals.add_note(referral=referral, text="Carla is kind.", at=world.at, by=rita)
    key = keys.key_of(CustomerRequest.objects.get())
    tend_referrals(at=world.at + 89 * DAYS)
    assert CustomerRequest.objects.get().name == "Carla Customer"
    for _again in range(2):
        tend_referrals(at=world.at + 90 * DAYS)
    row, request = Referral.objects.get(), CustomerRequest.objects.get()
    assert (request.name, request.company, request.email, request.sought) == ("", "", "", "")
    assert (row.contact_name, row.contact_email, row.city) == ("", "", "")
    assert (row.state, row.value, request.country) == ("negotiating", 12_000, "BE")
    assert not row.notes.exists()
    assert not Message.objects.exclude(address="").exists()
    assert keys.found(key) is None
    assert journal("request-erased").count() == 1
    referrals.lose(referral=row, reason="dropped", value=1, at=world.at + 91 * DAYS, by=rita)


def test_a_request_that_nobody_confirmed_goes_wholly_after_seven_days(world, listing):
    world.request(listing)
    tend_referrals(at=world.at + 7 * DAYS)
    assert not CustomerRequest.objects.exists()
    assert not Referral.objects.exists()
    assert not Message.objects.exists()


# -- responsiveness (F3) --


def test_answers_in_time_make_a_partner_responsive_and_silence_the_contrary(world, listing, rita):
    def figure():
        return Profile.objects.get(pk=listing.profile_id).responsiveness

    first = world.referral(listing)
    assert figure() is None
    referrals.say_no(referral=first, at=world.at, by=rita)
    assert figure() == 1000
    world.referral(listing)
    tend_referrals(at=world.at + 3 * DAYS)
    assert figure() == 500


def test_what_the_customer_withdrew_unanswered_says_nothing(world, listing):
    requests.withdraw(request=world.referral(listing).request, at=world.at)
    assert Profile.objects.get(pk=listing.profile_id).responsiveness is None


# -- abuse (F5) --


def test_beyond_the_cap_a_contact_is_mailed_no_more_and_reads_it_in_the_list(world, listing, settings, rita):
    settings.REQUEST_MAILS_A_DAY = 2
    for number in range(3):
        world.referral(listing, email=f"c{number}@x.example")
    found = told("referral-new", recipient=rita).values_list("state", flat=True)
    assert sorted(found) == ["kept", "waiting", "waiting"]
    assert told("referral-new", address="office@contoso.example").count() == 2
    world.referral(listing, at=world.at + 2 * DAYS)
    assert told("referral-new", address="office@contoso.example").count() == 3
