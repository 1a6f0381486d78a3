"""Renewal, grace, downgrade and lapse, each on its day (E3)."""

from datetime import date, timedelta

import pytest

from competencies.actions import affiliations
from competencies.facts.load import load_facts
from competencies.models import Standing
from competencies.review import review_due
from memberships.actions import orders, terms
from memberships.jobs import expire_orders, remind_of_renewals
from memberships.models import RenewalNotice
from partners.models import JournalEntry, Message, Term, TermEntry
from tests.memberships.files import PDF
from tests.refusing import refused
from tests.world import World

ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")


@pytest.fixture
def contoso(world):
    """An organisation that attains cloud silver, with a silver term."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    world.buyer(made)
    world.manager()
    world.offers()
    return made


def level(world, organisation):
    review_due(as_of=world.on)
    membership = load_facts([organisation.pk], as_of=world.on)[organisation.pk].membership
    return membership.level if membership else "network"


def confirm(world, order):
    return orders.confirm(order=order, on=world.on, by=world.manager())


def pay(world, order):
    return orders.attach_proof(order=order, content=PDF, on=world.on, by=order.ordered_by)


@pytest.mark.parametrize(
    ("first", "anniversary"),
    [
        (date(2016, 2, 29), date(2017, 2, 28)),
        (date(2015, 2, 28), date(2016, 2, 28)),
        (date(2017, 1, 31), date(2018, 1, 31)),
        (date(2017, 8, 31), date(2018, 8, 31)),
        (date(2017, 3, 1), date(2018, 3, 1)),
    ],
)
def test_the_anniversary_and_the_thirty_days_after_it(db, first, anniversary):
    world = World(max(first, date(2017, 1, 1)))
    world.on = first
    term = world.term(world.organisation("Contoso"), "action-pack")
    assert (term.until, term.grace_until) == (anniversary, anniversary + timedelta(days=30))


def test_it_cannot_be_renewed_the_day_before_the_anniversary(world, contoso):
    term = world.term(contoso)
    world.on = term.until - ONE_DAY
    refused("present", world.order, organisation=contoso)
    world.on = term.until
    assert world.order(contoso).kind == "renewal"


def test_the_last_day_of_grace_and_the_day_after(world, contoso):
    term = world.term(contoso)
    world.on = term.grace_until - ONE_DAY
    assert (level(world, contoso), world.order(contoso).kind) == ("silver", "renewal")


def test_without_an_order_level_and_display_end_with_grace(world, contoso):
    term = world.term(contoso)
    world.on = term.grace_until - ONE_DAY
    assert (level(world, contoso), Standing.objects.get().stages) == ("silver", {"cloud": "a-"})
    world.on = term.grace_until
    assert (level(world, contoso), Standing.objects.get().stages) == ("network", {"cloud": "q-"})
    assert world.order(contoso).kind == "first"


def test_the_new_year_starts_on_the_old_anniversary(world, contoso):
    old = world.term(contoso)
    world.on = old.until + timedelta(days=20)
    order = world.order(contoso)
    world.pass_days(5)
    confirm(world, order)
    new = Term.objects.latest("pk")
    assert (new.starts_on, new.until) == (old.until, date(2020, 3, 1))
    assert set(TermEntry.objects.filter(term=new).values_list("competency", "level", "since")) == {
        ("cloud", "silver", old.until)
    }


def test_an_order_in_grace_keeps_level_and_display_until_staff_settles_it(world, contoso):
    old = world.term(contoso)
    world.on = old.grace_until - ONE_DAY
    order = pay(world, world.order(contoso))
    for _step in range(8):
        world.pass_days(10)
        expire_orders(as_of=world.on)
        assert level(world, contoso) == "silver"
    assert Standing.objects.get().stages == {"cloud": "a-"}
    confirm(world, order)
    assert (Term.objects.latest("pk").starts_on, level(world, contoso)) == (old.until, "silver")


def test_unpaid_it_keeps_them_to_its_own_end(world, contoso):
    old = world.term(contoso)
    world.on = old.grace_until - ONE_DAY
    order = world.order(contoso)
    world.on = order.expires_on - ONE_DAY
    assert level(world, contoso) == "silver"
    world.on = order.expires_on
    expire_orders(as_of=world.on)
    assert level(world, contoso) == "network"


@pytest.mark.parametrize("end", ["cancel", "refuse"])
def test_settled_without_a_new_year_its_own_grace_is_all_that_is_left(world, contoso, end):
    old = world.term(contoso)
    grace = old.grace_until
    world.on = old.until + timedelta(days=5)
    order = world.order(contoso)
    old.refresh_from_db()
    assert old.grace_until == order.expires_on
    if end == "cancel":
        orders.cancel(order=order, on=world.on, by=order.ordered_by)
    else:
        orders.refuse(order=order, reason="No payment.", on=world.on, by=world.manager())
    old.refresh_from_db()
    assert (old.grace_until, level(world, contoso)) == (grace, "silver")


def test_refused_after_grace_they_end_on_that_day(world, contoso):
    old = world.term(contoso)
    world.on = old.grace_until - ONE_DAY
    order = pay(world, world.order(contoso))
    world.pass_days(15)
    assert level(world, contoso) == "silver"
    orders.refuse(order=order, reason="No payment.", on=world.on, by=world.manager())
    assert level(world, contoso) == "network"


def test_it_is_judged_on_the_day_of_the_renewal_order(world, contoso):
    term = world.term(contoso)
    world.on = term.until + timedelta(days=3)
    affiliations.sever(user=world.users["erik"], on=world.on, by=None)
    refused("not-attained", world.order, organisation=contoso)
    assert world.order(contoso, "action-pack").kind == "renewal"


def test_eligibility_lost_after_the_renewal_order_does_not_matter(world, contoso):
    term = world.term(contoso)
    world.on = term.until
    order = world.order(contoso)
    world.pass_days(1)
    affiliations.sever(user=world.users["erik"], on=world.on, by=None)
    confirm(world, order)
    assert Term.objects.latest("pk").starts_on == term.until


def test_a_downgrade_in_grace_starts_on_the_anniversary(world, contoso):
    world.override(contoso)
    gold = world.term(contoso, "gold")
    world.on = gold.until + timedelta(days=2)
    order = world.order(contoso)
    assert (order.kind, order.percent) == ("renewal", 0)
    confirm(world, order)
    silver = Term.objects.latest("pk")
    assert (silver.level, silver.starts_on) == ("silver", gold.until)
    assert level(world, contoso) == "silver"


def test_a_renewed_term_does_not_come_back_when_the_new_one_is_ended(world, contoso):
    old = world.term(contoso)
    world.on = old.until + timedelta(days=2)
    confirm(world, world.order(contoso))
    terms.end(term=Term.objects.latest("pk"), reason="Refund", on=world.on, by=world.manager())
    assert level(world, contoso) == "network"


def test_a_renewal_whose_year_is_over_is_not_confirmed(world, contoso):
    old = world.term(contoso)
    world.on = old.until
    order = pay(world, world.order(contoso))
    for _month in range(13):
        world.pass_days(29)
        expire_orders(as_of=world.on)
    refused("year-over", confirm, world=world, order=order)


class TestReminders:
    def told(self, world):
        remind_of_renewals(as_of=world.on)
        return [
            message.data["which"] for message in Message.objects.filter(kind="renewal-due").order_by("on")
        ]

    def test_fifteen_days_before_and_twenty_three_after_the_anniversary_once_each(self, world, contoso):
        term = world.term(contoso)
        told = {}
        world.on = term.until - timedelta(days=17)
        for _day in range(50):
            day = world.pass_days(1)
            told[day] = len(self.told(world))
        first = min(day for day, count in told.items() if count == 1)
        second = min(day for day, count in told.items() if count == 2)
        assert (first, second) == (term.until - timedelta(days=15), term.until + timedelta(days=23))
        assert max(told.values()) == 2

    def test_a_late_job_reminds_late_but_not_of_what_is_over(self, world, contoso):
        term = world.term(contoso)
        world.on = term.until + timedelta(days=25)
        assert self.told(world) == ["after"]

    def test_who_has_renewed_is_left_alone(self, world, contoso):
        term = world.term(contoso)
        world.on = term.until + ONE_DAY
        confirm(world, world.order(contoso))
        world.on = term.until + timedelta(days=23)
        assert self.told(world) == []

    def test_and_so_is_who_has_paid(self, world, contoso):
        term = world.term(contoso)
        world.on = term.until + ONE_DAY
        pay(world, world.order(contoso))
        world.on = term.until + timedelta(days=23)
        assert self.told(world) == []

    def test_a_term_that_was_ended_is_not_reminded_of(self, world, contoso):
        term = world.term(contoso)
        world.pass_days(10)
        terms.end(term=term, reason="Refund", on=world.on, by=world.manager())
        world.on = term.until - timedelta(days=10)
        assert (self.told(world), RenewalNotice.objects.count()) == ([], 0)


class TestLapsing:
    def lapsed(self, world, organisation):
        remind_of_renewals(as_of=world.on)
        rows = JournalEntry.objects.of(organisation).filter(kind="term-lapsed")
        return [(row.on, row.level) for row in rows]

    def test_the_end_of_a_term_that_nobody_renewed_is_told_once_with_its_day(self, world, contoso):
        term = world.term(contoso)
        world.on = term.grace_until - ONE_DAY
        assert self.lapsed(world, contoso) == []
        world.pass_days(1)
        assert self.lapsed(world, contoso) == [(term.grace_until, "silver")]
        world.pass_days(10)
        assert self.lapsed(world, contoso) == [(term.grace_until, "silver")]
        assert Message.objects.filter(kind="membership-over").count() == 1

    def test_a_renewed_one_an_upgraded_one_and_an_ended_one_do_not_lapse(self, world, contoso):
        term = world.term(contoso)
        world.on = term.until + ONE_DAY
        confirm(world, world.order(contoso))
        world.override(contoso)
        confirm(world, world.order(contoso, "gold"))
        terms.end(term=Term.objects.latest("pk"), reason="Refund", on=world.on, by=world.manager())
        world.pass_days(60)
        assert self.lapsed(world, contoso) == []

    def test_an_order_that_waits_for_staff_puts_it_off(self, world, contoso):
        term = world.term(contoso)
        world.on = term.until + ONE_DAY
        order = pay(world, world.order(contoso))
        world.pass_days(25)
        expire_orders(as_of=world.on)
        world.pass_days(20)
        assert self.lapsed(world, contoso) == []
        orders.refuse(order=order, reason="No payment.", on=world.on, by=world.manager())
        assert self.lapsed(world, contoso) == [(world.on, "silver")]


def test_an_upgrade_ordered_in_grace_keeps_the_old_term_until_it_is_settled(world, contoso):
    silver = world.term(contoso)
    world.on = silver.grace_until - ONE_DAY
    world.override(contoso)
    order = pay(world, world.order(contoso, "gold"))
    world.pass_days(20)
    expire_orders(as_of=world.on)
    assert (order.kind, level(world, contoso)) == ("upgrade", "silver")
    confirm(world, order)
    silver.refresh_from_db()
    assert (Term.objects.latest("pk").starts_on, silver.ended_on) == (world.on, world.on)
