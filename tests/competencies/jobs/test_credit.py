"""After every feed reports are looked through: what has come closes them, and its person is told (C7, G10)."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from competencies import jobs
from competencies.actions import credit, transcripts
from competencies.models import CreditReport, Feed
from partners.models import JournalEntry, Message
from tests.competencies.evidence_files import PDF
from tests.competencies.feeds.files import Desk

EARNED = date(2018, 2, 20)


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return Path(settings.EVIDENCE_STORE)


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def erik(world, contoso):
    made = world.account(contoso, "erik").user
    world.transcript(made)
    return made


@pytest.fixture
def desk(world, tmp_path):
    return Desk(tmp_path, world.on)


def report(world, user, organisation, credential="cloud-expert", day=EARNED):
    return credit.report_achievement(
        user=user, organisation=organisation, credential=credential, day=day, file=PDF, on=world.on
    )


def dispute(world, user, organisation):
    return credit.dispute_figure(
        user=user, organisation=organisation, metric="consumption", day=EARNED, amount=Decimal(1000), file=PDF,
        on=world.on,
    )  # fmt: skip


def recheck(world):
    return jobs.recheck_credit(as_of=world.on)


def test_the_feed_that_brings_it_closes_it_and_the_person_is_told(world, desk, contoso, erik):
    made = report(world, erik, contoso)
    assert recheck(world) == 0
    world.pass_days(2)
    desk.load(Feed.ACHIEVEMENTS, f"{erik.transcripts.get().mcid},cloud-expert,2018-02-20,,")
    assert recheck(world) == 1
    made.refresh_from_db()
    assert (made.state, made.settled_on) == ("closed", world.on)
    assert (Message.objects.get().kind, Message.objects.get().recipient) == ("credit-closed", erik)
    assert JournalEntry.objects.get(kind="credit-closed").organisation is None


@pytest.mark.parametrize(("away", "closes"), [(-32, False), (-31, True), (0, True), (30, True), (31, False)])
def test_the_vendor_may_date_it_up_to_a_month_away(world, contoso, erik, away, closes):
    report(world, erik, contoso, day=date(2018, 1, 15))
    earned_on = date(2018, 1, 15) + timedelta(days=away)
    world.achievement(erik.transcripts.get(), "cloud-expert", earned_on=earned_on)
    assert recheck(world) == int(closes)


def test_somebody_elses_or_another_or_a_revoked_achievement_closes_nothing(world, contoso, erik):
    report(world, erik, contoso)
    pia = world.account(contoso, "pia").user
    world.achievement(world.transcript(pia), "cloud-expert", earned_on=EARNED)
    world.achievement(erik.transcripts.get(), "cloud-basic", earned_on=EARNED)
    world.achievement(erik.transcripts.get(), "cloud-expert", earned_on=EARNED, revoked_on=world.on)
    assert recheck(world) == 0


def test_one_that_staff_answered_is_closed_too(world, contoso, erik):
    made = report(world, erik, contoso)
    credit.answer(report=made, text="It is on its way.", on=world.on, by=world.specialist())
    world.achievement(erik.transcripts.get(), "cloud-expert", earned_on=EARNED)
    assert recheck(world) == 1
    made.refresh_from_db()
    assert (made.state, made.answer) == ("closed", "It is on its way.")


def test_one_that_was_withdrawn_is_left_alone(world, contoso, erik):
    credit.withdraw(report=report(world, erik, contoso), on=world.on, by=erik)
    world.achievement(erik.transcripts.get(), "cloud-expert", earned_on=EARNED)
    assert recheck(world) == 0


def test_a_claim_may_bring_it(world, contoso, erik):
    report(world, erik, contoso)
    second = transcripts.record(mcid="MC-second", on=world.on, by=None)
    world.achievement(second, "cloud-expert", earned_on=EARNED)
    assert recheck(world) == 0
    transcripts.give(transcript=second, user=erik, on=world.on, by=erik)
    assert recheck(world) == 1


def test_a_figure_is_closed_when_it_is_what_it_should_be(world, desk, contoso, erik):
    dispute(world, erik, contoso)
    desk.load(Feed.READINGS, f"{contoso.mpn_id},consumption,2018-02-20,999.99")
    assert recheck(world) == 0
    desk.load(Feed.READINGS, f"{contoso.mpn_id},consumption,2018-02-20,1000")
    assert recheck(world) == 1
    assert JournalEntry.objects.get(kind="credit-closed").organisation == contoso


def test_twice_tells_once(world, contoso, erik):
    report(world, erik, contoso)
    world.achievement(erik.transcripts.get(), "cloud-expert", earned_on=EARNED)
    assert [recheck(world), recheck(world)] == [1, 0]
    assert Message.objects.count() == 1


def test_as_many_queries_for_many_as_for_few(world, contoso, django_assert_num_queries):
    people = [world.account(contoso, f"person{number}").user for number in range(7)]
    for person in people:
        world.transcript(person)
        report(world, person, contoso)
    counts = []
    for chosen in (people[:1], people[1:]):
        for person in chosen:
            world.achievement(person.transcripts.get(), "cloud-expert", earned_on=EARNED)
        counts.append(_queries(world))
    assert counts[0] == counts[1] <= 12
    with django_assert_num_queries(3):  # a savepoint around one question
        recheck(world)


def _queries(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert recheck(world)
    return len(captured)


def test_evidence_of_a_withdrawn_report_goes_at_once(world, contoso, erik, store):
    made = report(world, erik, contoso)
    credit.withdraw(report=made, on=world.on, by=erik)
    assert jobs.remove_evidence(as_of=world.on) == 1
    assert list(store.iterdir()) == []
    made.refresh_from_db()
    assert made.evidence == ""


def test_evidence_is_kept_for_ninety_days_after_the_answer(world, contoso, erik, store):
    made = report(world, erik, contoso)
    assert jobs.remove_evidence(as_of=world.on + timedelta(days=500)) == 0
    credit.answer(report=made, text="No.", on=world.on, by=world.specialist())
    assert jobs.remove_evidence(as_of=world.on + timedelta(days=89)) == 0
    assert jobs.remove_evidence(as_of=world.on + timedelta(days=90)) == 1
    assert list(store.iterdir()) == []


def test_a_file_that_is_gone_already_holds_nothing_up(world, contoso, erik, store):
    made = report(world, erik, contoso)
    credit.withdraw(report=made, on=world.on, by=erik)
    (store / made.evidence).unlink()
    assert jobs.remove_evidence(as_of=world.on) == 1
    assert not CreditReport.objects.exclude(evidence="").exists()
