"""The credential feed: what it brings, to whom it matters, and when it came (C2)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from competencies.feeds import advance, opened
from competencies.models import Achievement, Association, Attainment, Feed, FeedRun, Standing, Transcript
from competencies.review import review_due
from partners.models import JournalEntry, Role
from tests.competencies.feeds.files import flaws

FEED = Feed.ACHIEVEMENTS


def facts() -> list[tuple]:
    rows = Achievement.objects.order_by("transcript__mcid", "credential", "earned_on")
    return list(rows.values_list("transcript__mcid", "credential", "earned_on", "expires_on", "revoked_on"))


def test_rows_become_achievements(desk):
    run = desk.load(
        FEED, "MC-1,cloud-basic,2017-05-01,,", "MC-1,never-heard-of,2017-06-01,2019-01-01,2018-01-01"
    )
    assert facts() == [
        ("MC-1", "cloud-basic", date(2017, 5, 1), None, None),
        ("MC-1", "never-heard-of", date(2017, 6, 1), date(2019, 1, 1), date(2018, 1, 1)),
    ]
    assert (run.stage, run.staged, run.bad, run.organisations) == ("finished", 2, 0, 0)


def test_an_unknown_mcid_makes_a_transcript_that_waits(desk):
    desk.load(
        FEED,
        "MC-1,cloud-basic,2017-05-01,,",
        "MC-1,cloud-expert,2017-05-01,,",
        "MC-2,cloud-basic,2017-05-01,,",
    )
    assert list(Transcript.objects.unclaimed().order_by("mcid").values_list("mcid", flat=True)) == [
        "MC-1",
        "MC-2",
    ]
    assert len(set(Transcript.objects.values_list("public_id", flat=True))) == 2


def test_the_same_file_twice_changes_nothing(desk):
    rows = ["MC-1,cloud-basic,2017-05-01,,", "MC-2,cloud-basic,2017-05-01,2019-01-01,"]
    path = desk.file(FEED, *rows, time="2018-02-01T10:00:00Z")
    desk.load_file(FEED, path)
    before = list(Achievement.objects.order_by("pk").values())
    again = desk.load_file(FEED, path)
    assert list(Achievement.objects.order_by("pk").values()) == before
    assert (again.staged, again.written, again.organisations) == (2, 0, 0)


def test_an_older_file_after_a_newer_one_does_not_undo_it(desk):
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2020-01-01,", time="2018-02-02T00:00:00Z")
    desk.load(
        FEED,
        "MC-1,cloud-basic,2017-05-01,2019-01-01,",
        "MC-1,other,2017-05-01,,",
        time="2018-02-01T23:59:59Z",
    )
    assert [row[3] for row in facts()] == [date(2020, 1, 1), None]
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2021-01-01,", time="2018-02-02T00:00:01Z")
    assert facts()[0][3] == date(2021, 1, 1)


def test_saying_the_same_later_still_keeps_an_older_file_out(desk):
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2020-01-01,", time="2018-02-01T00:00:00Z")
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2020-01-01,", time="2018-02-03T00:00:00Z")
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2019-01-01,", time="2018-02-02T00:00:00Z")
    assert facts()[0][3] == date(2020, 1, 1)


def test_the_time_may_stand_in_the_name(desk):
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2020-01-01,", name="new_20180202T000000Z.csv")
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2019-01-01,", name="old_20180201T000000Z.csv")
    assert facts()[0][3] == date(2020, 1, 1)
    # The first line outranks the name.
    path = desk.file(
        FEED,
        "MC-1,cloud-basic,2017-05-01,2022-01-01,",
        time="2018-02-03T00:00:00Z",
        name="x_20180101T000000Z.csv",
    )
    desk.load_file(FEED, path)
    assert facts()[0][3] == date(2022, 1, 1)


def test_without_a_time_the_moment_of_loading_counts(desk):
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2020-01-01,")
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2019-01-01,", time="2018-02-01T00:00:00Z")
    assert facts()[0][3] == date(2020, 1, 1)
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,2021-01-01,")
    assert facts()[0][3] == date(2021, 1, 1)


def test_absence_means_nothing(desk):
    desk.load(FEED, "MC-1,cloud-basic,2017-05-01,,")
    desk.load(FEED, "MC-2,cloud-basic,2017-05-01,,")
    assert len(facts()) == 2


def test_of_two_rows_with_one_key_the_last_wins_and_the_earlier_is_reported(desk):
    run = desk.load(
        FEED,
        "MC-1,cloud-basic,2017-05-01,2019-01-01,",
        "MC-1,cloud-basic,2017-05-02,,",
        "MC-1,cloud-basic,2017-05-01,2020-01-01,",
        "MC-1,cloud-basic,2017-05-01,2021-01-01,",
    )
    assert [row[3] for row in facts()] == [date(2021, 1, 1), None]
    key = "mcid credential earned_on"
    assert flaws(run) == [(2, key, "replaced"), (4, key, "replaced")]
    assert (run.staged, run.bad) == (2, 2)


def test_who_counts_it_is_reviewed_with_the_run_as_the_cause(world, desk):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.employee(fabrikam, "leo", "cloud-basic")
    mcid = erik.transcripts.get().mcid
    run = desk.load(FEED, f"{mcid},cloud-basic,2017-01-01,,2018-02-01")
    assert run.organisations == 1
    with time_machine.travel(desk.at):
        assert review_due(as_of=world.on).reviewed == 1
    lost = JournalEntry.objects.get(kind="level-lost")
    assert lost.organisation_id == contoso.pk
    assert lost.data["because"] == [
        {"reason": "achievement-recorded", "run": run.pk, "person": erik.pk, "credential": "cloud-basic"}
    ]
    assert Attainment.objects.open().filter(organisation=contoso).count() == 0
    assert Standing.objects.get(organisation=contoso).waiting == []
    # Withdrawing the revocation gives it back.
    again = desk.load(FEED, f"{mcid},cloud-basic,2017-01-01,,")
    with time_machine.travel(desk.at):
        review_due(as_of=world.on)
    assert (
        JournalEntry.objects.filter(kind="level-attained", organisation=contoso)
        .last()
        .data["because"][0]["run"]
        == again.pk
    )


def test_the_same_again_has_nobody_reviewed(world, desk):
    contoso = world.organisation("Contoso")
    erik = world.employee(contoso, "erik", "cloud-basic")
    row = f"{erik.transcripts.get().mcid},cloud-basic,2017-01-01,,2018-02-01"
    assert desk.load(FEED, row).organisations == 1
    with time_machine.travel(desk.at):
        review_due(as_of=world.on)
        journal = JournalEntry.objects.exclude(kind="feed-loaded").count()
        assert desk.load(FEED, row).organisations == 0
        assert review_due(as_of=world.on).reviewed == 0
    assert JournalEntry.objects.exclude(kind="feed-loaded").count() == journal


def test_an_earlier_employer_learns_nothing(world, desk):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    leo = world.employee(contoso, "leo", "cloud-basic")
    world.join(fabrikam, leo)
    world.associate(leo, fabrikam)
    run = desk.load(FEED, f"{leo.transcripts.get().mcid},cloud-basic,2017-01-01,,2018-02-01")
    assert run.organisations == 1
    assert Standing.objects.get(organisation=contoso).waiting == []
    assert Standing.objects.get(organisation=fabrikam).waiting != []


def test_a_new_achievement_counts_for_nobody_by_itself(world, desk):
    contoso = world.organisation("Contoso")
    nora = world.account(contoso, "nora", Role.EMPLOYEE).user
    world.transcript(nora, "data-basic")
    world.associate(nora, contoso)
    run = desk.load(FEED, f"{nora.transcripts.get().mcid},cloud-basic,2017-01-01,,")
    assert run.organisations == 0
    assert Association.objects.filter(achievement__credential="cloud-basic").count() == 0


def test_what_was_due_before_is_judged_by_the_facts_as_they_were(world, desk):
    contoso = world.organisation("Contoso")
    erik = world.employee(contoso, "erik", "cloud-basic")
    transcript = erik.transcripts.get()
    world.achievement(transcript, "cloud-basic", expires_on=date(2018, 3, 10))
    desk.at = desk.at.replace(day=20)
    desk.load(FEED, f"{transcript.mcid},cloud-basic,2017-01-01,2019-01-01,")
    with time_machine.travel(desk.at):
        review_due(as_of=desk.at.date())
    told = JournalEntry.objects.filter(kind__startswith="level", organisation=contoso).order_by("pk")
    assert [(each.kind, each.on) for each in told] == [
        ("level-attained", date(2018, 3, 1)),
        ("level-lost", date(2018, 3, 10)),
        ("level-attained", date(2018, 3, 20)),
    ]


def test_the_journal_and_the_staff_know_how_fresh_a_feed_is(desk):
    run = desk.load(FEED, "MC-1,cloud-basic,2017-05-01,,", time="2018-02-02T00:00:00Z")
    desk.load(Feed.TRANSCRIPTS, "MC-1,Erik,erik@contoso.example,1234")
    entry = JournalEntry.objects.filter(kind="feed-loaded").first()
    assert entry.data == {"run": run.pk, "feed": "achievements", "rows": 1, "bad": 0, "organisations": 0}
    fresh = FeedRun.objects.freshest()
    assert fresh["achievements"].generated_at.isoformat() == "2018-02-02T00:00:00+00:00"
    assert sorted(fresh) == ["achievements", "transcripts"]


def test_an_older_file_that_comes_late_makes_a_feed_no_older(desk, django_assert_num_queries):
    for day in ("02", "01"):
        desk.load(FEED, "MC-1,cloud-basic,2017-05-01,,", time=f"2018-02-{day}T00:00:00Z")
    FeedRun.objects.create(
        feed=FEED, stage="refused", size=1, generated_at=desk.at, started_at=desk.at, finished_at=desk.at
    )
    with django_assert_num_queries(1):
        fresh = FeedRun.objects.freshest()
    assert fresh["achievements"].generated_at.isoformat() == "2018-02-02T00:00:00+00:00"


@pytest.mark.parametrize("credential", ["雲端", "a\\b\\n", '"quoted, with ""both"""'])
def test_codes_survive_as_they_are(desk, credential):
    desk.load(FEED, f"MC-1,{credential},2017-05-01,,")
    assert facts()[0][1] == (credential if credential[0] != '"' else 'quoted, with "both"')


def test_a_history_told_afterwards_has_its_own_days(world, desk):
    on = world.on - timedelta(days=40)
    moment = datetime.combine(on, time(4), tzinfo=UTC)
    run = opened(feed=FEED, path=desk.file(FEED, "MC-1,cloud-basic,2017-05-01,,"), now=moment, by=None)
    assert advance(run, at=moment)
    assert (run.started_at, run.finished_at, run.generated_at) == (moment, moment, moment)
    assert JournalEntry.objects.get(kind="feed-loaded").on == on
