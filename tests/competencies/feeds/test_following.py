"""What a feed brings of people who let it follow is associated in the run, and the organisation reviewed (C4, C2)."""

import pytest

from competencies.actions import affiliations
from competencies.feeds import advance, opened
from competencies.models import Association, Attainment, Feed
from competencies.review import review_due
from partners.clock import now
from partners.models import JournalEntry

FEED = Feed.ACHIEVEMENTS


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def erik(world, contoso):
    """Somebody who lets later achievements follow to Contoso."""
    made = world.employee(contoso, "erik", "data-basic")
    affiliations.follow(user=made, organisation=contoso, follows=True, on=world.on, by=made)
    return made


def row(user, credential="cloud-expert", earned="2018-02-01", revoked=""):
    return f"{user.transcripts.get().mcid},{credential},{earned},,{revoked}"


def test_a_new_achievement_counts_from_the_day_of_the_run(world, desk, contoso, erik):
    run = desk.load(FEED, row(erik))
    assert run.organisations == 1
    assert Association.objects.get(achievement__credential="cloud-expert").starts_on == world.on
    review_due(as_of=world.on)
    assert Attainment.objects.open().filter(organisation=contoso, level="silver").exists()
    told = JournalEntry.objects.get(kind="achievements-associated", data__run=run.pk)
    attained = JournalEntry.objects.get(kind="level-attained", organisation=contoso)
    assert attained.data["because"] == [
        {
            "reason": "achievement-followed",
            "event": told.pk,
            "person": erik.pk,
            "credentials": ["cloud-expert"],
            "run": run.pk,
        }
    ]


def test_loaded_twice_it_is_associated_once(desk, erik):
    desk.load(FEED, row(erik))
    before = JournalEntry.objects.filter(kind="achievements-associated").count()
    desk.load(FEED, row(erik))
    assert Association.objects.filter(achievement__credential="cloud-expert").count() == 1
    assert JournalEntry.objects.filter(kind="achievements-associated").count() == before


def test_what_was_severed_stays_severed(world, desk, erik):
    desk.load(FEED, row(erik))
    tie = Association.objects.get(achievement__credential="cloud-expert")
    affiliations.sever(user=erik, achievements=[tie.achievement], on=world.on, by=erik)
    desk.load(FEED, row(erik, revoked="2018-02-15"))
    assert not Association.objects.open().filter(achievement=tie.achievement).exists()


def test_others_wait_until_they_are_associated(world, desk, contoso, erik):
    pia = world.employee(contoso, "pia", "data-basic")
    desk.load(FEED, row(erik), row(pia))
    new = Association.objects.filter(achievement__credential="cloud-expert")
    assert [tie.affiliation.user for tie in new] == [erik]


def test_new_and_changed_rows_of_one_organisation_are_both_causes(world, desk, contoso, erik):
    pia = world.employee(contoso, "pia", "cloud-basic")
    desk.load(FEED, row(erik), row(pia, "cloud-basic", "2017-01-01", "2018-02-01"))
    review_due(as_of=world.on)
    waiting = JournalEntry.objects.filter(kind="level-lost", organisation=contoso)
    # Erik's expert takes the place of Pia's: nothing is lost.
    assert not waiting.exists()
    assert Attainment.objects.open().filter(organisation=contoso, level="silver").exists()


def test_as_many_queries_for_many_followers_as_for_few(world, desk):
    people = []
    for number in range(12):
        organisation = world.organisation(f"Org{number}")
        person = world.employee(organisation, f"person{number}", "data-basic")
        affiliations.follow(user=person, organisation=organisation, follows=True, on=world.on, by=person)
        people.append(person)
    counts = [_queries(desk, [row(person) for person in chosen]) for chosen in (people[:2], people[2:])]
    assert counts[0] == counts[1] <= 66
    assert Association.objects.filter(achievement__credential="cloud-expert").count() == 12


def _queries(desk, rows):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    run = opened(feed=FEED, path=desk.file(FEED, *rows), now=now(), by=None)
    with CaptureQueriesContext(connection) as captured:
        assert advance(run)
    return len(captured)
