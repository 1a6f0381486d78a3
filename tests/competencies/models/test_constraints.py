"""What the database refuses, by trying it (habit 7)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from competencies.models import (
    Achievement,
    Affiliation,
    Association,
    Attainment,
    Attestation,
    FeedFile,
    FeedSource,
    Override,
    ProgrammeEdition,
    Reading,
    Standing,
    Transcript,
)
from tests.world import World

DAY = date(2018, 3, 1)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def parts(world: World):
    """Two organisations and a person with one achievement, tied to nothing yet."""
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    user = world.user("erik")
    transcript = world.transcript(user, "cloud-basic")
    return contoso, fabrikam, user, Achievement.objects.get(transcript=transcript)


def refused(constraint: str, make, **columns):
    """The database refuses the row, naming the constraint where the engine does."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(**columns)
    text = str(error.value)
    assert constraint in text or "UNIQUE constraint failed" in text


def test_a_person_has_one_open_affiliation(parts):
    contoso, fabrikam, user, _ = parts
    Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY)
    refused(
        "affiliation_one_open_per_person",
        Affiliation.objects.create,
        user=user,
        organisation=fabrikam,
        starts_on=LATER,
    )


def test_a_person_may_have_had_many_affiliations_also_empty_ones(parts):
    contoso, fabrikam, user, _ = parts
    Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY, until=DAY)
    Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY, until=LATER)
    Affiliation.objects.create(user=user, organisation=fabrikam, starts_on=LATER)
    assert Affiliation.objects.open().get().organisation == fabrikam


def test_an_achievement_has_one_open_association(parts):
    contoso, fabrikam, user, achievement = parts
    left = Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY, until=DAY)
    tied = Affiliation.objects.create(user=user, organisation=fabrikam, starts_on=DAY)
    Association.objects.create(affiliation=tied, achievement=achievement, starts_on=DAY)
    refused(
        "association_one_open_per_achievement",
        Association.objects.create,
        affiliation=left,
        achievement=achievement,
        starts_on=DAY,
    )


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Affiliation, {}),
        (Attestation, {"attestation": "reseller", "reference": "1"}),
        (Attainment, {"competency": "cloud", "level": "gold"}),
    ],
)
def test_a_period_never_ends_before_it_starts(parts, model, columns):
    contoso, _, user, _ = parts
    if model is Affiliation:
        columns = {"user": user}
    name = f"{model._meta.model_name}_not_backwards"
    refused(name, model.objects.create, organisation=contoso, starts_on=LATER, until=DAY, **columns)


def test_an_association_never_ends_before_it_starts(parts):
    contoso, _, user, achievement = parts
    tied = Affiliation.objects.create(user=user, organisation=contoso, starts_on=DAY)
    make = Association.objects.create
    refused(
        "association_not_backwards",
        make,
        affiliation=tied,
        achievement=achievement,
        starts_on=LATER,
        until=DAY,
    )


def test_a_level_is_attained_once_at_a_time(parts):
    level = {"organisation": parts[0], "competency": "cloud", "level": "gold", "starts_on": DAY}
    Attainment.objects.create(**level)
    refused("attainment_one_open_per_level", Attainment.objects.create, **level)


def test_an_achievement_is_known_by_transcript_credential_and_day(parts):
    achievement = parts[3]
    refused(
        "achievement_key",
        Achievement.objects.create,
        transcript=achievement.transcript,
        credential=achievement.credential,
        earned_on=achievement.earned_on,
    )


def test_an_achievement_names_its_credential(parts):
    make = Achievement.objects.create
    refused("achievement_has_credential", make, transcript=parts[3].transcript, credential="", earned_on=DAY)


def test_an_mcid_stands_once_and_is_not_empty(parts):
    refused("mcid", Transcript.objects.create, mcid=parts[3].transcript.mcid)
    refused("transcript_has_mcid", Transcript.objects.create, mcid="")


