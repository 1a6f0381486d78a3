"""A feed brings nobody back whose data were erased (C2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competencies.actions import transcripts
from competencies.actions.erasures import erase
from competencies.feeds.forgotten import leave_out
from competencies.models import Achievement, Feed, FeedRun, StagedAchievement, StagedTranscript, Transcript
from competencies.models.feeds import Stage
from partners.clock import now
from partners.models import Role
from tests.competencies.feeds.files import flaws
from tests.refusing import refused


@pytest.fixture
def erik(world):
    """Erik of Contoso, who asks to be erased."""
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    return world.employee(contoso, "erik", "cloud-basic")


@pytest.fixture
def mcid(world, erik):
    """The number that the vendor's files go on to name."""
    number = erik.transcripts.get().mcid
    erase(user=erik, reason="Asked.", on=world.on, by=world.manager())
    return number


def test_an_achievement_is_reported_and_left_out(desk, mcid):
    run = desk.load(Feed.ACHIEVEMENTS, f"{mcid},data-basic,2018-02-01,,", "MC-new,data-basic,2018-02-01,,")
    assert flaws(run) == [(2, "mcid", "erased")]
    assert (run.staged, run.bad) == (1, 1)
    assert not Transcript.objects.filter(mcid=mcid).exists()
    assert Achievement.objects.filter(credential="data-basic").count() == 1
    assert not StagedAchievement.objects.filter(mcid=mcid).exists()


def test_a_transcript_is_not_made_anew(desk, mcid):
    run = desk.load(Feed.TRANSCRIPTS, f"{mcid},Erik,erik@contoso.example,code")
    assert flaws(run) == [(2, "mcid", "erased")]
    assert not Transcript.objects.exclude(name="").exists()
    assert not StagedTranscript.objects.exists()


def test_where_nobody_was_erased_it_costs_one_question(world, desk):
    run = FeedRun.objects.create(
        feed=Feed.ACHIEVEMENTS, stage=Stage.SIFTING, size=1, generated_at=now(), started_at=now()
    )
    with CaptureQueriesContext(connection) as captured:
        assert leave_out(run, StagedAchievement) == 0
    assert len(captured) == 1


def test_nobody_is_erased_while_a_feed_is_taken_over(world, erik):
    FeedRun.objects.create(
        feed=Feed.ACHIEVEMENTS, stage=Stage.MERGING, size=1, generated_at=now(), started_at=now()
    )
    refused("feed-loading", erase, user=erik, reason="Asked.", on=world.on, by=world.manager())
    erik.refresh_from_db()
    assert erik.name == "Erik"


def test_the_code_of_somebody_erased_proves_nothing(world, mcid):
    claimant = world.user("clara")
    refused(
        "no-such-transcript", transcripts.claim, user=claimant, mcid=mcid, access_code="1234", on=world.on
    )
