"""From the models to Facts: what is loaded, what an organisation may not learn (A7), and how many queries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from competencies.actions import overrides, transcripts
from competencies.actions.accounts import end_account
from competencies.facts import Attestation, Held, Membership, Override, Period, Person, Reading
from competencies.facts.load import QUERIES, load, load_facts, load_people
from partners.actions import accounts
from partners.models import Account, Role


@pytest.fixture
def contoso(world):
    return world.organisation("Contoso")


@pytest.fixture
def fabrikam(world):
    return world.organisation("Fabrikam")


def facts_of(world, organisation, as_of=None):
    return load_facts([organisation.pk], as_of=as_of or world.on)[organisation.pk]


def only_person(world, organisation):
    (person,) = facts_of(world, organisation).people
    return person


def move(world, user, organisation):
    world.join(organisation, user)
    world.associate(user, organisation)


def test_an_organisation_without_anything(world, contoso):
    facts = facts_of(world, contoso)
    assert (facts.organisation, facts.market) == (str(contoso.pk), "developed")
    assert (facts.people, facts.readings, facts.membership) == ((), (), None)
    assert load_facts([contoso.pk, 999], as_of=world.on).keys() == {contoso.pk}
    assert load_facts([], as_of=world.on) == {}


def test_everything_that_is_known(world, contoso):
    start, end = world.on, world.on + timedelta(days=40)
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.reading(contoso, "12.50")
    world.attest(contoso, until=end)
    world.override(contoso)
    term = world.term(contoso)
    facts = facts_of(world, contoso)
    (person,) = facts.people
    (achievement,) = person.achievements
    assert person.id == str(erik.pk)
    assert (achievement.credential, achievement.associated) == ("cloud-basic", (Period(start, None),))
    assert facts.readings == (Reading("consumption", start, Decimal("12.50")),)
    assert facts.attestations == (Attestation("reseller", start, end),)
    assert facts.overrides == (Override("cloud", "gold", start, start.replace(month=6)),)
    held = (Held("cloud", "silver"), Held("cloud", "gold"), Held("devices", "silver"))
    assert facts.membership == Membership(
        "silver",
        start,
        term.until,
        term.grace_until,
        tuple(sorted(held, key=lambda h: (h.competency, h.level))),
    )


def test_an_override_that_was_ended_counts_to_that_day(world, contoso):
    override = world.override(contoso)
    day = world.pass_days(5)
    overrides.end(override=override, reason="Not needed", on=day, by=world.users["spencer"])
    assert facts_of(world, contoso).overrides == (Override("cloud", "gold", override.starts_on, day),)


def test_the_term_in_force_else_the_one_in_grace(world, contoso):
    world.employee(contoso, "erik", "cloud-basic")
    term = world.term(contoso)
    for day, there in [
        (term.starts_on - timedelta(days=1), False),
        (term.starts_on, True),
        (term.until, True),
        (term.grace_until - timedelta(days=1), True),
        (term.grace_until, False),
    ]:
        assert (facts_of(world, contoso, as_of=day).membership is not None) == there
    world.on = term.until + timedelta(days=3)
    renewed = world.term(contoso)
    membership = facts_of(world, contoso).membership
    assert membership.starts_on == renewed.starts_on


def test_each_organisation_may_have_its_own_day(world, contoso, fabrikam):
    for organisation, name in ((contoso, "erik"), (fabrikam, "finn")):
        world.employee(organisation, name, "cloud-basic")
        world.term(organisation)
    days = {contoso.pk: world.on, fabrikam.pk: world.on - timedelta(days=1)}
    found = load_facts(days, as_of=days)
    assert found[contoso.pk].membership is not None
    assert found[fabrikam.pk].membership is None


def test_what_was_never_associated_is_left_out(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.achievement(erik.transcripts.get(), "data-basic")
    assert [each.credential for each in only_person(world, contoso).achievements] == ["cloud-basic"]


def test_unless_the_account_shows_the_whole_transcript(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.achievement(erik.transcripts.get(), "data-basic")
    account = Account.objects.get(user=erik)
    accounts.share_transcript(account=account, shares=True, on=world.on, by=erik)
    shown = only_person(world, contoso).achievements[1]
    assert (shown.credential, shown.associated) == ("data-basic", ())
    world.join(fabrikam, erik)
    assert facts_of(world, fabrikam).people == ()


def test_somebody_with_an_account_who_moved_shows_only_from_when_to_when(world, contoso, fabrikam):
    start = world.on
    erik = world.employee(contoso, "erik", "cloud-basic")
    moved = world.pass_days(10)
    move(world, erik, fabrikam)
    world.pass_days(10)
    transcript = erik.transcripts.get()
    world.achievement(
        transcript, "cloud-basic", expires_on=world.on + timedelta(days=90), revoked_on=world.on
    )
    (achievement,) = only_person(world, contoso).achievements
    assert achievement.associated == (Period(start, moved),)
    assert (achievement.expires_on, achievement.revoked_on) == (None, None)
    (achievement,) = only_person(world, fabrikam).achievements
    assert achievement.revoked_on == world.on


@pytest.mark.parametrize(("days", "shown"), [(-1, True), (0, True), (1, False)])
def test_an_end_up_to_the_day_the_association_ended_is_seen(world, contoso, fabrikam, days, shown):
    erik = world.employee(contoso, "erik", "cloud-basic")
    moved = world.on + timedelta(days=10)
    end = moved + timedelta(days=days)
    world.achievement(erik.transcripts.get(), "cloud-basic", expires_on=end)
    world.on = moved
    move(world, erik, fabrikam)
    (achievement,) = only_person(world, contoso).achievements
    assert achievement.expires_on == (end if shown else None)


def test_who_has_no_open_account_is_left_out(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    left = world.pass_days(10)
    end_account(account=Account.objects.get(user=erik), on=left, by=None)
    assert facts_of(world, contoso).people == ()


def test_unless_they_count_on_that_day_or_later(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    left = world.pass_days(10)
    end_account(account=Account.objects.get(user=erik), on=left, by=None)
    assert facts_of(world, contoso, as_of=left - timedelta(days=1)).people
    assert not facts_of(world, contoso, as_of=left).people


def test_several_transcripts_are_one_person(world, contoso):
    erik = world.employee(contoso, "erik", "cloud-basic")
    second = transcripts.record(mcid="second", on=world.on, by=None)
    transcripts.give(transcript=second, user=erik, on=world.on, by=erik)
    world.achievement(second, "cloud-expert")
    world.associate(erik, contoso)
    assert len(only_person(world, contoso).achievements) == 2


def test_leaving_and_returning_are_two_periods(world, contoso, fabrikam):
    start = world.on
    erik = world.employee(contoso, "erik", "cloud-basic")
    moved = world.pass_days(10)
    move(world, erik, fabrikam)
    back = world.pass_days(10)
    world.associate(erik, contoso)
    (achievement,) = only_person(world, contoso).achievements
    assert achievement.associated == (Period(start, moved), Period(back, None))


def test_names_of_everybody_who_had_an_account_come_along(world, contoso, fabrikam):
    erik = world.employee(contoso, "erik", "cloud-basic")
    world.account(fabrikam, "finn")
    left = world.pass_days(10)
    end_account(account=Account.objects.get(user=erik), on=left, by=None)
    ada = world.account(contoso, "ada", Role.ADMIN).user
    loaded = load([contoso.pk], as_of=left)[contoso.pk]
    assert loaded.names == {str(erik.pk): "Erik", str(ada.pk): "Ada"}
    assert loaded.facts.people == ()


def test_the_term_and_the_rows_of_overrides_come_along(world, contoso, django_assert_num_queries):
    override = world.override(contoso)
    term = world.term(contoso)
    loaded = load([contoso.pk], as_of=world.on)[contoso.pk]
    with django_assert_num_queries(0):
        assert (loaded.term, loaded.overrides) == (term, (override,))
        assert loaded.overrides[0].placed_by == world.users["spencer"]


def test_a_reading_of_nothing_is_no_attestation(world, contoso):
    world.reading(contoso, "0")
    world.attest(contoso)
    facts = facts_of(world, contoso)
    assert [reading.amount for reading in facts.readings] == [Decimal(0)]
    assert [each.attestation for each in facts.attestations] == ["reseller"]


def test_the_number_of_queries_does_not_grow(world, django_assert_num_queries):
    made = [world.organisation(f"Org{number}") for number in range(6)]
    for number, organisation in enumerate(made):
        for each in range(3):
            user = world.employee(organisation, f"p{number}-{each}", "cloud-basic", "data-basic")
            account = Account.objects.get(user=user)
            accounts.share_transcript(account=account, shares=True, on=world.on, by=user)
        world.account(organisation, f"a{number}", Role.ADMIN)
        world.reading(organisation, "1000")
        world.attest(organisation)
        world.override(organisation)
        world.term(organisation)
    with django_assert_num_queries(QUERIES):
        load_facts([made[0].pk], as_of=world.on)
    with django_assert_num_queries(QUERIES):
        found = load_facts([each.pk for each in made], as_of=world.on)
    assert [len(facts.people) for facts in found.values()] == [3] * 6


def test_one_person_alone_is_found_as_among_everybody(world, contoso, fabrikam):
    people = {
        name: world.employee(contoso, name, "cloud-basic", "data-basic")
        for name in ("erik", "pia", "nora", "max")
    }
    people["stella"] = world.user("stella")
    world.achievement(
        people["erik"].transcripts.get(), "cloud-basic", expires_on=world.on + timedelta(days=9)
    )
    world.pass_days(5)
    move(world, people["pia"], fabrikam)
    end_account(account=Account.objects.get(user=people["nora"], organisation=contoso), on=world.on, by=None)
    sharing = world.account(contoso, "rolf").user
    world.transcript(sharing, "cloud-expert")
    accounts.share_transcript(
        account=Account.objects.get(user=sharing, organisation=contoso), shares=True, on=world.on, by=sharing
    )
    world.pass_days(20)
    users = [user.pk for user in (*people.values(), sharing)]
    for organisation in (contoso, fabrikam):
        everybody = {person.id: person for person in facts_of(world, organisation).people}
        found = load_people([organisation.pk], users, as_of=world.on)[organisation.pk]
        assert found == [everybody.get(str(pk), Person(str(pk))) for pk in sorted(users)]
