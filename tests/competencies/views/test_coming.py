"""A published edition to come, as one organisation sees it (G7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competencies.actions import editions
from competencies.jobs import work_out_effects
from competencies.review import review_all
from partners.models import Role
from tests.world import World, later_edition

TWO_PEOPLE = ("{people: 1, each: {any_of: [cloud-basic", "{people: 2, each: {any_of: [cloud-basic")
FOUR_PEOPLE = ("{people: 1, each: {any_of: [cloud-basic", "{people: 4, each: {any_of: [cloud-basic")
MORE_SALES = ("at_least: 1000,", "at_least: 2000,")
DEVICES = ("requires: [{attestation: reseller}]", "requires: [{attestation: reseller, at_least: 2}]")


@pytest.fixture
def world(db):
    return World.populated()


@pytest.fixture
def page(client, world):
    """The page as somebody at an organisation sees it, and the list that leads to it."""

    def opened(user="ada", organisation="Contoso", view="coming"):
        client.force_login(world.users[user])
        return client.get(reverse(f"competencies:{view}", args=[world.organisations[organisation].public_id]))

    return opened


def publish(world, *changes, key="second", after=40):
    document = later_edition(key, world.on + timedelta(days=after), *changes)
    return editions.publish(document=document, on=world.on, by=None)


def said(answer):
    (edition,) = answer.context["editions"]
    return edition


def test_without_an_edition_to_come_it_says_so_and_nothing_leads_to_it(page):
    assert "No edition is to come" in page().content.decode()
    assert page(view="list").context["coming"] is None
    assert "coming-editions" not in page(view="list").content.decode()


def test_the_difference_is_of_what_the_organisation_has_started(page, world):
    publish(world, FOUR_PEOPLE, MORE_SALES, DEVICES)
    edition = said(page())
    assert [section.title for section in edition.sections] == ["Cloud"]
    assert "4 people instead of 1" in page().content.decode()


def test_its_effect_on_the_levels_and_the_day(page, world):
    row = publish(world, FOUR_PEOPLE)
    edition = said(page())
    (effect,) = edition.effects
    assert (effect.bad, "Silver in Cloud would be lost on" in effect.sentence) == (True, True)
    assert row.effective_from.isoformat() in effect.sentence
    assert edition.day.date == row.effective_from


def test_the_renewal_is_told_to_those_who_see_its_risk(page, world):
    publish(world, FOUR_PEOPLE)
    assert "renewal of the membership would be refused" in said(page()).renewal
    assert said(page("mina")).renewal
    assert said(page("rolf")).renewal == ""


def test_an_edition_that_changes_nothing_here_says_so(page, world):
    publish(world, DEVICES)
    answer = page()
    assert (said(answer).effects, said(answer).sections) == ((), ())
    assert "Nothing that concerns you" in answer.content.decode()


def test_the_list_of_competencies_leads_to_it(page, world):
    row = publish(world, FOUR_PEOPLE)
    listing = page(view="list")
    assert listing.context["coming"].date == row.effective_from
    assert "coming-editions/" in listing.content.decode()


def test_several_editions_to_come_each_against_the_one_before(page, world):
    publish(world, FOUR_PEOPLE)
    publish(world, TWO_PEOPLE, key="third", after=80)
    second, third = page().context["editions"]
    assert (second.earlier, third.earlier) == ("first", "second")
    assert [each.bad for each in second.effects] == [True]
    assert [each.bad for each in third.effects] == [False]


@pytest.mark.parametrize("people", [1, 12])
@pytest.mark.parametrize("term", [True, False])
def test_it_asks_at_most_twelve_queries(client, django_assert_max_num_queries, people, term, db):
    world = World()
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    for number in range(people):
        world.employee(contoso, f"p{number}", "cloud-basic", "data-basic")
    if term:
        world.term(contoso)
    publish(world, FOUR_PEOPLE)
    review_all(as_of=world.on)
    client.force_login(world.users["ada"])
    address = reverse("competencies:coming", args=[contoso.public_id])
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_the_message_says_what_it_costs_and_leads_there(client, world, mailoutbox):
    from memberships.letters import written
    from partners.models import Message

    publish(world, FOUR_PEOPLE)
    work_out_effects(as_of=world.on)
    message = Message.objects.get(kind="edition-losses", recipient=world.users["ada"])
    letter = written(message)
    assert letter.subject == "Contoso: Edition second would cost you levels"
    assert "Silver in Cloud would be lost on" in letter.body
    assert "The renewal of the membership would be refused on" in letter.body
    assert "/coming-editions/" in letter.body
    client.force_login(world.users["ada"])
    listed = client.get(reverse("memberships:notifications", args=[message.organisation.public_id]))
    (line,) = [each for each in listed.context["lines"] if each.key == str(message.pk)]
    assert line.url.endswith("/coming-editions/")
    assert line.title == "Edition second would cost you levels"


def test_the_message_is_in_the_readers_language(world):
    from memberships.letters import written
    from partners.models import Message

    publish(world, FOUR_PEOPLE)
    work_out_effects(as_of=world.on)
    message = Message.objects.get(kind="edition-losses", recipient=world.users["mina"])
    message.recipient.language = "zh-hant"
    assert "雲端" in written(message).body


def test_its_kind_is_among_the_settings(client, world):
    client.force_login(world.users["ada"])
    address = reverse("memberships:notification_settings", args=[world.organisations["Contoso"].public_id])
    assert "edition-losses" in client.get(address).context["form"].fields
