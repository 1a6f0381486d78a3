"""Benefits: activated, carried over to another term, and ended with what brought them (E5)."""

from datetime import date, timedelta

import pytest

from memberships.actions import benefits, keys, offers, orders, seats, terms
from memberships.actions.accounts import end_account
from memberships.jobs import end_benefits
from memberships.models import Entitlement, KeyGrant, SeatAssignment
from partners.models import JournalEntry, Message, MessageKind, Role, Term
from tests.offered import OFFERS
from tests.refusing import refused

ONE_DAY = timedelta(days=1)


@pytest.fixture
def contoso(world):
    """An organisation that attains cloud silver."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    world.buyer(made)
    world.offers()
    return made


@pytest.fixture
def silver(world, contoso):
    return world.term(contoso)


def activate(world, organisation, key):
    return benefits.activate(
        organisation=organisation, benefit=key, on=world.on, by=world.buyer(organisation)
    )


def seat(world, entitlement, name):
    account = world.account(entitlement.organisation, name, Role.EMPLOYEE)
    return seats.assign(
        entitlement=entitlement, account=account, on=world.on, by=world.buyer(entitlement.organisation)
    )


def buy(world, organisation, offer):
    order = world.order(organisation, offer)
    return orders.confirm(order=order, on=world.on, by=world.manager())


def now(entitlement):
    return Entitlement.objects.get(pk=entitlement.pk)


def kinds(kind):
    return JournalEntry.objects.filter(kind=kind)


class TestActivating:
    def test_a_benefit_of_the_level_is_activated_with_its_quantity(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        assert (office.quantity, office.term, office.starts_on) == (3, silver, world.on)
        assert office.due_on == silver.grace_until
        assert kinds("benefit-activated").get().data["benefit"] == "office"

    def test_only_once_at_a_time(self, world, contoso, silver):
        activate(world, contoso, "office")
        refused("active", activate, world=world, organisation=contoso, key="office")

    @pytest.mark.parametrize(
        ("key", "code"),
        [
            ("rights", "not-brought"),
            ("nothing", "not-brought"),
            ("studio", "lacking"),
            ("quarter-off", "by-order"),
        ],
    )
    def test_what_cannot_be_activated(self, world, contoso, silver, key, code):
        refused(code, activate, world=world, organisation=contoso, key=key)

    def test_without_a_term_only_what_every_partner_has(self, world, contoso):
        refused("not-brought", activate, world=world, organisation=contoso, key="office")
        assert activate(world, contoso, "community").term is None

    def test_a_competency_opens_it_and_does_not_close_it_again(self, world, contoso, silver):
        world.override(contoso, "data", "silver")
        studio = activate(world, contoso, "studio")
        world.pass_days(300)
        assert now(studio).until is None

    def test_before_any_offers_are_published(self, world):
        refused(
            "no-offers",
            benefits.activate,
            organisation=world.organisation("Fabrikam"),
            benefit="office",
            on=world.on,
            by=world.user("ada"),
        )

    def test_an_add_on_brings_its_own_and_more_of_what_is_there(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        buy(world, contoso, "extra")
        assert now(office).quantity == 5
        assert activate(world, contoso, "rights").term == silver

    def test_activated_after_the_add_on_it_has_both_at_once(self, world, contoso, silver):
        buy(world, contoso, "extra")
        assert activate(world, contoso, "office").quantity == 5


class TestTheEnd:
    def test_it_ends_with_grace_and_not_a_day_before(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        held = seat(world, office, "nora")
        world.on = silver.grace_until - ONE_DAY
        assert end_benefits(as_of=world.on) == 0
        assert Entitlement.objects.in_force(world.on).exists()
        world.on = silver.grace_until
        assert not Entitlement.objects.in_force(world.on).exists()
        end_benefits(as_of=world.on)
        held.refresh_from_db()
        assert (now(office).until, now(office).used, held.until) == (world.on, 0, world.on)

    def test_a_late_job_gives_it_its_true_day(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        world.on = silver.grace_until + timedelta(days=9)
        end_benefits(as_of=world.on)
        assert now(office).until == silver.grace_until
        assert kinds("benefit-ended").get().on == silver.grace_until

    def test_people_are_told_once_however_often_the_job_runs(self, world, contoso, silver):
        activate(world, contoso, "office")
        activate(world, contoso, "hours")
        world.on = silver.grace_until
        assert end_benefits(as_of=world.on) == 2
        assert end_benefits(as_of=world.on) == 0
        assert Message.objects.filter(kind=MessageKind.BENEFITS_ENDED).count() == 1
        assert kinds("benefit-ended").count() == 2

    def test_a_job_that_dies_between_two_goes_on_where_it_was(self, world, contoso, silver, monkeypatch):
        monkeypatch.setattr("memberships.jobs.benefits.CHUNK", 1)
        for key in ("office", "hours", "desk"):
            activate(world, contoso, key)
        world.on = silver.grace_until
        end_benefits(as_of=world.on, seconds=0)
        assert Entitlement.objects.open().count() == 2
        end_benefits(as_of=world.on)
        assert Entitlement.objects.open().count() == 0
        assert Message.objects.filter(kind=MessageKind.BENEFITS_ENDED).count() == 1

    def test_a_renewal_order_in_grace_keeps_it_until_that_is_settled(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        world.on = silver.grace_until - ONE_DAY
        order = world.order(contoso)
        world.on = silver.grace_until
        assert end_benefits(as_of=world.on) == 1  # looked at, and left
        assert now(office).due_on == order.expires_on
        orders.cancel(order=order, on=world.on, by=order.ordered_by)
        end_benefits(as_of=world.on)
        assert now(office).until == silver.grace_until

    def test_staff_ends_the_term_and_so_its_benefits_on_the_day(self, world, contoso, silver):
        office, community = activate(world, contoso, "office"), activate(world, contoso, "community")
        world.pass_days(5)
        terms.end(term=silver, reason="Refund", on=world.on, by=world.manager())
        assert (now(office).until, now(community).until) == (world.on, None)
        assert Message.objects.filter(kind=MessageKind.BENEFITS_ENDED).count() == 1

    def test_what_is_over_can_be_activated_anew_though_the_job_has_not_come(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        world.on = silver.grace_until + ONE_DAY
        world.term(contoso)
        again = activate(world, contoso, "office")
        assert (now(office).until, again.starts_on) == (silver.grace_until, world.on)


class TestCarryingOver:
    def test_a_renewal_keeps_key_and_seats(self, world, contoso, silver):
        world.pool("WINDOWS-1")
        office = activate(world, contoso, "office")
        held = seat(world, office, "nora")
        windows = activate(world, contoso, "windows")
        _reveal(world, windows)
        world.on = silver.until + timedelta(days=3)
        buy(world, contoso, "silver")
        new = Term.objects.latest("pk")
        held.refresh_from_db()
        assert (now(office).term, now(office).until, held.until) == (new, None, None)
        assert KeyGrant.objects.get().entitlement == windows
        assert now(windows).term == new
        assert kinds("benefit-carried-over").count() == 2
        end_benefits(as_of=world.on)
        assert Entitlement.objects.open().count() == 2

    def test_an_upgrade_raises_the_quantity_and_ends_what_gold_does_not_bring(self, world, contoso, silver):
        office, desk = activate(world, contoso, "office"), activate(world, contoso, "desk")
        world.override(contoso)
        world.pass_days(10)
        buy(world, contoso, "gold")
        assert (now(office).quantity, now(office).until, now(desk).until) == (5, None, world.on)
        assert Message.objects.get(kind=MessageKind.BENEFITS_ENDED).on == world.on

    def test_what_is_carried_over_with_nothing_lost_is_no_news(self, world, contoso, silver):
        activate(world, contoso, "office")
        world.on = silver.until
        buy(world, contoso, "silver")
        assert not Message.objects.filter(kind=MessageKind.BENEFITS_ENDED).exists()

    def test_fewer_seats_than_are_in_use_free_those_assigned_last(self, world, contoso, silver):
        office = activate(world, contoso, "office")
        first, second, last = (seat(world, office, name) for name in ("nora", "otto", "paul"))
        world.on = silver.until
        buy(world, contoso, "action-pack")
        for each in (first, second, last):
            each.refresh_from_db()
        assert (first.until, second.until, last.until) == (None, None, world.on)
        assert (now(office).quantity, now(office).used) == (2, 2)
        told = Message.objects.get(kind=MessageKind.BENEFITS_ENDED)
        assert told.data["freed"] == [[office.pk, 1]]

    def test_a_condition_is_asked_anew_with_the_new_year(self, world, contoso, silver):
        override = world.override(contoso, "data", "silver")
        studio = activate(world, contoso, "studio")
        assert override.last_until < silver.until
        world.on = silver.until
        buy(world, contoso, "silver")
        assert now(studio).until == world.on

    def test_an_add_on_is_not_renewed_and_its_benefits_end(self, world, contoso, silver):
        buy(world, contoso, "extra")
        office, own = activate(world, contoso, "office"), activate(world, contoso, "rights")
        world.on = silver.until
        buy(world, contoso, "silver")
        assert (now(office).quantity, now(own).until) == (3, world.on)

    def test_what_every_partner_has_outlasts_terms(self, world, contoso):
        community = activate(world, contoso, "community")
        term = world.term(contoso)
        assert now(community).term is None
        world.on = term.grace_until
        end_benefits(as_of=world.on)
        assert now(community).until is None

    def test_a_new_list_of_offers_changes_nothing_of_what_was_bought(self, world, contoso, silver):
        _publish_later(world, ("quantity: 3", "quantity: 1"))
        world.pass_days(60)
        assert activate(world, contoso, "office").quantity == 3


def _reveal(world, entitlement):
    return keys.reveal(entitlement=entitlement, on=world.on, by=world.buyer(entitlement.organisation))


def _publish_later(world, change):
    text = OFFERS.replace('edition: "first"', 'edition: "second"').replace(*change)
    text = text.replace("2017-01-01", (world.on + timedelta(days=30)).isoformat())
    return offers.publish(document=text, on=world.on, by=None)


def test_never_more_than_there_are(world, contoso, silver):
    office = activate(world, contoso, "office")
    held = [seat(world, office, f"n{number}") for number in range(3)]
    account, by = world.account(contoso, "last"), world.buyer(contoso)
    refused("all-taken", seats.assign, entitlement=office, account=account, on=world.on, by=by)
    seats.take_back(seat=held[0], on=world.on, by=world.buyer(contoso))
    seat(world, office, "next")
    assert now(office).used == SeatAssignment.objects.open().count() == 3


def test_one_for_each(world, contoso, silver):
    office = activate(world, contoso, "office")
    account = seat(world, office, "nora").account
    by = {"on": world.on, "by": world.buyer(contoso)}
    refused("has-seat", seats.assign, entitlement=office, account=account, **by)


def test_taken_back_once(world, contoso, silver):
    held = seat(world, activate(world, contoso, "office"), "nora")
    by = {"on": world.on, "by": world.buyer(contoso)}
    seats.take_back(seat=held, **by)
    refused("taken-back", seats.take_back, seat=held, **by)
    assert Entitlement.objects.get().used == 0


def test_not_for_somebody_of_another_organisation(world, contoso, silver):
    office = activate(world, contoso, "office")
    stranger = world.account(world.organisation("Fabrikam"), "fay")
    by = {"on": world.on, "by": world.buyer(contoso)}
    refused("account-over", seats.assign, entitlement=office, account=stranger, **by)


def test_not_of_a_benefit_without_seats_nor_of_one_that_is_over(world, contoso, silver):
    hours, office = activate(world, contoso, "hours"), activate(world, contoso, "office")
    account, by = world.account(contoso, "nora"), world.buyer(contoso)
    refused("no-seats", seats.assign, entitlement=hours, account=account, on=world.on, by=by)
    over = silver.grace_until
    refused("over", seats.assign, entitlement=office, account=account, on=over, by=by)


def test_they_are_freed_with_the_account_and_not_given_back(world, contoso, silver):
    world.override(contoso, "data", "silver")
    office, studio = activate(world, contoso, "office"), activate(world, contoso, "studio")
    account = seat(world, office, "nora").account
    by = world.buyer(contoso)
    seats.assign(entitlement=studio, account=account, on=world.on, by=by)
    world.pass_days(1)
    end_account(account=account, on=world.on, by=by)
    assert not SeatAssignment.objects.open().exists()
    assert (now(office).used, now(studio).used) == (0, 0)
    assert kinds("seats-freed").get().data["benefits"] == ["office", "studio"]
    world.join(contoso, account.user)
    assert not SeatAssignment.objects.open().exists()


@pytest.mark.parametrize("day", [date(2019, 2, 28), date(2019, 3, 1)])
def test_benefits_of_a_term_are_in_force_in_its_grace(world, contoso, silver, day):
    activate(world, contoso, "office")
    assert silver.until == date(2019, 3, 1)
    assert Entitlement.objects.in_force(day).count() == 1
