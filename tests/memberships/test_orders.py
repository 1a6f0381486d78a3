"""Orders from their placing to their end (E1, E2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from competencies.actions import affiliations
from competencies.models import Standing
from memberships.actions import offers, orders, terms
from memberships.actions.orders import Billing
from memberships.jobs import expire_orders
from memberships.models import AddOn, Order
from partners.models import JournalEntry, Message, Term
from tests.memberships.files import PDF
from tests.offered import OFFERS
from tests.refusing import refused

BILLING = Billing("Contoso Ltd", "1 Example Street", "BE", tax_id="BE0411905847", purchase_order="PO-7")


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")
    return tmp_path / "proofs"


@pytest.fixture
def contoso(world):
    """An organisation that attains cloud silver."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    world.buyer(made)
    world.manager()
    world.offers()
    return made


def confirm(world, order):
    return orders.confirm(order=order, on=world.on, by=world.manager())


def place(world, organisation, offer="silver", currency="USD", billing=BILLING):
    return orders.place(
        organisation=organisation, offer=offer, currency=currency, billing=billing, on=world.on,
        by=world.buyer(organisation),
    )  # fmt: skip


def upload(world, order, content=PDF):
    return orders.attach_proof(order=order, content=content, on=world.on, by=world.buyer(order.organisation))


def running(world, organisation):
    return Term.objects.in_force_or_grace(world.on).filter(organisation=organisation).first()


def entries(organisation, kind):
    return JournalEntry.objects.of(organisation).filter(kind=kind)


class TestPlacing:
    def test_an_order_keeps_price_billing_and_what_made_it_possible(self, world, contoso):
        order = place(world, contoso)
        assert (order.number, order.kind, order.level) == (f"2018-{order.pk:06d}", "first", "silver")
        assert (order.price, order.currency, order.percent) == (Decimal(950), "USD", 0)
        assert (order.billing_name, order.tax_id, order.purchase_order) == (
            "Contoso Ltd",
            "BE0411905847",
            "PO-7",
        )
        assert order.expires_on == date(2018, 3, 31)
        assert order.judged == {
            "edition": "first",
            "attained": [
                {"competency": "cloud", "level": "silver", "via": ["cloud-silver"], "lapses_on": None}
            ],
        }
        assert entries(contoso, "order-placed").get().data["number"] == order.number

    def test_it_is_judged_on_its_own_day_by_a_review_that_was_due(self, world):
        late = world.organisation("Late")
        world.buyer(late)
        world.attest(late, until=world.on + timedelta(days=5))
        world.offers()
        world.pass_days(5)
        refused("not-attained", place, world=world, organisation=late)

    def test_a_level_whose_competency_is_missing(self, world, contoso):
        refused("not-attained", place, world=world, organisation=contoso, offer="gold")

    def test_action_pack_asks_for_nothing(self, world):
        fabrikam = world.organisation("Fabrikam")
        world.offers()
        order = place(world, fabrikam, "action-pack")
        assert (order.judged, order.price) == ({}, Decimal(475))

    def test_what_cannot_be_ordered(self, world, contoso):
        refused("included", place, world=world, organisation=contoso, offer="network")
        refused("unknown-offer", place, world=world, organisation=contoso, offer="platinum")
        refused("no-price", place, world=world, organisation=contoso, currency="EUR")
        nobody = Billing("", "1 Example Street", "BE")
        refused("no-address", place, world=world, organisation=contoso, billing=nobody)

    def test_without_published_offers_nothing_can_be_ordered(self, world):
        fabrikam = world.organisation("Fabrikam")
        world.buyer(fabrikam)
        refused("no-offers", place, world=world, organisation=fabrikam)

    def test_one_order_for_a_membership_is_open_at_a_time(self, world, contoso):
        order = place(world, contoso)
        refused("ordered", place, world=world, organisation=contoso)
        refused("ordered", place, world=world, organisation=contoso, offer="action-pack")
        orders.cancel(order=order, on=world.on, by=world.buyer(contoso))
        assert place(world, contoso, "action-pack").is_open

    def test_the_level_of_a_running_term_and_lower_ones_wait_for_its_anniversary(self, world, contoso):
        world.term(contoso)
        refused("present", place, world=world, organisation=contoso)
        refused("lower", place, world=world, organisation=contoso, offer="action-pack")

    def test_a_later_price_does_not_change_an_order(self, world, contoso):
        order = place(world, contoso)
        later = OFFERS.replace("amount: 950", "amount: 999").replace("2017-01-01", "2018-03-02")
        offers.publish(document=later.replace('"first"', '"second"'), on=world.on, by=None)
        day = world.pass_days(1)
        confirm(world, order)
        order.refresh_from_db()
        assert (order.price, order.settled_on) == (Decimal(950), day)


