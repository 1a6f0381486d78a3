"""What customers see of competencies: what the term displays, and nothing else (F2)."""

from datetime import timedelta

import pytest

from competencies.actions.accounts import end_account
from memberships.actions import terms
from memberships.directory.display import displays
from memberships.jobs import file_listings
from memberships.models import Filing, Listing

pytestmark = pytest.mark.django_db
LEVELS = ("silver", "gold")


@pytest.fixture
def contoso(world):
    """Cloud gold and devices silver attained, 100 days ago."""
    made = world.organisation("Contoso")
    world.employee(made, "pia", "cloud-expert")
    world.employee(made, "olaf", "cloud-expert")
    world.attest(made)
    world.pass_days(100)
    return made


def shown(organisation, on):
    display = displays([organisation.pk], LEVELS, as_of=on).get(organisation.pk)
    return [(one.competency, one.level) for one in display.shown] if display else []


def filed(organisation):
    rows = Filing.objects.filter(listing__organisation=organisation, industry="").exclude(competency="")
    return sorted(rows.values_list("competency", flat=True))


def leaves(world, organisation, name):
    end_account(account=world.users[name].accounts.get(organisation=organisation), on=world.on, by=None)


def test_nothing_without_a_silver_or_gold_term(world, contoso):
    assert shown(contoso, world.on) == []
    world.term(contoso, "action-pack")
    assert shown(contoso, world.on) == []


def test_silver_shows_each_as_silver_and_gold_each_at_its_highest(world, contoso):
    world.term(contoso, "silver")
    silver = shown(contoso, world.on)
    assert {level for _key, level in silver} == {"silver"}
    world.term(contoso, "gold")
    gold = shown(contoso, world.on)
    assert ("cloud", "gold") in gold
    assert ("devices", "silver") in gold
    assert len(gold) == len(silver) == 2


def test_what_was_attained_stays_through_grace_and_ends_with_it(world, contoso):
    term = world.term(contoso, "silver")
    for name in ("pia", "olaf"):
        leaves(world, contoso, name)
    assert ("cloud", "silver") in shown(contoso, term.grace_until - timedelta(days=1))
    assert shown(contoso, term.grace_until) == []


def test_the_day_of_attainment_is_told_not_that_of_the_term(world, contoso):
    world.term(contoso, "silver")
    display = displays([contoso.pk], LEVELS, as_of=world.on)[contoso.pk]
    assert {one.attained_on for one in display.shown} == {world.on - timedelta(days=100)}


def test_a_term_ended_by_staff_shows_nothing_from_that_day(world, contoso):
    term = world.term(contoso, "silver")
    world.pass_days(5)
    terms.end(term=term, reason="Refund", on=world.on, by=world.manager())
    assert shown(contoso, world.on) == []
    assert shown(contoso, world.on - timedelta(days=1)) != []


def test_listings_follow_terms_that_start_and_end(world, contoso):
    listing = world.listing(contoso)
    assert filed(contoso) == []
    term = world.term(contoso, "gold")
    assert file_listings(as_of=world.on) == 1
    assert "cloud" in filed(contoso)
    assert Listing.objects.get(pk=listing.pk).level == "gold"
    world.pass_days(1)
    terms.end(term=term, reason="Refund", on=world.on, by=world.manager())
    file_listings(as_of=world.on)
    assert (filed(contoso), Listing.objects.get().level) == ([], "")
    assert file_listings(as_of=world.on) == 0


def test_listings_follow_the_clock(world, contoso):
    term = world.term(contoso, "silver")
    world.listing(contoso)
    assert file_listings(as_of=term.grace_until - timedelta(days=1)) == 0
    assert file_listings(as_of=term.grace_until) == 1
    assert filed(contoso) == []


def test_listings_follow_what_a_review_adds(world):
    fabrikam = world.organisation("Fabrikam")
    world.employee(fabrikam, "fred", "cloud-basic")
    world.term(fabrikam, "silver")
    world.listing(fabrikam)
    world.pass_days(3)
    assert file_listings(as_of=world.on) == 0
    world.attest(fabrikam)
    assert file_listings(as_of=world.on) == 1
    assert filed(fabrikam) == ["cloud", "devices"]
    assert file_listings(as_of=world.on) == 0


@pytest.mark.parametrize("count", [1, 12])
def test_filing_asks_as_much_for_many(world, count, django_assert_max_num_queries):
    for number in range(count):
        organisation = world.organisation(f"Org{number}")
        world.listing(organisation)
        world.term(organisation, "action-pack")
    with django_assert_max_num_queries(26):
        assert file_listings(as_of=world.on) == count
