"""A year of one organisation, told as it goes: from its enrolment to a renewal in grace (B1, B3, D4, E1 to E4)."""

from datetime import date, timedelta

import pytest

from competencies.actions.accounts import end_account
from competencies.jobs import expire_overrides, flag_renewal_risk
from competencies.models import Override, Standing
from competencies.review import review_due
from memberships.actions import orders
from memberships.position import term_of
from partners.actions import enrolments
from partners.models import JournalEntry, Message, Role, Term, TermEntry
from tests.memberships.files import PDF
from tests.refusing import refused
from tests.world import PASSWORD, World

ENROLLED = date(2018, 1, 10)


class Firm:
    """The organisation of the story, and what its people and the vendor do on the day of the world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.organisation = self.enrol()
        self.nina = self.organisation.accounts.get().user

    def enrol(self):
        asked = enrolments.ask(
            legal_name="Northwind Ltd", display_name="Northwind", country="BE", city="Ghent", name="Nina",
            email="nina@northwind.example", language="en", on=self.world.on,
        )  # fmt: skip
        enrolments.confirm(enrolment=asked, version=1, needs_approval=False, on=self.world.on)
        account = enrolments.finish_as_new(
            enrolment=asked, version=1, password=PASSWORD, language="en", on=self.world.on
        )
        self.world.organisations["Northwind"] = account.organisation
        self.world.users[f"buyer{account.organisation_id}"] = account.user
        return account.organisation

    def buy(self, offer):
        """Order, pay, and have it confirmed on the same day."""
        order = self.world.order(self.organisation, offer)
        orders.attach_proof(order=order, content=PDF, on=self.world.on, by=self.nina)
        return orders.confirm(order=order, on=self.world.on, by=self.world.manager())

    def hire(self, name, *credentials):
        return self.world.employee(self.organisation, name, *credentials)

    def wait(self, until):
        """Time passes, and with it the jobs of the clock."""
        self.world.on = until
        expire_overrides(as_of=until)
        review_due(as_of=until)
        flag_renewal_risk(as_of=until)

    def level(self):
        term = term_of(self.organisation, on=self.world.on)
        return term.level if term else "network"

    def shown(self):
        term = Term.objects.filter(organisation=self.organisation).latest("pk")
        return set(TermEntry.objects.filter(term=term).values_list("competency", "level"))

    def risk(self):
        """The open alerts: what, which of three, and the day of the lapse."""
        entries = Standing.objects.get(pk=self.organisation.pk).risk.get("entries", [])
        return [
            (each["competency"], each["level"], each["kind"], each["lapses_on"])
            for each in entries
            if each["note"] is None
        ]

    def causes(self):
        (entry,) = Standing.objects.get(pk=self.organisation.pk).risk["entries"]
        return [cause["reason"] for cause in entry["because"]]

    def told(self, kind):
        return Message.objects.filter(kind=kind, recipient=self.nina).count()

    def last(self, kind):
        return JournalEntry.objects.of(self.organisation).filter(kind=kind).latest("pk")


@pytest.fixture
def firm(db, settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")
    world = World(ENROLLED)
    world.offers()
    return Firm(world)


def test_a_year(firm):
    world = firm.world

    # It enrols, is a member of the network, and may buy what needs nothing.
    assert (firm.level(), firm.nina.accounts.of_role(Role.ADMIN).count()) == ("network", 1)
    refused("not-attained", world.order, organisation=firm.organisation, offer="silver")
    firm.buy("action-pack")
    assert firm.level() == "action-pack"

    # In spring somebody passes an exam: silver is attained, and may be bought.
    firm.wait(date(2018, 3, 1))
    firm.hire("erik", "cloud-basic")
    assert firm.last("level-attained").level == "silver"
    firm.buy("silver")
    assert (firm.level(), firm.shown()) == ("silver", {("cloud", "silver")})

    # Two experts bring gold, a quarter off, and the year starts anew.
    firm.wait(date(2018, 5, 1))
    pia, leo = firm.hire("pia", "cloud-expert"), firm.hire("leo", "cloud-expert")
    order = firm.buy("gold")
    assert (order.kind, order.percent, order.price) == ("upgrade", 25, 1275)
    term = Term.objects.get(organisation=firm.organisation, level="gold")
    assert (firm.level(), term.starts_on, term.until) == ("gold", date(2018, 5, 1), date(2019, 5, 1))
    assert firm.shown() == {("cloud", "gold"), ("cloud", "silver")}
    assert firm.risk() == []

    # Somebody leaves: gold is lost, what is displayed stays, the renewal is at risk, and Nina is told why.
    firm.wait(date(2018, 9, 1))
    end_account(account=leo.accounts.get(), on=world.on, by=firm.nina)
    flag_renewal_risk(as_of=world.on)
    assert (firm.last("level-lost").level, firm.level()) == ("gold", "gold")
    assert ("cloud", "gold") in firm.shown()
    assert firm.risk() == [("cloud", "gold", "refused", None)]
    assert firm.causes() == ["account-ended"]
    assert firm.told("renewal-risk") == 1

    # A specialist places an override: gold holds until it ends, and the alert says when.
    world.override(firm.organisation, until=date(2018, 12, 1))
    flag_renewal_risk(as_of=world.on)
    assert firm.risk() == [("cloud", "gold", "refused", "2018-12-01")]
    firm.wait(date(2018, 11, 30))
    assert Override.objects.in_force(world.on).exists()
    firm.wait(date(2018, 12, 1))
    assert not Override.objects.running().exists()
    assert firm.last("level-lost").on == date(2018, 12, 1)
    assert firm.risk() == [("cloud", "gold", "refused", None)]
    told = firm.told("renewal-risk")
    assert told > 1

    # The year is over. Gold cannot be renewed: one expert is too few.
    firm.wait(term.until)
    assert firm.level() == "gold"
    refused("not-attained", world.order, organisation=firm.organisation, offer="gold")

    # Another expert cures it: the alert goes, and in grace the renewal starts on the old anniversary.
    firm.wait(term.until + timedelta(days=12))
    firm.hire("mia", "cloud-expert")
    assert firm.risk() == []
    assert firm.last("risk-cleared").on == world.on
    renewal = firm.buy("gold")
    assert (renewal.kind, renewal.term.starts_on, renewal.term.until) == (
        "renewal", date(2019, 5, 1), date(2020, 5, 1),
    )  # fmt: skip
    firm.wait(term.grace_until)
    assert firm.level() == "gold"
    assert firm.shown() == {("cloud", "gold"), ("cloud", "silver")}
    assert {each.user_id for each in firm.organisation.accounts.open()} >= {firm.nina.pk, pia.pk}
