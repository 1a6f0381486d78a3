"""Many rows in one statement, few in another: both leave the same."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from competencies.models import Attainment, Standing
from competencies.review import rows
from partners.models import JournalEntry

MANY = [1, rows.MANY + 1]


def attainments(organisation, world, count):
    return [
        Attainment(
            organisation_id=organisation.pk, competency=f"c\t{number}\\", level="silver", starts_on=world.on,
            via=["option \"one\"\n", "專長"], lapses_on=None if number % 2 else world.on,
        )
        for number in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("count", MANY)
def test_what_is_inserted_is_what_is_read(world, count):
    contoso = world.organisation("Contoso")
    rows.insert(attainments(contoso, world, count))
    found = list(Attainment.objects.order_by("pk"))
    assert [each.competency for each in found] == [f"c\t{number}\\" for number in range(count)]
    assert {tuple(each.via) for each in found} == {('option "one"\n', "專長")}
    assert [each.lapses_on for each in found] == [None if n % 2 else world.on for n in range(count)]


@pytest.mark.parametrize("count", MANY)
def test_journal_entries_know_their_keys_and_their_moment(world, count):
    contoso = world.organisation("Contoso")
    entries = [
        JournalEntry(organisation=contoso, kind="level-lost", on=world.on, data={"number": number})
        for number in range(count)
    ]
    rows.insert(entries, numbered=True)
    found = {each.pk: each for each in JournalEntry.objects.filter(kind="level-lost")}
    assert [found[each.pk].data["number"] for each in entries] == list(range(count))
    assert all(each.recorded_at for each in found.values())


@pytest.mark.parametrize("count", MANY)
def test_an_update_changes_these_fields_of_these_rows(world, count):
    for number in range(count + 1):
        world.organisation(f"Org{number}")
    standings = [Standing(organisation_id=pk) for pk in organisations()]
    Standing.objects.bulk_create(standings, ignore_conflicts=True)
    later = world.on + timedelta(days=9)
    for standing in standings[:count]:
        standing.next_review_on, standing.stages, standing.rules_version = later, {"cloud": "q-"}, 7
    rows.update(standings[:count], ["next_review_on", "stages"])
    changed = Standing.objects.filter(next_review_on=later, rules_version=0)
    assert [each.stages for each in changed] == [{"cloud": "q-"}] * count
    assert Standing.objects.exclude(next_review_on=later).get().stages == {}


@pytest.mark.parametrize("count", MANY)
def test_constraints_hold_for_them_too(world, count):
    contoso = world.organisation("Contoso")
    with pytest.raises(IntegrityError):
        rows.insert(attainments(contoso, world, count) + attainments(contoso, world, 1))


def test_nothing_is_written_where_there_is_nothing(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.insert([])
        rows.update([], ["stages"])


def organisations():
    from partners.models import Organisation

    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
