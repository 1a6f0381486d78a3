"""Associating and severing (C4, C5, A7)."""

import json

import pytest

from competencies.actions import affiliations, transcripts
from competencies.models import Achievement, Affiliation, Association, Attainment, Standing
from partners.actions import accounts
from partners.models import Account, JournalEntry
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def fabrikam(world):
    return world.organisation("Fabrikam")


def levels(organisation):
    rows = Attainment.objects.open().filter(organisation=organisation)
    return set(rows.values_list("competency", "level"))


def move(world, user, organisation):
    world.join(organisation, user)
    world.associate(user, organisation)


def test_all_or_chosen_ones(world, contoso):
    erik = world.account(contoso, "erik").user
    world.transcript(erik, "cloud-basic", "data-basic")
    chosen = Achievement.objects.get(credential="data-basic")
    world.associate(erik, contoso, only=[chosen])
    assert Association.objects.get().achievement == chosen
    assert levels(contoso) == set()
    world.associate(erik, contoso)
    assert Association.objects.open().count() == 2
    assert Affiliation.objects.count() == 1
    assert levels(contoso) == {("cloud", "silver")}


def test_again_changes_nothing(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    before = JournalEntry.objects.count()
    world.associate(erik, contoso)
    assert JournalEntry.objects.count() == before
    assert Association.objects.count() == 1


def test_refusals(world, contoso, fabrikam):
    erik = world.account(contoso, "erik").user
    pia = world.employee(contoso, "pia", "cloud-basic")
    common = {"on": world.on, "by": erik}
    associate = affiliations.associate
    refused("no-account", associate, user=erik, organisation=fabrikam, **common)
    refused("nothing-to-associate", associate, user=erik, organisation=contoso, **common)
    hers = Achievement.objects.visible_to(pia)
    refused("not-yours", associate, user=erik, organisation=contoso, achievements=list(hers), **common)
    refused("not-associated", affiliations.sever, user=erik, **common)
    world.transcript(pia, "data-basic")
    other = [Achievement.objects.get(credential="data-basic")]
    refused("not-associated", affiliations.sever, user=pia, achievements=other, **common)


def test_moving_needs_consent(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.join(fabrikam, erik)
    arguments = {"user": erik, "organisation": fabrikam, "on": world.on, "by": erik}
    refused("move-needs-consent", affiliations.associate, **arguments)
    affiliations.associate(**arguments, consents_to_move=True)


def test_moving_ends_the_earlier_tie_and_re_evaluates_both(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic", "data-basic")
    day = world.pass_days(10)
    world.join(fabrikam, erik)
    # One chosen achievement is enough to end all associations, chosen or not.
    world.associate(erik, fabrikam, only=[Achievement.objects.get(credential="cloud-basic")])
    old, new = Affiliation.objects.order_by("pk")
    assert (old.organisation, old.until, new.organisation, new.until) == (contoso, day, fabrikam, None)
    assert set(Association.objects.filter(affiliation=old).values_list("until", flat=True)) == {day}
    assert Association.objects.open().count() == 1
    assert levels(contoso) == set()
    assert levels(fabrikam) == {("cloud", "silver")}
    assert {each.reviewed_on for each in Standing.objects.all()} == {day}


def test_in_and_out_on_one_day_leaves_empty_periods(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    move(world, erik, fabrikam)
    world.associate(erik, contoso)
    periods = [(each.starts_on, each.until) for each in Affiliation.objects.order_by("pk")]
    assert periods == [(world.on, world.on), (world.on, world.on), (world.on, None)]
    assert levels(contoso) == {("cloud", "silver")}
    assert levels(fabrikam) == set()


def test_the_one_that_lost_is_told_but_not_where_the_person_went(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    told_before = set(JournalEntry.objects.of(contoso).values_list("pk", flat=True))
    world.pass_days(1)
    move(world, erik, fabrikam)
    entries = JournalEntry.objects.of(contoso).exclude(pk__in=told_before).order_by("pk")
    assert [entry.kind for entry in entries] == ["achievements-severed", "level-lost"]
    severed, lost = entries
    assert lost.data["because"] == [
        {"reason": "person-severed", "event": severed.pk, "person": erik.pk, "credentials": ["cloud-basic"]}
    ]
    assert set(severed.data) == {"person", "credentials", "achievements"}
    assert "Fabrikam" not in json.dumps([entry.data for entry in entries])


def test_severing_some_keeps_the_affiliation_severing_the_last_ends_it(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic", "data-basic")
    day = world.pass_days(1)
    sever = {"user": erik, "on": day, "by": erik}
    affiliations.sever(achievements=[Achievement.objects.get(credential="cloud-basic")], **sever)
    assert levels(contoso) == set()
    assert Affiliation.objects.open().exists()
    affiliations.sever(**sever)
    assert Affiliation.objects.get().until == day
    assert not Association.objects.open().exists()
    assert erik.transcripts.exists()


def test_sharing_the_transcript_ends_on_associating_elsewhere(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    account = Account.objects.get(user=erik)
    accounts.share_transcript(account=account, shares=True, on=world.on, by=erik)
    move(world, erik, fabrikam)
    account.refresh_from_db()
    assert (account.shares_transcript, account.until) == (False, None)


def test_several_transcripts_are_one_person(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-expert")
    second = transcripts.record(mcid="MC-second", on=world.on, by=None)
    transcripts.give(transcript=second, user=erik, on=world.on, by=erik)
    world.achievement(second, "cloud-expert")
    world.associate(erik, contoso)
    assert Association.objects.open().count() == 2
    assert levels(contoso) == {("cloud", "silver")}


def test_an_association_that_moves_no_level_takes_few_statements(
    world, contoso, django_assert_max_num_queries
):
    erik = world.employee(contoso, "erik", "cloud-basic")
    for number in range(3):
        world.employee(contoso, f"other{number}", "cloud-basic")
    another = world.achievement(erik.transcripts.get(), "data-basic")
    # Two of them are a savepoint, here in a transaction of the test.
    with django_assert_max_num_queries(17):
        world.associate(erik, contoso, only=[another])
