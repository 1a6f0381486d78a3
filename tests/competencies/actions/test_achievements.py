"""Achievements as the vendor gives them (C1)."""

from datetime import date, timedelta

import pytest

from competencies.models import Achievement, Attainment, Standing
from partners.models import JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def levels(organisation):
    rows = Attainment.objects.open().filter(organisation=organisation)
    return set(rows.values_list("competency", "level"))


def test_recorded_again_it_is_replaced(world, contoso):
    transcript = world.transcript(world.user("erik"), "cloud-basic")
    end = world.on + timedelta(days=30)
    world.achievement(transcript, "cloud-basic", expires_on=end)
    assert Achievement.objects.get().expires_on == end
    world.achievement(transcript, "cloud-basic", earned_on=world.on)
    assert Achievement.objects.count() == 2


@pytest.mark.parametrize("field", ["earned_on", "expires_on", "revoked_on"])
def test_a_slip_of_the_year_is_refused(world, contoso, field):
    transcript = world.employee(contoso, "erik", "cloud-basic").transcripts.get()
    slip = {field: date(18, 3, 1)}
    refused("too-early", world.achievement, transcript=transcript, credential="cloud-basic", **slip)


def test_codes_that_no_edition_knows_are_kept(world, contoso):
    erik = world.employee(contoso, "erik", "unheard-of")
    assert Achievement.objects.visible_to(erik).get().credential == "unheard-of"


def test_a_revocation_takes_effect_in_the_same_transaction(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    assert levels(contoso) == {("cloud", "silver")}
    world.achievement(erik.transcripts.get(), "cloud-basic", revoked_on=world.on)
    assert levels(contoso) == set()
    told, lost = JournalEntry.objects.of(contoso).order_by("-pk")[:2][::-1]
    assert told.kind == "achievements-recorded"
    cause = {
        "reason": "achievement-recorded",
        "event": told.pk,
        "person": erik.pk,
        "credential": "cloud-basic",
    }
    assert (lost.kind, lost.data["because"]) == ("level-lost", [cause])


def test_an_end_to_come_is_the_day_of_the_lapse(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    end = world.on + timedelta(days=30)
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
    assert Attainment.objects.get().lapses_on == end
    assert Standing.objects.get(organisation=contoso).next_review_on == end


def test_an_earlier_employer_learns_nothing(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, erik)
    world.associate(erik, fabrikam)
    before = JournalEntry.objects.of(contoso).count()
    world.achievement(erik.transcripts.get(), "cloud-basic", revoked_on=world.on)
    assert JournalEntry.objects.of(contoso).count() == before
    assert JournalEntry.objects.of(fabrikam).filter(kind="level-lost").exists()


def test_a_new_achievement_helps_nobody_yet(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    before = JournalEntry.objects.of(contoso).count()
    world.achievement(erik.transcripts.get(), "cloud-expert")
    assert JournalEntry.objects.of(contoso).count() == before
