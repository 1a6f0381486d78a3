"""The cure of an alert: found when asked for, kept until the facts may have changed, and within A7 (E4)."""

from datetime import timedelta

import pytest

from competencies.actions.accounts import end_account
from competencies.curing import cures_of
from competencies.models import Standing
from competencies.presenters.cures import people_of
from competencies.review import review, review_due, up_to_date
from competencies.review.risk import THE_TERM
from partners.models import Role, Term

CLOUD = ("cloud", "silver")


@pytest.fixture
def contoso(world):
    """Silver in cloud by Erik alone, in a silver term; Pia holds nothing of it."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.employee(made, "erik", "cloud-basic")
    world.employee(made, "pia", "data-basic")
    world.term(made)
    world.pass_days(10)
    return made


@pytest.fixture
def at_risk(world, contoso):
    """What Erik holds will expire."""
    world.achievement(
        world.users["erik"].transcripts.get(), "cloud-basic", expires_on=world.on + timedelta(days=90)
    )
    return contoso


def cures(world, organisation):
    return cures_of(up_to_date(organisation.pk, as_of=world.on), as_of=world.on)


def names(world, found):
    ids = {user.pk: name for name, user in world.users.items()}
    return sorted(ids[each] for each in people_of(found))


def test_without_an_alert_there_is_nothing_to_find(world, contoso, django_assert_num_queries):
    standing = up_to_date(contoso.pk, as_of=world.on)
    with django_assert_num_queries(0):
        assert cures_of(standing, as_of=world.on) == {}


def test_everybody_with_an_account_may_pass_something(world, at_risk):
    found = cures(world, at_risk)[CLOUD]
    assert (found.passes, found.newcomers) == (1, 0)
    assert names(world, found) == ["ada", "erik", "pia"]


def test_who_has_left_may_not(world, at_risk):
    end_account(account=world.users["pia"].accounts.get(), on=world.on, by=None)
    assert names(world, cures(world, at_risk)[CLOUD]) == ["ada", "erik"]


def test_who_works_elsewhere_now_is_not_known_to_have_passed_anything(world, at_risk):
    """A7: Erik earns the credential anew, but associates it with another organisation."""
    fabrikam = world.organisation("Fabrikam")
    erik = world.users["erik"]
    world.join(fabrikam, erik)
    world.achievement(erik.transcripts.get(), "cloud-expert")
    world.associate(erik, fabrikam)
    found = cures(world, at_risk)[CLOUD]
    assert (found.passes, names(world, found)) == (1, ["ada", "erik", "pia"])


def test_it_is_kept_until_the_next_review(world, at_risk, django_assert_num_queries):
    first = cures(world, at_risk)
    standing = Standing.objects.get(pk=at_risk.pk)
    with django_assert_num_queries(0):
        assert cures_of(standing, as_of=world.on) == first
    world.employee(at_risk, "leo", "data-basic")
    assert "cures" not in Standing.objects.get(pk=at_risk.pk).risk
    assert len(people_of(cures(world, at_risk)[CLOUD])) == 4


def test_it_is_found_anew_each_day(world, at_risk):
    cures(world, at_risk)
    world.account(at_risk, "nora", Role.EMPLOYEE)
    assert "nora" not in names(world, cures(world, at_risk)[CLOUD])
    world.pass_days(1)
    assert "nora" in names(world, cures(world, at_risk)[CLOUD])


def test_keeping_it_is_no_change_of_status(world, at_risk):
    before = Standing.objects.get(pk=at_risk.pk).risk["entries"]
    cures(world, at_risk)
    report = review([at_risk.pk], as_of=world.on)
    assert not report.kinds
    assert Standing.objects.get(pk=at_risk.pk).risk["entries"] == before


def test_for_the_term_itself_it_is_the_cheapest_level_that_makes_it_eligible(world):
    """A gold year that nothing ever made possible, as one taken over from elsewhere."""
    fabrikam = world.organisation("Fabrikam")
    for name in ("fay", "leo"):
        world.account(fabrikam, name, Role.ADMIN)
    year = timedelta(days=365)
    Term.objects.create(
        organisation=fabrikam, level="gold", starts_on=world.on, until=world.on + year,
        grace_until=world.on + year + timedelta(days=30),
    )  # fmt: skip
    review([fabrikam.pk], as_of=world.on)
    found = cures(world, fabrikam)
    assert list(found) == [THE_TERM]
    assert (found[THE_TERM].competency, found[THE_TERM].level, found[THE_TERM].passes) == ("cloud", "gold", 2)


@pytest.mark.parametrize(("day", "cured"), [(-1, True), (0, False), (1, False)])
def test_what_cures_it_is_told_from_the_day_of_the_alert_on(world, contoso, day, cured):
    """The credential ends the day before the anniversary, on it, or after: only then nothing is at risk."""
    until = contoso.terms.get().until
    world.achievement(
        world.users["erik"].transcripts.get(), "cloud-basic", expires_on=until + timedelta(days=-day)
    )
    assert (cures(world, contoso) == {}) is cured


def test_a_pass_that_it_names_cures_the_alert(world, at_risk):
    (step,), *_others = cures(world, at_risk)[CLOUD].ways
    ids = {str(user.pk): user for user in world.users.values()}
    pia = ids[step.people[step.people.index(str(world.users["pia"].pk))]]
    world.achievement(pia.transcripts.get(), step.credentials[0][0], earned_on=world.on)
    world.associate(pia, at_risk)
    review_due(as_of=world.on)
    assert cures(world, at_risk) == {}
