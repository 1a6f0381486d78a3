"""The programme as open data, by edition (G14)."""

import json

import pytest

from competencies.actions import editions
from memberships.models import OfferEdition
from tests.competencies.presenters.worlds import EDITION as EVERY_KIND
from tests.world import EDITION, later_edition

pytestmark = pytest.mark.django_db


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_edition_in_force_has_an_address_that_stays(client, world):
    assert client.get("/catalogue/")["Location"] == "/catalogue/first/"
    text = page(client, "/catalogue/first/")
    assert "Platform" in text
    assert "/catalogue/first/cloud/" in text


def test_a_competency_says_what_each_path_asks_for_and_brings(client, world):
    text = page(client, "/catalogue/first/data/")
    assert "Consumption: at least 1,000 USD within 12 months" in text
    assert "1 person with" in text
    assert "it opens the silver membership" in text


def test_benefits_of_the_membership_are_named_where_offers_are_published(client, world):
    world.offers()
    assert OfferEdition.objects.exists()
    assert page(client, "/catalogue/first/cloud/")


def test_every_kind_of_requirement_has_its_words(client, db):
    from datetime import date

    editions.publish(document=EVERY_KIND, on=date(2016, 1, 1), by=None)
    team = page(client, "/catalogue/2018/team/")
    assert (
        "Sales: at least 1,000 USD in developed markets, 500 USD in developing markets within 12 months"
        in team
    )
    assert "A team of 2" in team
    assert "Group 2: 1 other person with" in team
    either = page(client, "/catalogue/2018/either/")
    assert "Attested: Authorised reseller" in either
    assert "Read generously" in either


def test_it_speaks_chinese(client, world):
    client.cookies["django_language"] = "zh-hant"
    assert "雲端" in page(client, "/catalogue/first/cloud/")


def test_editions_to_come_and_of_before_stay_readable(client, world):
    editions.publish(document=later_edition("second", "2030-01-01"), on=world.on, by=None)
    assert "Takes effect on 1 January 2030" in page(client, "/catalogue/second/cloud/")
    assert "In force since" in page(client, "/catalogue/first/cloud/")
    assert "<title>Cloud, edition first · Assay</title>" in page(client, "/catalogue/first/cloud/")
    assert '<a href="/catalogue/second/cloud/">second</a>' in page(client, "/catalogue/first/cloud/")


def test_as_a_file_word_for_word_and_as_json(client, world):
    answer = client.get("/catalogue/first.yaml")
    assert answer.content.decode() == EDITION
    assert answer["Content-Type"].startswith("application/yaml")
    told = json.loads(client.get("/catalogue/first.json").content)
    assert told["effective_from"] == "2017-01-01"
    assert [each["key"] for each in told["competencies"]] == ["cloud", "data", "devices"]


@pytest.mark.parametrize("path", ["none/", "first/none/", "none.json", "none.yaml"])
def test_what_was_never_published_is_not_there(client, world, path):
    assert client.get(f"/catalogue/{path}").status_code == 404


def test_before_the_first_edition_it_says_so(client, db):
    assert client.get("/catalogue/").status_code == 503
    assert client.get("/find/").status_code == 503
    assert client.get("/sitemap-0.xml").status_code == 200


@pytest.mark.parametrize("path", ["first/", "first/cloud/"])
def test_few_queries(client, world, django_assert_max_num_queries, path):
    page(client, f"/catalogue/{path}")
    with django_assert_max_num_queries(7):
        page(client, f"/catalogue/{path}")
