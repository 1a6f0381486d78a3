"""Enrolling an organisation (B1)."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from partners.actions import organisations
from partners.countries import country_choices, country_name
from partners.models import CountryMarket, JournalEntry, Location, Organisation
from partners.refusals import Refused
from tests.together import meeting_at


def test_it_gets_the_market_of_its_country_and_the_next_mpn_id(world):
    first, second = world.organisation("Contoso", country="BE"), world.organisation("Fabrikam", country="IN")
    assert (first.market, second.market) == ("developed", "developing")
    assert second.mpn_id == first.mpn_id + 1
    assert first.joined_on == world.on


def test_every_country_has_a_market(world):
    assert CountryMarket.objects.count() == 249
    assert set(CountryMarket.objects.values_list("market", flat=True)) == {"developed", "developing"}


def test_a_city_becomes_the_head_office(world):
    made = organisations.enrol(legal_name="Contoso Ltd", country="BE", city="Ghent", on=world.on, by=None)
    office = Location.objects.get(organisation=made)
    assert (office.city, office.country, office.is_head_office) == ("Ghent", "BE", True)
    assert made.display_name == "Contoso Ltd"


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("unknown-country", {"legal_name": "Contoso", "country": "XX"}),
        ("no-legal-name", {"legal_name": "  ", "country": "BE"}),
    ],
)
def test_refusals(world, code, columns):
    with pytest.raises(Refused) as refusal:
        organisations.enrol(on=world.on, by=None, **columns)
    assert refusal.value.code == code


def test_the_same_form_sent_twice_makes_one(world):
    firm = {"country": "BE", "on": world.on, "by": None}
    organisations.enrol_once(legal_name="Contoso Ltd", **firm)
    with pytest.raises(Refused) as refusal:
        organisations.enrol_once(legal_name=" CONTOSO ltd", **firm)
    assert refusal.value.code == "enrolled-today"
    later = organisations.enrol_once(legal_name="Contoso Ltd", **{**firm, "on": world.on + timedelta(days=1)})
    abroad = organisations.enrol_once(legal_name="Contoso Ltd", **{**firm, "country": "FR"})
    assert later.mpn_id < abroad.mpn_id


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_forms_at_one_moment_make_one(transactional_db):
    def enrol():
        return organisations.enrol_once(legal_name="Contoso Ltd", country="BE", on=date(2018, 3, 1), by=None)

    results = meeting_at(CountryMarket.objects.filter(country="BE"), enrol, enrol)
    assert sorted(getattr(each, "code", "made") for each in results) == ["enrolled-today", "made"]
    assert Organisation.objects.count() == 1


def test_the_journal_says_so(world):
    ada = world.user("ada")
    made = organisations.enrol(legal_name="Contoso Ltd", country="BE", on=world.on, by=ada)
    entry = JournalEntry.objects.of(made).get()
    assert (entry.kind, entry.on, entry.by) == ("organisation-enrolled", world.on, ada.pk)
    assert entry.data == {"country": "BE", "market": "developed", "mpn_id": made.mpn_id}


def test_countries_are_named_in_the_readers_language(world):
    choices = dict(country_choices())
    assert len(choices) == 249
    assert choices["BE"] == "Belgium"
    with override("zh-hant"):
        assert country_name("BE") == "比利時"
    assert country_name("XX") == "XX"
