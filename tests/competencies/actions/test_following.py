"""What is earned later follows to the organisation, if the person says so (C4)."""

import pytest

from competencies.actions import achievements, affiliations
from competencies.actions.accounts import end_account
from competencies.models import Achievement, Affiliation, Association, Attainment
from partners.models import Account, JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


def follow(world, user, organisation, *, follows=True):
    return affiliations.follow(user=user, organisation=organisation, follows=follows, on=world.on, by=user)


def later(world, user, credential="cloud-expert"):
    return world.achievement(user.transcripts.get(), credential)


def levels(organisation):
    return set(Attainment.objects.open().filter(organisation=organisation).values_list("competency", "level"))


def test_off_unless_somebody_says_so(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    later(world, erik)
    assert Association.objects.get().achievement.credential == "data-basic"
    assert levels(contoso) == set()


def test_a_new_achievement_is_associated_and_the_organisation_reviewed_with_that_cause(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    day = world.pass_days(3)
    new = later(world, erik)
    tie = Association.objects.get(achievement=new)
    assert (tie.starts_on, tie.until, tie.affiliation.organisation) == (day, None, contoso)
    assert levels(contoso) == {("cloud", "silver")}
    told, attained = JournalEntry.objects.of(contoso).order_by("pk").filter(on=day)
    assert (told.kind, told.data["follows"]) == ("achievements-associated", True)
    assert attained.data["because"] == [
        {
            "reason": "achievement-followed",
            "event": told.pk,
            "person": erik.pk,
            "credentials": ["cloud-expert"],
        }
    ]


def test_what_was_known_and_not_chosen_does_not_follow(world, contoso):
    erik = world.account(contoso, "erik").user
    world.transcript(erik, "cloud-basic", "data-basic")
    world.associate(erik, contoso, only=[Achievement.objects.get(credential="data-basic")])
    follow(world, erik, contoso)
    world.achievement(erik.transcripts.get(), "cloud-basic")
    assert Association.objects.get().achievement.credential == "data-basic"


def test_it_can_be_said_on_associating_and_taken_back(world, contoso):
    erik = world.account(contoso, "erik").user
    world.transcript(erik, "data-basic")
    affiliations.associate(user=erik, organisation=contoso, follows=True, on=world.on, by=erik)
    assert Affiliation.objects.following().exists()
    follow(world, erik, contoso, follows=False)
    later(world, erik)
    assert Association.objects.count() == 1
    kinds = JournalEntry.objects.filter(kind="following-set").order_by("pk")
    assert [entry.data["follows"] for entry in kinds] == [True, False]


def test_associating_again_leaves_it_as_it_is(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    world.associate(erik, contoso)
    assert Affiliation.objects.following().exists()


def test_who_holds_nothing_yet_may_let_all_follow(world, contoso):
    erik = world.account(contoso, "erik").user
    world.transcript(erik)
    affiliations.associate(user=erik, organisation=contoso, follows=True, on=world.on, by=erik)
    later(world, erik)
    assert Association.objects.get().achievement.credential == "cloud-expert"


def test_it_ends_with_the_affiliation(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    affiliations.sever(user=erik, on=world.on, by=erik)
    later(world, erik)
    assert not Association.objects.open().exists()
    refused("not-associated", follow, world=world, user=erik, organisation=contoso)


def test_it_ends_with_the_account(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    end_account(account=Account.objects.get(user=erik), on=world.on, by=None)
    later(world, erik)
    assert not Association.objects.open().exists()


def test_it_does_not_move_along(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, erik)
    world.associate(erik, fabrikam)
    later(world, erik)
    assert not Association.objects.filter(achievement__credential="cloud-expert").exists()


def test_recorded_again_it_is_not_associated_anew(world, contoso):
    erik = world.employee(contoso, "erik", "data-basic")
    follow(world, erik, contoso)
    new = later(world, erik)
    affiliations.sever(user=erik, achievements=[new], on=world.on, by=erik)
    achievements.record(
        transcript=erik.transcripts.get(),
        credential=new.credential,
        earned_on=new.earned_on,
        on=world.on,
        by=None,
    )
    assert not Association.objects.open().filter(achievement=new).exists()
