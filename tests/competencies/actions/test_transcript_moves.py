"""Staff gives a transcript to another user (C3)."""

import pytest

from competencies.actions import transcript_moves, transcripts
from competencies.models import Achievement, Affiliation, Association, Attainment, Standing
from partners.models import JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def move(world, transcript, user):
    return transcript_moves.move(transcript=transcript, user=user, on=world.on, by=world.specialist())


def test_its_associations_end_on_the_day_and_the_organisation_is_reviewed(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-expert")
    pia = world.account(contoso, "pia").user
    day = world.pass_days(5)
    moved = move(world, erik.transcripts.get(), pia)
    assert (moved.user, moved.claimed_on) == (pia, day)
    assert Association.objects.get().until == day
    assert Affiliation.objects.get().until == day
    assert not Attainment.objects.open().exists()
    assert Standing.objects.get(organisation=contoso).reviewed_on == day


def test_the_new_owner_associates_anew(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-expert")
    pia = world.account(contoso, "pia").user
    move(world, erik.transcripts.get(), pia)
    world.associate(pia, contoso)
    assert Attainment.objects.open().filter(organisation=contoso).exists()


def test_what_counts_by_another_transcript_stays(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-expert")
    second = transcripts.record(mcid="MC-second", on=world.on, by=None)
    transcripts.give(transcript=second, user=erik, on=world.on, by=None)
    world.achievement(second, "data-basic")
    world.associate(erik, contoso)
    move(world, second, world.user("pia"))
    assert Association.objects.open().get().achievement.credential == "cloud-expert"
    assert Affiliation.objects.open().exists()


def test_the_organisation_learns_that_it_no_longer_counts_and_nothing_else(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-expert")
    pia = world.user("pia")
    before = list(JournalEntry.objects.values_list("pk", flat=True))
    move(world, erik.transcripts.get(), pia)
    told = JournalEntry.objects.of(contoso).exclude(pk__in=before).order_by("pk")
    assert [entry.kind for entry in told] == ["achievements-severed", "level-lost"]
    assert {each["person"] for entry in told for each in entry.data.get("because", [entry.data])} == {erik.pk}
    assert JournalEntry.objects.get(kind="transcript-moved").organisation is None


def test_one_that_nobody_claimed_is_given(world):
    waiting = transcripts.record(mcid="MC-1", on=world.on, by=None)
    assert move(world, waiting, world.user("pia")).user.name == "Pia"


def test_to_its_owner_it_is_refused(world, contoso):
    world.specialist()
    erik = world.employee(contoso, "erik", "cloud-expert")
    refused("same-user", move, world=world, transcript=erik.transcripts.get(), user=erik)


def test_one_that_changed_hands_meanwhile_is_refused(world, contoso):
    world.specialist()
    erik, pia = world.employee(contoso, "erik", "cloud-expert"), world.user("pia")
    stale = erik.transcripts.get()
    move(world, erik.transcripts.get(), pia)
    refused("changed-meanwhile", move, world=world, transcript=stale, user=world.user("mina"))
    assert Achievement.objects.get().transcript.user == pia