def test_a_transcript_is_claimed_by_someone_on_a_day(parts):
    name = "transcript_claimed_by_someone_on_a_day"
    refused(name, Transcript.objects.create, mcid="1", user=parts[2])
    refused(name, Transcript.objects.create, mcid="1", claimed_on=DAY)


def test_a_reading_and_an_attestation_have_one_row_each(parts):
    reading = {"organisation": parts[0], "metric": "consumption", "on": DAY, "amount": Decimal(1)}
    Reading.objects.create(**reading)
    refused("reading_key", Reading.objects.create, **reading)
    attestation = {"organisation": parts[0], "attestation": "reseller", "reference": "1", "starts_on": DAY}
    Attestation.objects.create(**attestation)
    refused("attestation_key", Attestation.objects.create, **attestation)


def test_an_organisation_has_one_standing(parts):
    Standing.objects.get_or_create(organisation=parts[0])
    refused("organisation_id", Standing.objects.bulk_create, objs=[Standing(organisation=parts[0])])


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("override_has_days", {"until": DAY}),
        ("override_not_from_the_past", {"placed_on": LATER}),
        ("override_has_reason", {"reason": ""}),
        ("override_ended_by_someone_on_a_day", {"ended_on": LATER}),
        ("override_ended_early_only", {"ended_on": DAY + timedelta(days=90), "ended": True}),
        ("override_ended_early_only", {"ended_on": DAY - timedelta(days=1), "ended": True}),
        ("override_expires_on_its_day", {"expired_on": LATER}),
        (
            "override_expires_on_its_day",
            {"expired_on": DAY + timedelta(days=90), "ended_on": LATER, "ended": True},
        ),
    ],
)
def test_overrides_that_cannot_be(parts, constraint, columns):
    contoso, _, user, _ = parts
    if columns.pop("ended", False):
        columns = {**columns, "ended_by": user}
    whole = {
        "organisation": contoso,
        "competency": "cloud",
        "level": "gold",
        "starts_on": DAY,
        "until": DAY + timedelta(days=90),
        "reason": "because",
        "placed_by": user,
        "placed_on": DAY,
        **columns,
    }
    refused(constraint, Override.objects.create, **whole)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("edition_once_in_programme", {"edition": "first"}),
        ("effective_from", {"effective_from": date(2017, 1, 1)}),
        ("rules_version", {"rules_version": 1}),
        ("edition_version_counts_from_one", {"rules_version": 0}),
    ],
)
def test_editions_that_cannot_be(world, constraint, columns):
    whole = {
        "programme": "world",
        "edition": "second",
        "effective_from": LATER,
        "document": "",
        "published_on": DAY,
        "rules_version": 2,
        **columns,
    }
    refused(constraint, ProgrammeEdition.objects.create, **whole)


def test_a_published_edition_never_changes(world):
    rows = ProgrammeEdition.objects.all()
    for change in (lambda: rows.update(document="other"), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_a_feed_has_one_folder_and_one_address(db):
    FeedSource.objects.create(feed="readings", kind="folder")
    FeedSource.objects.create(feed="readings", kind="address")
    refused("feed_source_once", FeedSource.objects.create, feed="readings", kind="folder")


@pytest.mark.parametrize("held", [{"holder": "somebody"}, {"leased_until": datetime(2018, 3, 1, tzinfo=UTC)}])
def test_a_source_is_held_by_somebody_and_for_a_time(db, held):
    refused("feed_source_held_for_a_time", FeedSource.objects.create, feed="readings", kind="folder", **held)


def test_a_name_in_the_folder_is_one_file(db):
    seen = {"size": 1, "changed_ns": 1, "seen_at": datetime(2018, 3, 1, tzinfo=UTC)}
    FeedFile.objects.create(name="readings.csv", **seen)
    refused("feedfile_name", FeedFile.objects.create, name="readings.csv", **seen)
