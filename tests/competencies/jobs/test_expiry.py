"""Overrides whose day has come end by themselves, and the level goes back to what the facts say (D4)."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from competencies.actions import overrides
from competencies.jobs import chunks, expire_overrides
from competencies.models import Attainment, Override
from competencies.review import review_due
from competencies.review.locks import locked
from partners.journal import Kind
from partners.models import JournalEntry
from tests.together import together
from tests.world import World

END = date(2018, 6, 1)


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def ends(organisation=None):
    rows = JournalEntry.objects.filter(kind=Kind.OVERRIDE_EXPIRED).order_by("pk")
    return list(
        (rows.filter(organisation=organisation) if organisation else rows).values_list("on", flat=True)
    )


def test_the_day_before_nothing_ends(world, contoso):
    world.override(contoso, until=END)
    assert expire_overrides(as_of=END - timedelta(days=1)) == 0
    assert Attainment.objects.open().get().via == ["override"]
    assert ends() == []


def test_on_its_day_the_level_falls_back_and_the_journal_says_both(world, contoso):
    override = world.override(contoso, until=END)
    assert expire_overrides(as_of=END) == 1
    assert Attainment.objects.get().until == END
    entries = JournalEntry.objects.filter(organisation=contoso, on=END).order_by("pk")
    assert [entry.kind for entry in entries] == ["override-expired", "level-lost"]
    assert entries[1].data["because"] == [{"reason": "override-ended", "override": override.pk}]
    override.refresh_from_db()
    assert override.expired_on == END


def test_days_later_it_still_ends_on_its_own_day(world, contoso):
    world.override(contoso, until=END)
    assert expire_overrides(as_of=END + timedelta(days=9)) == 1
    assert Attainment.objects.get().until == END
    assert ends() == [END]


def test_a_level_that_holds_by_itself_stays(world, contoso):
    world.employee(contoso, "erik", "cloud-basic")
    world.override(contoso, level="silver", until=END)
    expire_overrides(as_of=END)
    assert Attainment.objects.get().via == ["cloud-silver"]
    assert ends() == [END]


def test_a_second_override_that_covers_the_day_keeps_the_level(world, contoso):
    world.override(contoso, until=END)
    world.override(contoso, until=END + timedelta(days=30))
    assert expire_overrides(as_of=END) == 1
    assert Attainment.objects.open().get().via == ["override"]


def test_running_it_twice_writes_nothing_more(world, contoso):
    world.override(contoso, until=END)
    expire_overrides(as_of=END)
    before = JournalEntry.objects.count()
    assert expire_overrides(as_of=END) == 0
    assert JournalEntry.objects.count() == before


def test_after_a_review_only_the_end_itself_is_left_to_record(world, contoso):
    world.override(contoso, until=END)
    review_due(as_of=END)
    assert expire_overrides(as_of=END) == 1
    kinds = JournalEntry.objects.filter(organisation=contoso, on=END).values_list("kind", flat=True)
    assert sorted(kinds) == ["level-lost", "override-expired"]


def test_one_that_was_ended_early_does_not_end_again(world, contoso):
    override = world.override(contoso, until=END)
    world.pass_days(1)
    overrides.end(override=override, reason="No longer needed.", on=world.on, by=world.specialist())
    assert expire_overrides(as_of=END) == 0
    assert ends() == []


def test_many_are_done_in_chunks_of_as_many_queries(world, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 3)
    monkeypatch.setattr("competencies.jobs.expiry.CHUNK", 3)
    made = [world.organisation(f"Org{number}") for number in range(7)]
    for organisation in made:
        world.override(organisation, until=END)
    with CaptureQueriesContext(connection) as captured:
        assert expire_overrides(as_of=END) == 7
    assert Attainment.objects.open().count() == 0
    # Three chunks, and the look that finds none left.
    assert len(captured) <= 3 * 22 + 2


def test_when_nothing_ends_it_takes_one_query(world, contoso, django_assert_num_queries):
    world.override(contoso, until=END)
    with django_assert_num_queries(1):
        expire_overrides(as_of=world.on)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_end_each_override_once():
    world = World(date(2018, 3, 1))
    for number in range(5):
        world.override(world.organisation(f"Org{number}"), until=END)
    done = together(lambda: expire_overrides(as_of=END), lambda: expire_overrides(as_of=END))
    assert sum(done) == 5
    assert len(ends()) == 5
    assert Attainment.objects.open().count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_organisation_that_somebody_holds_is_left_to_the_next_sweep():
    world = World(date(2018, 3, 1))
    held, free = world.organisation("Held"), world.organisation("Free")
    for organisation in (held, free):
        world.override(organisation, until=END)
    with transaction.atomic():
        locked([held.pk])
        (done,) = together(lambda: expire_overrides(as_of=END))
    assert done == 1
    assert ends(free) == [END]
    assert ends(held) == []
    assert expire_overrides(as_of=END) == 1


@pytest.mark.postgres
def test_what_is_to_expire_is_looked_up_by_index(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Override.objects.to_expire(END)[:500].explain()
    assert "override_running" in plan
    assert "Sort" not in plan
