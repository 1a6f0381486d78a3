"""The real editions, case by case: the least that attains a level, and the same less one (D1, D2)."""

from dataclasses import replace

import pytest

from .mpn import edition_2017_07, edition_2017_12
from .mpn.organisations import SPRING_2018, SUMMER_2017, attains, edition

WAYS = [
    *(pytest.param(least, SUMMER_2017, id=f"2017-07 {least}") for least in edition_2017_07.EVERY_WAY),
    *(pytest.param(least, SPRING_2018, id=f"2017-12 {least}") for least in edition_2017_12.EVERY_WAY),
]


def with_one_person_less(least):
    for place, (number, codes) in enumerate(least.people):
        people = (*least.people[:place], (number - 1, codes), *least.people[place + 1 :])
        yield replace(least, people=people)


def with_one_unit_less(least):
    for metric, figure in least.figures.items():
        yield replace(least, figures=least.figures | {metric: figure - 1})
        yield replace(least, figures={key: value for key, value in least.figures.items() if key != metric})


def with_one_credential_less(least):
    for place, (number, codes) in enumerate(least.people):
        for code in codes.split():
            rest = " ".join(other for other in codes.split() if other != code)
            one_poorer = ((number - 1, codes), (1, rest))
            yield replace(least, people=(*least.people[:place], *one_poorer, *least.people[place + 1 :]))


@pytest.mark.parametrize(("least", "on"), WAYS)
def test_the_least_attains_the_level_by_its_path(least, on):
    assert attains(least, on)


@pytest.mark.parametrize(("least", "on"), WAYS)
def test_one_person_less_does_not(least, on):
    assert not any(attains(poorer, on) for poorer in with_one_person_less(least))


@pytest.mark.parametrize(("least", "on"), WAYS)
def test_one_dollar_customer_or_seat_less_does_not(least, on):
    assert not any(attains(poorer, on) for poorer in with_one_unit_less(least))


@pytest.mark.parametrize(("least", "on"), WAYS)
def test_one_credential_of_one_person_less_does_not(least, on):
    assert not any(attains(poorer, on) for poorer in with_one_credential_less(least))


def test_surface_hub_asks_for_the_attestation():
    hubs = [least for least in edition_2017_12.EVERY_WAY if least.attestations]
    assert len(hubs) == 2
    assert not any(attains(replace(least, attestations=()), SPRING_2018) for least in hubs)


def test_every_path_of_2017_12_is_in_the_table():
    listed = {(least.competency, least.path) for least in edition_2017_12.EVERY_WAY}
    competencies = edition("2017-12").competencies.values()
    assert listed == {(item.key, path.key) for item in competencies for path in item.paths}
    assert len(competencies) == 18
