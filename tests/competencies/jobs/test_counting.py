"""Counts that are kept of ranges of organisations follow what happens (ADR 0039)."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies import tasks
from competencies.actions import overrides
from competencies.actions.accounts import end_account
from competencies.counts import kept
from competencies.jobs import count_partners, counting, expire_overrides
from competencies.models import Attainment, Override, Standing, Tally
from competencies.review import review_due
from competencies.review.risk import RiskEntry, gravest
from memberships.actions import terms
from partners.clock import now
from partners.models import Account, Job, JournalEntry, Organisation, Sweep, Term
from partners.refusals import Refused

SEEDS = (0, 1, 4, 7)
"""Together they meet every figure."""
STEPS = 25


@pytest.fixture(autouse=True)
def _narrow(monkeypatch):
    """Ranges of two organisations."""
    monkeypatch.setattr(counting, "WIDTH", 2)


def from_rows(as_of: date) -> Counter[str]:
    """The same figures, row by row and without the database's arithmetic."""
    counts: Counter[str] = Counter()
    counts["organisations"] = sum(1 for _ in Organisation.objects.all())
    for term in Term.objects.all():
        counts[f"term/{term.level}"] += term.in_force_or_grace(as_of)
    for attainment in Attainment.objects.all():
        counts[f"attained/{attainment.competency}/{attainment.level}"] += attainment.until is None
    for standing in Standing.objects.all():
        worst = gravest([RiskEntry.of_data(each) for each in standing.risk.get("entries", [])])
        if worst:
            lapsed = worst.lapses_on is None or worst.lapses_on <= as_of
            month = "now" if lapsed else worst.lapses_on.isoformat()[:7]
            counts[f"risk/{worst.kind}/{month}"] += 1
    for override in Override.objects.all():
        left = (override.until - as_of).days
        running = override.ended_on is None and override.expired_on is None and left > 0
        counts["override/14"] += running and left <= 14
        counts["override/30"] += running and left <= 30
    return +counts


def act(world, draw: random.Random) -> None:
    """Something happens to somebody, or some days pass."""
    organisation = draw.choice(list(world.organisations.values()))
    name = f"p{len(world.users)}"
    match draw.randrange(8):
        case 0:
            world.organisation(f"Firm {len(world.organisations)}")
        case 1 | 2:
            world.employee(organisation, name, draw.choice(["cloud-basic", "cloud-expert"]))
        case 3:
            world.term(organisation, draw.choice(["action-pack", "silver", "gold"]))
        case 4:
            days = draw.randrange(1, 60)
            level = draw.choice(["silver", "gold"])
            world.override(organisation, level=level, until=world.on + timedelta(days=days))
        case 5:
            account = Account.objects.open().order_by("pk").first()
            if account:
                end_account(account=account, on=world.on, by=world.manager())
        case 6:
            override = Override.objects.running().filter(until__gt=world.on).order_by("pk").first()
            if override:
                overrides.end(override=override, reason="Done", on=world.on, by=world.specialist())
        case 7:
            world.pass_days(draw.choice([1, 20, 200]))
            expire_overrides(as_of=world.on)
            review_due(as_of=world.on)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_the_kept_counts_are_those_of_the_rows(world, seed):
    draw = random.Random(seed)
    world.organisation("Contoso")
    for step in range(STEPS):
        try:
            act(world, draw)
        except Refused:
            continue
        count_partners(as_of=world.on)
        shown = kept(world.on)
        assert +shown.counts == from_rows(world.on), step
        assert (shown.behind, shown.ranges) == (0, Tally.objects.count())


def test_only_what_changed_is_counted_again(world):
    firms = [world.organisation(f"Firm {number}") for number in range(6)]
    # As many as there are ranges, however the keys begin.
    everything = len({firm.pk // 2 for firm in firms} | set(range(firms[-1].pk // 2 + 1)))
    assert count_partners(as_of=world.on) == everything
    assert count_partners(as_of=world.on) == 0
    world.attest(firms[3])
    assert count_partners(as_of=world.on) == 1
    assert count_partners(as_of=world.pass_days(1)) == everything


def test_a_sweep_without_anything_new_writes_nothing_and_asks_little(world):
    world.organisation("Contoso")
    count_partners(as_of=world.on)
    with CaptureQueriesContext(connection) as captured:
        count_partners(as_of=world.on)
    statements = [query["sql"].split()[0] for query in captured]
    assert not {"INSERT", "UPDATE", "DELETE"} & set(statements)
    assert statements.count("SELECT") <= 5


def test_the_clock_ends_a_term_without_anybody_writing(world):
    contoso = world.organisation("Contoso")
    term = world.term(contoso, "action-pack")
    for day, count in ((term.grace_until - timedelta(days=1), 1), (term.grace_until, 0)):
        count_partners(as_of=day)
        assert kept(day).counts["term/action-pack"] == count


def test_what_a_late_transaction_left_behind_the_mark_is_found_by_age(world, monkeypatch):
    contoso = world.organisation("Contoso")
    count_partners(as_of=world.on)
    world.term(contoso, "action-pack")
    # As if its journal entries had lower ids than those that were read already.
    latest = JournalEntry.objects.order_by("-pk").first().pk
    Tally.objects.update(journal=latest)
    assert count_partners(as_of=world.on) == 0
    monkeypatch.setattr(counting, "now", lambda: now() + counting.AGAIN_AFTER * 2)
    assert count_partners(as_of=world.on) > 0
    assert kept(world.on).counts["term/action-pack"] == 1


def test_a_new_organisation_beyond_the_last_range_is_counted(world):
    world.organisation("Contoso")
    count_partners(as_of=world.on)
    for number in range(3):
        world.organisation(f"Firm {number}")
    count_partners(as_of=world.on)
    assert kept(world.on).counts["organisations"] == 4


def test_a_change_while_a_range_is_counted_marks_it_again(world, monkeypatch):
    contoso = world.organisation("Contoso")
    counted = counting.counts.counted

    def slowly(first, end, **named):
        found = counted(first, end, **named)
        if first <= contoso.pk < end and not Term.objects.exists():
            terms.start(organisation=contoso, level="action-pack", on=world.on, by=None)
        return found

    monkeypatch.setattr(counting.counts, "counted", slowly)
    count_partners(as_of=world.on)
    assert "term/action-pack" not in kept(world.on).counts
    count_partners(as_of=world.on)
    assert kept(world.on).counts["term/action-pack"] == 1


def test_the_task_says_as_of_when(world):
    world.organisation("Contoso")
    assert kept(world.on).at is None
    tasks.count_partners()
    sweep = Sweep.objects.get(job=Job.COUNT_PARTNERS)
    assert kept(world.on).at >= sweep.started_at
    assert sweep.done > 0


@pytest.mark.postgres
def test_a_range_is_counted_by_indexes(world):
    world.organisation("Contoso")
    with connection.cursor() as cursor:
        for each in ("seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{each} = off")
    with CaptureQueriesContext(connection) as captured:
        counting.counts.counted(0, 5_000, as_of=world.on)
    for query in captured:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert "Seq Scan" not in plan, plan