class TestConfirming:
    def test_the_term_starts_on_the_day_of_confirmation(self, world, contoso):
        order = place(world, contoso)
        day = world.pass_days(4)
        confirm(world, order)
        term = running(world, contoso)
        assert (order.state, order.term, order.settled_on) == ("confirmed", term, day)
        assert (term.level, term.starts_on, term.until) == ("silver", day, date(2019, 3, 5))

    def test_eligibility_lost_meanwhile_does_not_matter(self, world, contoso):
        order = place(world, contoso)
        world.pass_days(3)
        affiliations.sever(user=world.users["erik"], on=world.on, by=None)
        confirm(world, order)
        term = running(world, contoso)
        assert (term.level, term.entries.count()) == ("silver", 0)

    def test_a_second_click_finds_it_confirmed(self, world, contoso):
        order = place(world, contoso)
        again = Order.objects.get(pk=order.pk)
        confirm(world, order)
        refused("order-confirmed", confirm, world=world, order=again)
        assert Term.objects.count() == 1

    def test_a_term_that_staff_started_meanwhile_stands_in_its_way(self, world, contoso):
        order = place(world, contoso)
        world.term(contoso)
        refused("term-running", confirm, world=world, order=order)
        orders.refuse(order=order, reason="Paid twice.", on=world.on, by=world.manager())
        order.refresh_from_db()
        assert order.state == "refused"

    def test_admins_and_membership_managers_are_told(self, world, contoso):
        order = place(world, contoso)
        confirm(world, order)
        message = Message.objects.get(kind="order-confirmed")
        assert (message.recipient, message.data) == (world.buyer(contoso), {"order": order.pk})


class TestUpgrading:
    def test_silver_to_gold_is_a_quarter_off_and_the_year_starts_anew(self, world, contoso):
        silver = world.term(contoso)
        world.pass_days(100)
        world.override(contoso)
        order = place(world, contoso, "gold")
        assert (order.kind, order.list_price, order.percent, order.price) == (
            "upgrade", Decimal(1700), Decimal(25), Decimal(1275),
        )  # fmt: skip
        day = world.pass_days(2)
        confirm(world, order)
        silver.refresh_from_db()
        gold = running(world, contoso)
        assert (silver.ended_on, gold.level, gold.starts_on) == (day, "gold", day)

    def test_gold_at_once_costs_the_whole_price(self, world, contoso):
        world.override(contoso)
        assert place(world, contoso, "gold").price == Decimal(1700)

    def test_in_grace_a_higher_level_is_an_upgrade_from_the_day_of_confirmation(self, world, contoso):
        silver = world.term(contoso)
        world.on = silver.until + timedelta(days=5)
        world.override(contoso)
        order = place(world, contoso, "gold")
        assert (order.kind, order.renews) == ("upgrade", silver)
        day = world.pass_days(1)
        confirm(world, order)
        silver.refresh_from_db()
        assert (running(world, contoso).starts_on, silver.ended_on) == (day, day)


