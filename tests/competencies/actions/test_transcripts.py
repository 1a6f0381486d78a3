"""Transcripts and whose they are (C2, C3)."""

from datetime import date

import pytest
from django.test import override_settings

from competencies.actions import transcripts
from competencies.models import Transcript
from partners.models import JournalEntry
from tests.refusing import refused


@pytest.fixture
def transcript(world):
    return transcripts.record(
        mcid="MC-1", name="Erik", email="Erik@Example.org", access_code="s3cret", on=world.on, by=None
    )


def claim(world, user, mcid="MC-1", access_code="s3cret"):
    return transcripts.claim(user=user, mcid=mcid, access_code=access_code, on=world.on)


def test_the_access_code_is_kept_as_a_keyed_hash_only(transcript):
    assert len(transcript.access_code_hash) == 64
    row = Transcript.objects.values().get()
    assert "s3cret" not in str(row)
    assert transcript.access_code_hash != transcripts.hashed("MC-2", "s3cret")
    assert transcript.access_code_hash != transcripts.hashed("MC-1", "s3cret", key="another key")
    assert not [entry for entry in JournalEntry.objects.all() if "s3cret" in str(entry.data)]


def test_recorded_again_it_is_replaced_but_for_code_and_owner(world, transcript):
    erik = world.user("erik")
    claim(world, erik)
    again = transcripts.record(mcid="MC-1", name="Erik B.", on=world.on, by=None)
    assert (again.pk, again.name, again.user) == (transcript.pk, "Erik B.", erik)
    assert again.access_code_hash == transcript.access_code_hash
    assert JournalEntry.objects.filter(kind="transcript-recorded").count() == 1


def test_mcid_and_code_prove_that_it_is_yours(world, transcript):
    erik = world.user("erik")
    claimed = claim(world, erik, access_code=" s3cret ")
    assert (claimed.user, claimed.claimed_on) == (erik, world.on)
    entry = JournalEntry.objects.get(kind="transcript-claimed")
    assert entry.data == {"transcript": transcript.pk, "person": erik.pk}


def test_unknown_and_wrong_get_one_message(world, transcript):
    transcripts.record(mcid="MC-2", on=world.on, by=None)  # it has no code at all
    erik = world.user("erik")
    for mcid, code in (("MC-9", "s3cret"), ("MC-1", "wrong"), ("MC-2", ""), ("", "")):
        refused("no-such-transcript", claim, world=world, user=erik, mcid=mcid, access_code=code)


def test_that_it_is_taken_is_said_only_to_who_knows_the_code(world, transcript):
    claim(world, world.user("erik"))
    pia = world.user("pia")
    refused("no-such-transcript", claim, world=world, user=pia, access_code="wrong")
    refused("already-claimed", claim, world=world, user=pia)


def test_claiming_twice_changes_nothing(world, transcript):
    erik = world.user("erik")
    claim(world, erik)
    world.pass_days(1)
    assert claim(world, erik).claimed_on == date(2018, 3, 1)


def test_a_user_may_own_several(world, transcript):
    erik = world.user("erik")
    claim(world, erik)
    second = transcripts.record(mcid="MC-2", on=world.on, by=None)
    transcripts.give(transcript=second, user=erik, on=world.on, by=None)
    assert Transcript.objects.visible_to(erik).count() == 2
    assert not Transcript.objects.unclaimed().exists()


def test_codes_survive_a_new_key(world, transcript, settings):
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert claim(world, world.user("erik")).pk == transcript.pk
