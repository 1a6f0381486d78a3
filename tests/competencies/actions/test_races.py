"""Two at one moment: one wins, the other gets a clear message (C3, C5)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from competencies.actions import affiliations, claims, transcript_moves, transcripts
from competencies.actions.claims import OF_USER
from competencies.models import Affiliation, Association, Attainment, Transcript
from partners.models import Organisation
from partners.refusals import Refused
from tests.together import meeting_at, together
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = date(2018, 3, 1)
MOMENT = datetime(2018, 3, 1, 12, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def world() -> World:
    return World(DAY)


def outcomes(results) -> list[str]:
    """What each came to: done, or the code of its refusal."""
    return sorted(each.code if isinstance(each, Refused) else type(each).__name__ for each in results)


def test_two_claim_one_transcript(world):
    transcripts.record(mcid="MC-1", access_code="s3cret", on=DAY, by=None)
    users = [world.user("erik"), world.user("pia")]

    def claim(user):
        return lambda: claims.claim(
            user=user, mcid="MC-1", access_code="s3cret", origin="", on=DAY, at=MOMENT
        )

    assert outcomes(together(*map(claim, users))) == ["Transcript", "already-claimed"]
    assert Transcript.objects.get().user in users


def test_many_guesses_at_one_moment_are_no_way_round_the_limit(world):
    transcripts.record(mcid="MC-1", access_code="s3cret", on=DAY, by=None)
    erik = world.user("erik")

    def guess():
        return claims.claim(user=erik, mcid="MC-1", access_code="wrong", origin="", on=DAY, at=MOMENT)

    results = outcomes(together(*[guess] * 12))
    assert results.count("no-such-transcript") <= OF_USER
    assert len(results) == 12


def test_one_person_associates_with_two_organisations(world):
    contoso, fabrikam = world.organisation("Contoso"), world.organisation("Fabrikam")
    erik = world.account(contoso, "erik").user
    world.join(fabrikam, erik)
    world.transcript(erik, "cloud-expert")

    def associate(organisation):
        return lambda: affiliations.associate(
            user=erik, organisation=organisation, on=DAY, by=erik, consents_to_move=True
        )

    results = meeting_at(Organisation.objects.all(), associate(contoso), associate(fabrikam))
    assert outcomes(results) == ["Affiliation", "moved-meanwhile"]
    assert Affiliation.objects.open().count() == 1
    assert Association.objects.open().count() == 1
    assert Attainment.objects.open().count() == 1


def test_one_person_moves_twice(world):
    homes = [world.organisation(name) for name in ("Contoso", "Fabrikam", "Tailspin")]
    erik = world.employee(homes[0], "erik", "cloud-expert")
    for home in homes[1:]:
        world.join(home, erik)

    def move(organisation):
        return lambda: affiliations.associate(
            user=erik, organisation=organisation, on=DAY, by=erik, consents_to_move=True
        )

    results = meeting_at(Organisation.objects.filter(pk=homes[0].pk), *map(move, homes[1:]))
    assert outcomes(results) == ["Affiliation", "moved-meanwhile"]
    assert Affiliation.objects.open().count() == 1


def test_staff_takes_a_transcript_while_its_owner_associates_it(world):
    contoso = world.organisation("Contoso")
    erik, pia = world.account(contoso, "erik").user, world.account(contoso, "pia").user
    transcript = world.transcript(erik, "cloud-expert")
    by = world.specialist()
    results = together(
        lambda: affiliations.associate(user=erik, organisation=contoso, on=DAY, by=erik),
        lambda: transcript_moves.move(transcript=transcript, user=pia, on=DAY, by=by),
    )
    moved = Transcript.objects.get().user == pia
    # Whoever came second was told; nothing of one person's counts for another.
    assert sum(isinstance(each, Refused) for each in results) <= 1
    assert not (moved and Association.objects.open().exists())
