"""Staff makes one transcript of two (C3)."""

from datetime import UTC, date, datetime

import pytest

from competencies.actions import transcript_merges, transcripts
from competencies.models import (
    Achievement,
    Association,
    Attainment,
    Feed,
    FeedRun,
    Transcript,
    TranscriptAlias,
)
from competencies.models.feeds import Stage
from partners.models import JournalEntry
from tests.refusing import refused

EARNED = date(2017, 1, 1)


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def other(world):
    return transcripts.record(mcid="MC-other", access_code="0ther", on=world.on, by=None)


def merge(world, transcript, other):
    return transcript_merges.merge(transcript=transcript, other=other, on=world.on, by=world.specialist())


def test_one_stays_with_the_achievements_of_both(world, contoso, other):
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.achievement(other, "data-basic")
    stays = merge(world, erik.transcripts.get(), other)
    assert set(stays.achievements.values_list("credential", flat=True)) == {"cloud-basic", "data-basic"}
    assert Transcript.objects.get() == stays
    assert (stays.user, TranscriptAlias.objects.get().mcid) == (erik, "MC-other")
    entry = JournalEntry.objects.get(kind="transcripts-merged", organisation=None)
    assert entry.data == {"transcript": stays.pk, "merged": other.pk, "person": erik.pk}


def test_of_two_alike_the_one_that_counts_stays_with_its_associations(world, contoso, other):
    erik = world.employee(contoso, "erik", "cloud-expert")
    counting = Achievement.objects.get()
    world.achievement(other, "cloud-expert")
    # The one that counts stands on the transcript that goes.
    merge(world, other, erik.transcripts.get())
    assert Achievement.objects.get() == counting
    assert Association.objects.open().get().achievement == counting
    assert counting.transcript_id != Achievement.objects.get().transcript_id
    assert Achievement.objects.get().transcript.user == erik
    assert Attainment.objects.open().filter(organisation=contoso, level="silver").exists()


def test_of_two_that_count_both_one_ends_and_its_time_stays_known(world, contoso, other):
    erik = world.employee(contoso, "erik", "cloud-expert")
    transcripts.give(transcript=other, user=erik, on=world.on, by=None)
    world.achievement(other, "cloud-expert")
    world.associate(erik, contoso)
    day = world.pass_days(4)
    stays = Achievement.objects.get(transcript__mcid=f"MC-{erik.pk}")
    merge(world, erik.transcripts.get(mcid=f"MC-{erik.pk}"), erik.transcripts.get(mcid="MC-other"))
    assert Achievement.objects.get() == stays
    assert sorted(Association.objects.values_list("until", flat=True), key=str) == [day, None]
    assert Attainment.objects.open().filter(organisation=contoso, level="silver").exists()
    cause = JournalEntry.objects.get(kind="transcripts-merged", organisation=contoso)
    assert cause.data == {"person": erik.pk, "credentials": ["cloud-expert"]}


def test_the_newer_word_of_the_vendors_holds(world, contoso, other):
    erik = world.employee(contoso, "erik", "cloud-expert")
    theirs = world.achievement(other, "cloud-expert", revoked_on=date(2018, 2, 1))
    Achievement.objects.filter(pk=theirs.pk).update(generated_at=datetime(2018, 2, 2, tzinfo=UTC))
    merge(world, erik.transcripts.get(), other)
    assert Achievement.objects.get().revoked_on == date(2018, 2, 1)
    assert not Attainment.objects.open().filter(organisation=contoso).exists()
    lost = JournalEntry.objects.get(kind="level-lost", organisation=contoso)
    assert [each["reason"] for each in lost.data["because"]] == ["transcripts-merged"]


def test_the_owner_of_the_one_that_goes_is_kept(world, contoso, other):
    erik = world.employee(contoso, "erik", "cloud-expert")
    stays = merge(world, other, erik.transcripts.get())
    assert (stays.mcid, stays.user, stays.claimed_on) == ("MC-other", erik, world.on)
    assert Association.objects.open().exists()


def test_the_other_mcid_still_proves_whose_it_is(world, other):
    staying = transcripts.record(mcid="MC-1", access_code="s3cret", on=world.on, by=None)
    stays = merge(world, staying, other)
    erik = world.user("erik")
    common = {"user": erik, "on": world.on}
    refused("no-such-transcript", transcripts.claim, mcid="MC-other", access_code="s3cret", **common)
    assert transcripts.claim(mcid="MC-other", access_code="0ther", **common) == stays
    assert transcripts.claim(mcid="MC-1", access_code="s3cret", **common) == stays


def test_recorded_under_its_alias_the_one_that_stayed_is_meant(world, other):
    stays = merge(world, transcripts.record(mcid="MC-1", on=world.on, by=None), other)
    again = transcripts.record(mcid="MC-other", name="Erik", access_code="new", on=world.on, by=None)
    assert (again, again.name, again.mcid) == (stays, "Erik", "MC-1")
    erik = world.user("erik")
    assert transcripts.claim(user=erik, mcid="MC-other", access_code="new", on=world.on) == stays


def test_merged_twice_all_aliases_lead_to_the_last(world, other):
    middle = transcripts.record(mcid="MC-1", on=world.on, by=None)
    last = transcripts.record(mcid="MC-2", on=world.on, by=None)
    merge(world, last, merge(world, middle, other))
    assert {alias.transcript for alias in TranscriptAlias.objects.all()} == {last}
    assert Transcript.objects.known_as("MC-other").get() == last


def test_refusals(world, contoso, other):
    world.specialist()
    erik = world.employee(contoso, "erik", "cloud-expert").transcripts.get()
    pia = world.employee(contoso, "pia", "cloud-expert").transcripts.get()
    refused("same-transcript", merge, world=world, transcript=erik, other=erik)
    refused("two-owners", merge, world=world, transcript=erik, other=pia)
    transcripts.give(transcript=other, user=pia.user, on=world.on, by=None)
    stale = Transcript.objects.get(pk=other.pk)
    stale.user = None
    refused("changed-meanwhile", merge, world=world, transcript=erik, other=stale)


@pytest.mark.parametrize(
    ("stage", "refuses"), [(Stage.STAGING, False), (Stage.MERGING, True), (Stage.MARKING, False)]
)
def test_not_while_rows_of_a_feed_are_taken_over(world, other, stage, refuses):
    moment = datetime(2018, 3, 1, tzinfo=UTC)
    FeedRun.objects.create(
        feed=Feed.ACHIEVEMENTS, stage=stage, size=1, generated_at=moment, started_at=moment
    )
    world.specialist()
    staying = transcripts.record(mcid="MC-1", on=world.on, by=None)
    if refuses:
        refused("feed-loading", merge, world=world, transcript=staying, other=other)
    else:
        merge(world, staying, other)
