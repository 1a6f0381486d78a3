"""What a review writes about levels, and why it says they changed (D2, D3, D5)."""

from datetime import date, timedelta

import pytest

from competencies.actions import editions
from competencies.models import Attainment, Standing
from competencies.models.standings import Stage
from competencies.review import review, review_due
from partners.models import JournalEntry
from tests.world import EDITION, World, later_edition


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def rows(organisation):
    found = Attainment.objects.filter(organisation=organisation).order_by("pk")
    return [(each.competency, each.level, each.starts_on, each.until) for each in found]


def causes(organisation, kind):
    return JournalEntry.objects.of(organisation).filter(kind=kind).first().data["because"]


def test_the_day_before_the_day_and_the_day_after(world, contoso):
    start = world.on
    erik = world.employee(contoso, "erik", "cloud-basic")
    end = start + timedelta(days=30)
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
    for days, until in ((29, None), (30, end), (31, end)):
        world.on = start + timedelta(days=days)
        review_due(as_of=world.on)
        assert rows(contoso) == [("cloud", "silver", start, until)]


def test_expiry_by_the_clock_names_person_and_credential(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    end = world.on + timedelta(days=30)
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
    review_due(as_of=world.pass_days(30))
    assert causes(contoso, "level-lost") == [
        {"reason": "expired", "person": erik.pk, "credential": "cloud-basic", "since": end.isoformat()}
    ]


def test_the_end_of_acceptance_names_the_credential(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-old")
    assert Attainment.objects.get().lapses_on == date(2018, 7, 1)
    world.on = date(2018, 7, 1)
    review_due(as_of=world.on)
    (cause,) = causes(contoso, "level-lost")
    assert (cause["reason"], cause["person"], cause["credential"]) == (
        "no-longer-accepted",
        erik.pk,
        "cloud-old",
    )


def test_a_harder_edition_is_the_cause_when_it_takes_effect(world, contoso):
    world.employee(contoso, "erik", "cloud-basic")
    day = world.on + timedelta(days=40)
    harder = ("any_of: [cloud-basic, cloud-expert, cloud-old]", "any_of: [cloud-expert, cloud-old]")
    editions.publish(document=later_edition("second", day, harder), on=world.on, by=None)
    review_due(as_of=world.on)
    assert Attainment.objects.get().lapses_on == day
    review_due(as_of=world.pass_days(40))
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert (lost.on, lost.edition) == (day, "second")
    assert lost.data["because"] == [{"reason": "edition-took-effect", "edition": "second"}]


def test_a_competency_that_a_later_edition_drops_is_lost(world, contoso):
    world.attest(contoso)
    day = world.on + timedelta(days=40)
    renamed = ("- key: devices\n", "- key: hardware\n")
    editions.publish(document=later_edition("second", day, renamed), on=world.on, by=None)
    review_due(as_of=world.pass_days(41))
    assert rows(contoso) == [
        ("devices", "silver", date(2018, 3, 1), day),
        ("hardware", "silver", day, None),
    ]
    for kind in ("level-lost", "level-attained"):
        assert causes(contoso, kind) == [{"reason": "edition-took-effect", "edition": "second"}]


def test_an_edition_of_yesterday_is_news_from_its_publication(world, contoso):
    world.employee(contoso, "erik", "cloud-basic")
    published = world.pass_days(10)
    day = published + timedelta(days=5)
    harder = ("any_of: [cloud-basic, cloud-expert, cloud-old]", "any_of: [cloud-expert]")
    editions.publish(document=later_edition("second", day, harder), on=published, by=None)
    # Nothing ran until long after the day on which it took effect.
    review_due(as_of=world.pass_days(60))
    assert rows(contoso) == [("cloud", "silver", date(2018, 3, 1), day)]


def test_lost_and_attained_again_is_a_new_row(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    transcript = erik.transcripts.get()
    lost = world.pass_days(1)
    world.achievement(transcript, "cloud-basic", revoked_on=lost)
    again = world.pass_days(1)
    world.achievement(transcript, "cloud-basic")
    assert rows(contoso) == [("cloud", "silver", date(2018, 3, 1), lost), ("cloud", "silver", again, None)]


def test_late_facts_change_the_status_from_the_day_they_arrive(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    before = list(JournalEntry.objects.order_by("pk").values_list("pk", "on", "kind"))
    learned = world.pass_days(20)
    world.achievement(erik.transcripts.get(), "cloud-basic", revoked_on=date(2018, 3, 5))
    assert rows(contoso) == [("cloud", "silver", date(2018, 3, 1), learned)]
    assert list(JournalEntry.objects.order_by("pk").values_list("pk", "on", "kind"))[: len(before)] == before


def test_what_was_due_is_settled_before_a_late_fact_is_written(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    end = world.on + timedelta(days=10)
    transcript = erik.transcripts.get()
    world.achievement(transcript, "cloud-basic", expires_on=end)
    # No job has run since; now the vendor corrects the end.
    learned = world.pass_days(20)
    world.achievement(transcript, "cloud-basic", expires_on=None)
    assert rows(contoso) == [
        ("cloud", "silver", date(2018, 3, 1), end),
        ("cloud", "silver", learned, None),
    ]
    assert JournalEntry.objects.of(contoso).get(kind="level-lost").on == end


def test_a_backlog_is_stepped_through_day_by_day(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    first, second = world.on + timedelta(days=10), world.on + timedelta(days=20)
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=first)
    world.attest(contoso, until=second)
    review_due(as_of=world.pass_days(100))
    lost = JournalEntry.objects.of(contoso).filter(kind="level-lost").order_by("pk")
    assert [(each.on, each.competency, each.data["because"][0]["reason"]) for each in lost] == [
        (first, "cloud", "expired"),
        (second, "devices", "attestation-ended"),
    ]
    standing = Standing.objects.get()
    assert (standing.reviewed_on, standing.next_review_on) == (world.on, None)


def test_via_and_the_lapse_day_follow_without_an_event(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    events = JournalEntry.objects.filter(kind__startswith="level").count()
    end = world.on + timedelta(days=30)
    world.override(contoso, level="silver")
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
    row = Attainment.objects.get()
    assert row.via == ["cloud-silver", "override"]
    assert row.lapses_on == date(2018, 6, 1)
    assert JournalEntry.objects.filter(kind__startswith="level").count() == events


def test_stages_are_packed(world, contoso):
    world.employee(contoso, "erik", "cloud-expert")
    world.reading(contoso, "10")
    standing = Standing.objects.get()
    assert standing.stages == {"cloud": "qs", "data": "s-"}
    assert standing.stage("cloud", 0) == Stage.QUALIFIED
    assert standing.stage("cloud", 1) == Stage.STARTED
    assert standing.stage("devices", 0) == standing.stage("data", 1) == Stage.NOT_STARTED


def test_a_review_without_a_change_writes_nothing(world, contoso):
    world.employee(contoso, "erik", "cloud-basic")
    before = JournalEntry.objects.count()
    report = review([contoso.pk], as_of=world.on)
    assert (report.reviewed, dict(report.kinds)) == (1, {})
    assert JournalEntry.objects.count() == before


@pytest.fixture
def beside(db, monkeypatch):
    """Two people for gold, one of whom also knows data."""
    asked = "[{people: 2, each: cloud-expert}]"
    also = "[{people: 2, each: cloud-expert, including: [{people: 1, each: data-basic}]}]"
    monkeypatch.setattr("tests.world.EDITION", EDITION.replace(asked, also))
    return World(date(2018, 3, 1))


def test_who_no_longer_holds_what_some_must_hold_beside_is_named(beside):
    contoso = beside.organisation("Contoso")
    erik = beside.employee(contoso, "erik", "cloud-expert", "data-basic")
    beside.employee(contoso, "pia", "cloud-expert")
    end = beside.on + timedelta(days=30)
    beside.achievement(erik.transcripts.get(), "data-basic", expires_on=end)
    review_due(as_of=beside.pass_days(30))
    lost = JournalEntry.objects.of(contoso).get(kind="level-lost")
    assert (lost.level, lost.data["because"]) == (
        "gold",
        [{"reason": "expired", "person": erik.pk, "credential": "data-basic", "since": end.isoformat()}],
    )


def test_who_ends_what_some_must_hold_beside_is_known_before_the_day(beside):
    contoso = beside.organisation("Contoso")
    erik = beside.employee(contoso, "erik", "cloud-expert", "data-basic")
    beside.employee(contoso, "pia", "cloud-expert")
    beside.term(contoso, "gold")
    end = beside.on + timedelta(days=30)
    beside.achievement(erik.transcripts.get(), "data-basic", expires_on=end)
    (entry,) = Standing.objects.get(organisation=contoso).risk["entries"]
    assert {"reason": "expired", "person": erik.pk, "credential": "data-basic", "since": end.isoformat()} in (
        entry["because"]
    )


def test_of_enough_people_who_hold_it_beside_none_is_named(beside):
    contoso = beside.organisation("Contoso")
    erik = beside.employee(contoso, "erik", "cloud-expert", "data-basic")
    beside.employee(contoso, "pia", "cloud-expert", "data-basic")
    beside.achievement(erik.transcripts.get(), "data-basic", expires_on=beside.on + timedelta(days=30))
    review_due(as_of=beside.pass_days(30))
    assert not JournalEntry.objects.of(contoso).filter(kind="level-lost").exists()


def test_who_comes_to_hold_what_some_must_hold_beside_is_named(beside):
    contoso = beside.organisation("Contoso")
    erik = beside.employee(contoso, "erik", "cloud-expert")
    beside.employee(contoso, "pia", "cloud-expert")
    beside.achievement(erik.transcripts.get(), "data-basic", earned_on=beside.on + timedelta(days=5))
    beside.associate(erik, contoso)
    review_due(as_of=beside.pass_days(5))
    assert causes(contoso, "level-attained") == [
        {"reason": "person-counts", "person": erik.pk, "credentials": ["data-basic"]}
    ]


def test_what_a_first_review_finds_was_not_seen_to_change(world, contoso):
    world.attest(contoso)
    before = JournalEntry.objects.count()
    Attainment.objects.all().delete()
    Standing.objects.all().delete()
    review([contoso.pk], as_of=world.on)
    assert JournalEntry.objects.count() == before + 1
    assert causes(contoso, "level-attained") == [{"reason": "first-review"}]
