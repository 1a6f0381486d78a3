"""Reviews of many: which are due, what is refused, how many queries, and the command."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies import tasks
from competencies.models import Attainment, Standing
from competencies.review import review, review_all, review_due, runs, up_to_date
from partners.models import JournalEntry
from tests.refusing import refused
from tests.world import World


def lapsing(world: World, count: int, end: date) -> list[int]:
    """Organisations with a level and a term each, all of whose levels end on the day."""
    made = []
    for number in range(count):
        organisation = world.organisation(f"Org{number}")
        erik = world.employee(organisation, f"erik{number}", "cloud-basic")
        world.override(organisation, until=end)
        world.attest(organisation, until=end)
        world.term(organisation)
        world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
        made.append(organisation.pk)
    return made


def queries(action, **arguments) -> int:
    with CaptureQueriesContext(connection) as captured:
        action(**arguments)
    return len(captured)


def test_a_chunk_takes_as_many_queries_whatever_its_size(world):
    end = world.on + timedelta(days=30)
    ids = lapsing(world, 6, end)
    first = queries(review, organisation_ids=ids[:1], as_of=end - timedelta(days=1))
    assert queries(review, organisation_ids=ids[1:], as_of=end - timedelta(days=1)) == first
    world.on = end
    few = queries(review, organisation_ids=ids[:1], as_of=end)
    many = queries(review, organisation_ids=ids[1:], as_of=end)
    assert Attainment.objects.open().count() == 0
    # On PostgreSQL many rows go by COPY, which first asks for their keys.
    assert many <= few + 1 <= 24


def test_a_quiet_night_costs_almost_nothing(world):
    lapsing(world, 2, world.on + timedelta(days=30))
    assert queries(review_due, as_of=world.pass_days(1)) <= 2


def test_only_what_is_due_is_reviewed(world):
    end = world.on + timedelta(days=30)
    ids = lapsing(world, 2, end)
    later = world.organisation("Later")
    world.attest(later, until=end + timedelta(days=1))
    report = review_due(as_of=end)
    assert (report.reviewed, report.kinds["level-lost"]) == (2, 6)
    assert set(Standing.objects.filter(reviewed_on=end).values_list("pk", flat=True)) == set(ids)
    assert review_due(as_of=end).reviewed == 0


def test_chunks_follow_one_another(world, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 2)
    end = world.on + timedelta(days=30)
    ids = lapsing(world, 5, end)
    steps = []
    assert review_due(as_of=end, progress=steps.append).reviewed == 5
    assert steps == [2, 2, 1]
    assert review(ids, as_of=end).reviewed == review_all(as_of=end).reviewed == 5


def test_a_mark_makes_it_due_and_keeps_an_earlier_day(world):
    contoso = world.organisation("Contoso")
    world.attest(contoso, until=world.on + timedelta(days=5))
    Standing.objects.mark_due([contoso], world.on + timedelta(days=9))
    assert Standing.objects.get().next_review_on == world.on + timedelta(days=5)
    Standing.objects.mark_due([contoso], world.on)
    assert Standing.objects.get().next_review_on == world.on
    assert review_due(as_of=world.on).reviewed == 1
    assert Standing.objects.get().next_review_on == world.on + timedelta(days=5)


def test_a_mark_on_one_that_nothing_awaits(world):
    contoso = world.organisation("Contoso")
    world.attest(contoso)
    assert Standing.objects.get().next_review_on is None
    Standing.objects.mark_due([contoso], world.on)
    assert Standing.objects.get().next_review_on == world.on


def test_a_day_after_today_is_refused(world):
    contoso = world.organisation("Contoso")
    tomorrow = date(2999, 1, 1)
    for action, arguments in (
        (review, {"organisation_ids": [contoso.pk]}),
        (review_due, {}),
        (review_all, {}),
    ):
        refused("day-not-come", action, as_of=tomorrow, **arguments)
    world.on = tomorrow
    refused("day-not-come", world.attest, organisation=contoso)


def test_a_day_before_the_last_review_is_refused(world):
    contoso = world.organisation("Contoso")
    world.attest(contoso)
    yesterday = world.on - timedelta(days=1)
    refused("day-has-passed", review, organisation_ids=[contoso.pk], as_of=yesterday)
    world.on = yesterday
    refused("day-has-passed", world.attest, organisation=contoso)


def test_a_dry_run_may_look_at_any_day_and_writes_nothing(world):
    contoso = world.organisation("Contoso")
    end = date(2999, 1, 1)
    world.attest(contoso, until=end)
    untouched = world.organisation("Untouched")
    before = list(Standing.objects.values()), JournalEntry.objects.count()
    report = review([contoso.pk, untouched.pk], as_of=end, dry_run=True)
    assert [(each.kind, each.on) for each in report.events] == [("level-lost", end)]
    assert review_due(as_of=end, dry_run=True).kinds == {"level-lost": 1}
    past = review_all(as_of=world.on - timedelta(days=1), dry_run=True)
    assert past.kinds == {"level-lost": 1}
    assert (list(Standing.objects.values()), JournalEntry.objects.count()) == before


def test_the_command_for_one(world, capsys):
    contoso = world.organisation("Contoso")
    world.attest(contoso, until=world.on + timedelta(days=1))
    call_command("review", organisation=contoso.mpn_id, on=world.on + timedelta(days=1))
    assert capsys.readouterr().out == "1 reviewed: 1 level-lost\n"


def test_the_command_for_what_is_due_and_for_all(world, capsys):
    lapsing(world, 2, world.on + timedelta(days=30))
    call_command("review", "--due", "--on=2018-03-02")
    call_command("review", "--all", "--on=2018-03-02")
    call_command("review", "--due", "--on=2018-03-31", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["0 reviewed: nothing changed", "2 reviewed: nothing changed"]
    assert lines[-1].startswith("2 reviewed: ")
    assert sum("level-lost" in line for line in lines[2:-1]) == 6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--organisation=5", "--on=2018-03-01"], "no organisation has the MPN ID 5"),
        (["--all", "--on=2999-01-01"], "has not come yet"),
        (["--all", "--on=soon"], "is not a day"),
        ([], "required"),
    ],
)
def test_what_the_command_refuses(world, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("review", *arguments)


@pytest.mark.django_db
def test_a_portal_without_editions_is_said_so_by_the_command_and_quiet_in_the_task():
    with pytest.raises(CommandError, match="load_editions"):
        call_command("review", "--all")
    tasks.review_due()


def test_the_task_is_harmless_twice(world):
    contoso = world.organisation("Contoso")
    world.attest(contoso, until=world.on + timedelta(days=1))
    tasks.review_due()
    tasks.review_due()
    assert JournalEntry.objects.of(contoso).filter(kind="level-lost").count() == 1


@pytest.mark.postgres
def test_the_due_question_is_answered_by_indexes(world):
    lapsing(world, 1, world.on + timedelta(days=30))
    due = Standing.objects.due(world.on, 1).order_by()
    with connection.cursor() as cursor:
        # A table this small would be read whole; the question is whether the indexes can answer.
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = due.values_list("pk", flat=True).explain()
    assert "Seq Scan" not in plan
    assert "standing_by_next_review" in plan
    assert "standing_by_rules_version" in plan


def test_an_organisations_own_pages_review_it_if_it_is_due(world, django_assert_num_queries):
    contoso = world.organisation("Contoso")
    assert up_to_date(contoso.pk, as_of=world.on).stages == {}
    world.attest(contoso, until=world.on + timedelta(days=1))
    with django_assert_num_queries(2):
        assert up_to_date(contoso.pk, as_of=world.on).stages == {"devices": "q-"}
    assert up_to_date(contoso.pk, as_of=world.pass_days(1)).stages == {}
    assert not Attainment.objects.open().exists()
