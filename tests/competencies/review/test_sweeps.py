"""`review_due` again and again: what an idle one costs, how long one may take, how two share."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from competencies.models import Standing
from competencies.review import review_due, runs
from competencies.review.locks import next_due
from tests.competencies.review.test_runs import lapsing


@pytest.fixture
def five(world, monkeypatch):
    """Five organisations whose levels end on one day, in chunks of two; that day."""
    monkeypatch.setattr(runs, "CHUNK", 2)
    end = world.on + timedelta(days=30)
    lapsing(world, 5, end)
    return end


def test_one_that_finds_nothing_asks_two_questions(world, five, django_assert_num_queries):
    review_due(as_of=five)
    with django_assert_num_queries(2):
        assert review_due(as_of=five).reviewed == 0


@pytest.mark.parametrize(("days", "rules", "due"), [(-1, 1, False), (0, 1, True), (-1, 2, True)])
def test_something_is_due_by_its_day_or_by_its_rules(five, days, rules, due):
    assert Standing.objects.any_due(five + timedelta(days=days), rules) is due


@pytest.mark.django_db
def test_nothing_is_due_where_nobody_is(world):
    assert not Standing.objects.any_due(world.on, 1)


@pytest.mark.postgres
def test_two_indexes_tell_whether_anything_is_due(world, five, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        Standing.objects.any_due(world.on, 1)
    with connection.cursor() as cursor:
        # A table this small would be read whole; the question is whether the indexes can answer.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "standing_by_next_review" in plan
    assert "standing_by_rules_version" in plan


def test_one_that_has_no_time_left_stops_after_a_chunk_and_the_next_goes_on(five, monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr(runs.time, "monotonic", lambda: next(clock))
    assert [review_due(as_of=five, seconds=2).reviewed for _ in range(4)] == [2, 2, 1, 0]


def test_nobody_reviewed_on_a_later_day_is_judged_or_stands_in_the_way(world, five):
    first = Standing.objects.order_by("pk").first()
    Standing.objects.filter(pk=first.pk).update(reviewed_on=five + timedelta(days=1))
    assert review_due(as_of=five).reviewed == 4
    assert Standing.objects.due(five, 1).get() == first


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_take_different_organisations(world, five):
    from django.db import transaction

    taken, holding, done = [], threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            taken.append(ids(next_due(0, 2, as_of=five, rules_version=1)))
            holding.set()
            done.wait(timeout=10)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    holding.wait(timeout=10)
    with transaction.atomic():
        taken.append(ids(next_due(0, 2, as_of=five, rules_version=1)))
    done.set()
    thread.join(timeout=10)
    everybody = list(Standing.objects.order_by("pk").values_list("pk", flat=True))
    assert taken == [everybody[:2], everybody[2:4]]


def ids(standings):
    return [each.pk for each in standings]