class TestAddingOn:
    def test_it_runs_beside_silver_from_its_confirmation(self, world, contoso):
        refused("no-membership", place, world=world, organisation=contoso, offer="extra")
        term = world.term(contoso)
        order = place(world, contoso, "extra")
        day = world.pass_days(10)
        confirm(world, order)
        added = AddOn.objects.get()
        assert (added.term, added.starts_on, added.offer) == (term, day, "extra")
        refused("added", place, world=world, organisation=contoso, offer="extra")

    def test_it_is_ordered_anew_with_the_next_year(self, world, contoso):
        term = world.term(contoso)
        confirm(world, place(world, contoso, "extra"))
        world.on = term.until
        refused("no-membership", place, world=world, organisation=contoso, offer="extra")
        confirm(world, place(world, contoso))
        confirm(world, place(world, contoso, "extra"))
        assert AddOn.objects.count() == 2

    def test_silver_that_ended_meanwhile_stands_in_its_way(self, world, contoso):
        term = world.term(contoso)
        order = place(world, contoso, "extra")
        terms.end(term=term, reason="Refund", on=world.pass_days(1), by=world.manager())
        refused("no-membership", confirm, world=world, order=order)

    def test_it_may_be_ordered_beside_an_upgrade(self, world, contoso):
        world.term(contoso)
        world.override(contoso)
        place(world, contoso, "gold")
        place(world, contoso, "extra")
        assert Order.objects.open().count() == 2


class TestEnding:
    def test_staff_refuses_with_a_reason_that_the_partner_reads(self, world, contoso):
        order = place(world, contoso)
        staff = world.manager()
        refused("no-reason", orders.refuse, order=order, reason=" ", on=world.on, by=staff)
        orders.refuse(order=order, reason="No payment came.", on=world.on, by=staff)
        assert (order.state, order.reason, order.settled_by) == ("refused", "No payment came.", staff)
        assert Message.objects.get(kind="order-refused").data == {"order": order.pk}
        refused("order-refused", confirm, world=world, order=order)

    def test_a_partner_cancels_while_it_is_open(self, world, contoso):
        order = place(world, contoso)
        orders.cancel(order=order, on=world.on, by=world.buyer(contoso))
        assert order.state == "cancelled"
        refused("order-cancelled", upload, world=world, order=order)
        refused("order-cancelled", confirm, world=world, order=order)

    def test_without_proof_it_expires_after_thirty_days(self, world, contoso):
        order = place(world, contoso)
        world.pass_days(29)
        assert expire_orders(as_of=world.on) == 0
        world.pass_days(1)
        assert (expire_orders(as_of=world.on), expire_orders(as_of=world.on)) == (1, 0)
        order.refresh_from_db()
        assert (order.state, order.settled_on) == ("expired", date(2018, 3, 31))
        assert entries(contoso, "order-expired").get().on == date(2018, 3, 31)
        assert Message.objects.filter(kind="order-expired").count() == 1

    def test_a_late_job_gives_the_expiry_its_own_day(self, world, contoso):
        place(world, contoso)
        world.pass_days(45)
        expire_orders(as_of=world.on)
        assert entries(contoso, "order-expired").get().on == date(2018, 3, 31)

    def test_with_proof_it_waits_for_staff(self, world, contoso):
        order = upload(world, place(world, contoso))
        world.pass_days(60)
        assert expire_orders(as_of=world.on) == 0
        confirm(world, order)
        assert running(world, contoso).starts_on == world.on

    def test_proof_comes_too_late_on_the_day_of_expiry(self, world, contoso):
        order = place(world, contoso)
        world.pass_days(30)
        refused("order-expired", upload, world=world, order=order)


def test_an_order_shows_in_no_other_organisation(world, contoso):
    order = place(world, contoso)
    assert not Order.objects.of(world.organisation("Fabrikam")).exists()
    assert Order.objects.of(contoso).get() == order


def test_a_confirmed_order_reviews_the_organisation(world, contoso):
    confirm(world, place(world, contoso))
    assert Standing.objects.get(pk=contoso.pk).stages == {"cloud": "a-"}
