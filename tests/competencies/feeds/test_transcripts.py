"""The transcripts feed: people's records, and the secrets in it (C2, C3)."""

from django.db import connection

from competencies.actions import transcripts
from competencies.feeds.report import report
from competencies.models import Feed, FeedFlaw, FeedRun, StagedTranscript, Transcript
from tests.competencies.feeds.files import flaws

FEED = Feed.TRANSCRIPTS


def test_a_person_claims_what_a_feed_brought(world, desk):
    desk.load(FEED, "MC-1,Erik 埃里克,Erik@Contoso.example,s3cret")
    erik = world.user("erik")
    claimed = transcripts.claim(user=erik, mcid="MC-1", access_code="s3cret", on=world.on)
    assert (claimed.name, claimed.email) == ("Erik 埃里克", "erik@contoso.example")


def test_loaded_again_a_row_replaces_but_for_the_owner(world, desk):
    desk.load(FEED, "MC-1,Erik,erik@contoso.example,s3cret")
    erik = world.user("erik")
    transcripts.claim(user=erik, mcid="MC-1", access_code="s3cret", on=world.on)
    desk.load(FEED, "MC-1,Erik Nilsson,,")
    found = Transcript.objects.get()
    assert (found.name, found.email, found.user) == ("Erik Nilsson", "", erik)
    # Without a code the earlier one stays.
    assert found.access_code_hash == transcripts.hashed("MC-1", "s3cret")
    desk.load(FEED, "MC-1,Erik Nilsson,,other")
    assert Transcript.objects.get().access_code_hash == transcripts.hashed("MC-1", "other")


def test_an_older_file_does_not_bring_an_old_code_back(desk):
    desk.load(FEED, "MC-1,Erik,,new", time="2018-02-02T00:00:00Z")
    desk.load(FEED, "MC-1,Eric,,old", time="2018-02-01T00:00:00Z")
    found = Transcript.objects.get()
    assert (found.name, found.access_code_hash) == ("Erik", transcripts.hashed("MC-1", "new"))


def test_it_fills_in_a_transcript_that_waits(desk):
    desk.load(Feed.ACHIEVEMENTS, "MC-1,cloud-basic,2017-05-01,,", time="2018-02-03T00:00:00Z")
    desk.load(FEED, "MC-1,Erik,,s3cret", time="2018-02-01T00:00:00Z")
    assert Transcript.objects.get().name == "Erik"


def test_neither_codes_nor_addresses_are_in_the_report_or_the_staging_table(desk):
    rows = [
        "MC-1,Erik,not-an-address,s3cret-1",
        "MC-1,Erik,a@b@c,s3cret-2",
        f"MC-2,{'x' * 201},d@e.example,s3cret-3",
    ]
    run = desk.load(FEED, *rows, ",Nobody,f@g.example,s3cret-4")
    assert flaws(run) == [
        (2, "email", "not-an-address"), (3, "email", "not-an-address"), (4, "name", "too-long"), (5, "mcid", "missing"),
    ]  # fmt: skip
    written = "".join(report(run))
    assert written.splitlines()[:2] == ["line,field,reason", "2,email,is not an email address"]
    assert "s3cret" not in written
    assert "@" not in written
    names = {field.name for field in StagedTranscript._meta.get_fields()}
    assert "access_code" not in names


def test_the_hash_is_made_before_a_row_reaches_the_database(desk):
    from competencies.feeds import opened, staging
    from partners.clock import now

    run = opened(feed=FEED, path=desk.file(FEED, "MC-1,Erik,,s3cret"), now=now(), by=None)
    staging.stage(run)
    assert StagedTranscript.objects.get().access_code_hash == transcripts.hashed("MC-1", "s3cret")
    for model in (FeedRun, FeedFlaw, StagedTranscript):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 a table of ours
            assert "s3cret" not in repr(cursor.fetchall())
