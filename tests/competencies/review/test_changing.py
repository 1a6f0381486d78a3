"""A change of one person's facts on a day on which the organisation is due: loaded once, judged twice (D2, D5)."""

from datetime import timedelta

import pytest

from competencies.actions import accounts, affiliations
from competencies.facts.load import load
from competencies.models import Achievement
from competencies.review import review, subject
from partners.models import Account
from tests.world import World

from .test_same_history import history


class Firm:
    """An organisation with a term, of whose people one lapses today; reviewed today already, or not."""

    def __init__(self, world: World, name: str, *, reviewed: bool) -> None:
        self.world, self.name = world, name.lower()
        self.organisation = world.organisation(name)
        end = world.on + timedelta(days=30)
        self.lapsing = world.employee(self.organisation, f"{self.name}lapsing", "cloud-basic", "data-basic")
        world.achievement(self.lapsing.transcripts.get(), "cloud-basic", expires_on=end)
        self.expert = world.employee(self.organisation, f"{self.name}expert", "cloud-expert")
        self.newcomer = world.account(self.organisation, f"{self.name}newcomer").user
        world.transcript(self.newcomer, "cloud-expert", "data-basic")
        world.reading(self.organisation, "2000")
        world.term(self.organisation)
        self.reviewed = reviewed

    def morning(self) -> None:
        """The day of the lapse has come."""
        if self.reviewed:
            review([self.organisation.pk], as_of=self.world.on)


def joins(firm):
    firm.world.associate(firm.newcomer, firm.organisation)


def joins_with_one(firm):
    firm.world.associate(
        firm.newcomer,
        firm.organisation,
        Achievement.objects.filter(credential="cloud-expert", transcript__user=firm.newcomer),
    )


def severs(firm):
    affiliations.sever(user=firm.expert, on=firm.world.on, by=firm.expert)


def leaves(firm):
    account = Account.objects.get(user=firm.lapsing, organisation=firm.organisation)
    accounts.end_account(account=account, on=firm.world.on, by=None)


def joins_and_severs(firm):
    joins(firm)
    affiliations.sever(user=firm.newcomer, on=firm.world.on, by=firm.newcomer)


@pytest.fixture
def firms(world):
    """Two alike: the first was reviewed this morning, the other is due when somebody acts."""
    found = [Firm(world, "Early", reviewed=True), Firm(world, "Due", reviewed=False)]
    world.pass_days(30)
    for firm in found:
        firm.morning()
    return found


@pytest.mark.parametrize("deed", [joins, joins_with_one, severs, leaves, joins_and_severs])
def test_it_says_the_same_as_where_everything_was_loaded_again(firms, deed):
    for firm in firms:
        deed(firm)
    early, due = (history(firm.organisation) for firm in firms)
    assert due == early
    for firm in firms:
        assert not review([firm.organisation.pk], as_of=firm.world.on, dry_run=True).events


def test_a_move_of_somebody_else_joins_and_parts(firms, world):
    early, due = firms
    for firm, other in ((early, due), (due, early)):
        world.join(other.organisation, firm.expert)
    # Each loses one and gains one; the one that was due is settled first.
    world.associate(early.expert, due.organisation)
    world.associate(due.expert, early.organisation)
    for firm in firms:
        assert not review([firm.organisation.pk], as_of=world.on, dry_run=True).events


@pytest.mark.parametrize("number", [0, 1])
def test_everybody_is_loaded_once_whether_or_not_a_review_was_due(firms, monkeypatch, number):
    loads = []

    def counted(*arguments, **options):
        loads.append(arguments)
        return load(*arguments, **options)

    monkeypatch.setattr(subject, "load", counted)
    joins(firms[number])
    assert len(loads) == 1


def test_after_days_missed_everything_is_loaded_as_of_today(firms, world, monkeypatch):
    due = firms[1]
    world.pass_days(3)
    loads = []
    monkeypatch.setattr(
        subject, "load", lambda *given, **more: loads.append(more["as_of"]) or load(*given, **more)
    )
    joins(due)
    lapsed, today = world.on - timedelta(days=3), world.on
    assert loads == [{due.organisation.pk: lapsed}, {due.organisation.pk: today}]
