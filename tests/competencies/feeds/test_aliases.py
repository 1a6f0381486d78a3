"""Files under an MCID that became an alias load for the transcript that stayed (C3, C2)."""

import pytest

from competencies.actions import transcript_merges, transcripts
from competencies.models import Achievement, Attainment, Feed, Transcript, TranscriptAlias
from competencies.review import review_due
from tests.competencies.feeds.files import flaws


@pytest.fixture
def merged(world):
    """Erik of Contoso, whose transcript has the alias MC-other."""
    contoso = world.organisation("Contoso")
    erik = world.employee(contoso, "erik", "cloud-basic")
    other = transcripts.record(mcid="MC-other", access_code="old", on=world.on, by=None)
    return transcript_merges.merge(
        transcript=erik.transcripts.get(), other=other, on=world.on, by=world.specialist()
    )


def test_achievements_come_to_the_one_that_stayed(desk, merged):
    run = desk.load(Feed.ACHIEVEMENTS, "MC-other,data-basic,2018-02-01,,")
    assert (run.staged, run.bad) == (1, 0)
    assert Achievement.objects.get(credential="data-basic").transcript == merged
    assert Transcript.objects.get() == merged


def test_a_revocation_under_the_alias_reaches_who_counts_it(world, desk, merged):
    desk.load(Feed.ACHIEVEMENTS, "MC-other,cloud-basic,2017-01-01,,2018-01-01")
    review_due(as_of=world.on)
    assert not Attainment.objects.open().exists()


def test_both_names_in_one_file_are_one_key(desk, merged):
    run = desk.load(
        Feed.ACHIEVEMENTS,
        f"{merged.mcid},data-basic,2018-02-01,2019-01-01,",
        "MC-other,data-basic,2018-02-01,2020-01-01,",
    )
    assert flaws(run) == [(2, "mcid credential earned_on", "replaced")]
    assert str(Achievement.objects.get(credential="data-basic").expires_on) == "2020-01-01"


def test_a_transcript_row_under_the_alias_renames_the_person_and_keeps_its_own_code(world, desk, merged):
    desk.load(Feed.TRANSCRIPTS, "MC-other,Erik Nilsson,,new", f"{merged.mcid},Erik N.,,own")
    found = Transcript.objects.get()
    assert found.access_code_hash == transcripts.hashed(merged.mcid, "own")
    assert TranscriptAlias.objects.get().access_code_hash == transcripts.hashed("MC-other", "new")


def test_a_transcript_row_without_a_code_leaves_both_codes(desk, merged):
    before = Transcript.objects.get().access_code_hash
    desk.load(Feed.TRANSCRIPTS, "MC-other,Erik Nilsson,,")
    found = Transcript.objects.get()
    assert (found.name, found.access_code_hash) == ("Erik Nilsson", before)
    assert TranscriptAlias.objects.get().access_code_hash == transcripts.hashed("MC-other", "old")


def test_an_older_file_brings_no_old_code_back(desk, merged):
    desk.load(Feed.TRANSCRIPTS, "MC-other,Erik,,new", time="2018-02-02T00:00:00Z")
    desk.load(Feed.TRANSCRIPTS, "MC-other,Erik,,stale", time="2018-02-01T00:00:00Z")
    assert TranscriptAlias.objects.get().access_code_hash == transcripts.hashed("MC-other", "new")


def test_other_transcripts_are_left_alone(desk, merged):
    desk.load(Feed.ACHIEVEMENTS, "MC-other,data-basic,2018-02-01,,", "MC-77,data-basic,2018-02-01,,")
    assert Transcript.objects.exclude(pk=merged.pk).get().mcid == "MC-77"
