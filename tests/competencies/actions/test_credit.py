"""Reports of missing credit, disputed figures, and what staff answers (C7, E7)."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from competencies.actions import credit
from competencies.evidence import LARGEST
from competencies.models import Attainment, CreditReport, Override
from partners.models import JournalEntry, Message
from tests.competencies.evidence_files import PDF, picture
from tests.refusing import refused


@pytest.fixture
def store(settings, tmp_path) -> Path:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return Path(settings.EVIDENCE_STORE)


@pytest.fixture
def contoso(world, store):
    return world.organisation("Contoso")


@pytest.fixture
def erik(world, contoso):
    return world.account(contoso, "erik").user


def report(world, user, organisation, **changes):
    values = {"credential": "cloud-expert", "day": date(2018, 2, 20), "file": PDF, "on": world.on}
    return credit.report_achievement(user=user, organisation=organisation, **{**values, **changes})


def dispute(world, user, organisation, **changes):
    values = {"metric": "consumption", "day": date(2018, 2, 1), "amount": Decimal(1000), "file": PDF}
    return credit.dispute_figure(user=user, organisation=organisation, on=world.on, **{**values, **changes})


def test_a_report_waits_with_its_evidence(world, contoso, erik, store):
    made = report(world, erik, contoso, note=" score report ", file=picture("PNG"))
    assert (made.state, made.note, made.evidence_type) == ("waiting", "score report", "image/png")
    assert [path.name for path in store.iterdir()] == [made.evidence]
    entry = JournalEntry.objects.get(kind="credit-reported")
    assert (entry.organisation, entry.by) == (None, erik.pk)


def test_what_is_shown_within_a_month_is_not_missing(world, contoso, erik, store):
    world.achievement(world.transcript(erik), "cloud-expert", earned_on=date(2018, 2, 1))
    refused("already-shown", report, world=world, user=erik, organisation=contoso)
    refused("already-shown", report, world=world, user=erik, organisation=contoso, day=date(2018, 3, 1))
    report(world, erik, contoso, day=date(2017, 2, 1))


def test_bad_reports_are_refused_and_leave_nothing(world, contoso, erik, store):
    common = {"world": world, "user": erik, "organisation": contoso}
    refused("day-not-come", report, **common, day=world.on + timedelta(days=1))
    refused("too-early", report, **common, day=date(18, 2, 20))
    refused("bad-evidence", report, **common, file=b"<html>")
    refused("bad-evidence", report, **common, file=PDF + b" " * LARGEST)
    assert not CreditReport.objects.exists()
    assert not store.exists()


def test_the_same_thing_is_reported_once_while_it_waits(world, contoso, erik, store):
    first = report(world, erik, contoso)
    refused("already-reported", report, world=world, user=erik, organisation=contoso)
    assert len(list(store.iterdir())) == 1
    credit.withdraw(report=first, on=world.on, by=erik)
    report(world, erik, contoso)


def test_so_many_wait_at_a_time(world, contoso, erik):
    for number in range(credit.MOST_WAITING):
        report(world, erik, contoso, credential=f"exam-{number}")
    refused("too-many-waiting", report, world=world, user=erik, organisation=contoso)


def test_a_disputed_figure_keeps_what_was_shown(world, contoso, erik):
    world.reading(contoso, "400", day=date(2018, 2, 1))
    made = dispute(world, erik, contoso)
    assert (made.amount, made.shown) == (Decimal(1000), Decimal(400))
    assert JournalEntry.objects.get(kind="credit-reported").organisation == contoso
    assert dispute(world, erik, contoso, day=date(2018, 1, 1)).shown is None


def test_a_figure_that_is_so_already_is_not_disputed(world, contoso, erik):
    world.reading(contoso, "1000", day=date(2018, 2, 1))
    refused("already-shown", dispute, world=world, user=erik, organisation=contoso)


def test_an_answer_is_kept_and_told_to_who_reported_it(world, contoso, erik):
    made = report(world, erik, contoso)
    spencer = world.specialist()
    credit.answer(report=made, text=" It is on its way. ", on=world.on, by=spencer)
    assert (made.state, made.answer, made.answered_by) == ("answered", "It is on its way.", spencer)
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.data) == (
        "credit-answered",
        erik,
        {"report": made.pk},
    )


def test_an_answer_may_be_given_anew(world, contoso, erik):
    made, spencer = report(world, erik, contoso), world.specialist()
    for text in ("One", "Two"):
        credit.answer(report=made, text=text, on=world.on, by=spencer)
    assert made.answer == "Two"
    assert Message.objects.count() == 2


def test_only_open_reports_are_answered_or_withdrawn(world, contoso, erik):
    made, spencer = report(world, erik, contoso), world.specialist()
    refused("no-answer", credit.answer, report=made, text="  ", on=world.on, by=spencer)
    refused("credit-settled", credit.withdraw, report=made, on=world.on, by=spencer)
    credit.withdraw(report=made, on=world.on, by=erik)
    refused("credit-settled", credit.answer, report=made, text="No", on=world.on, by=spencer)
    refused("credit-settled", credit.withdraw, report=made, on=world.on, by=erik)


def test_an_override_is_placed_from_a_report_in_one_step(world, contoso, erik):
    made, spencer = report(world, erik, contoso), world.specialist()
    credit.place_override(
        report=made, competency="cloud", level="silver", reason="A pass on its way", text="Meanwhile it counts.",
        on=world.on, by=spencer,
    )  # fmt: skip
    assert made.override == Override.objects.get()
    assert made.state == "answered"
    assert Attainment.objects.open().get().via == ["override"]


def test_an_override_that_cannot_be_leaves_no_answer(world, contoso, erik):
    made, spencer = report(world, erik, contoso), world.specialist()
    arguments = {"report": made, "level": "silver", "reason": "A pass", "text": "It counts.", "on": world.on}
    refused("unknown-level", credit.place_override, **arguments, competency="nothing", by=spencer)
    made.refresh_from_db()
    assert made.state == "waiting"
    credit.withdraw(report=made, on=world.on, by=erik)
    refused("credit-settled", credit.place_override, **arguments, competency="cloud", by=spencer)
    assert not Override.objects.exists()


def test_reports_are_their_makers_only(world, contoso, erik):
    report(world, erik, contoso)
    assert not CreditReport.objects.visible_to(world.account(contoso, "ada").user).exists()
