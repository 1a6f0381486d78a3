"""The real editions: which credentials will do, until when, and what a new edition changes (C6, D1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from .mpn.edition_2017_12 import (
    APPLICATION_DEVELOPMENT,
    APPLICATION_INTEGRATION,
    CLOUD_PLATFORM,
    DATACENTER,
    DEVOPS,
    ENTERPRISE_RESOURCE_PLANNING,
    WINDOWS_AND_DEVICES,
    erp,
)
from .mpn.organisations import SPRING_2018, SUMMER_2017, attains, verdict
from .mpn.ways import azure, crm, least, mobility, surface_hub

ONE_DAY = timedelta(days=1)
SURFACE = "ta-surface-hub"
FOUNDATIONAL = "ta-data-analytics-foundational"
MOBILE = "ta-mobile-device-management"
AZURE_DEVELOPMENT = "ta-azure-app-development"

# Each of the codes does as well as any other of its row.
ALTERNATIVES = [
    (
        lambda code: least("application-development", "application-builder-silver", (2, code)),
        "70-480 70-483 70-486 70-357 70-354 70-355 70-532 70-487 70-533",
    ),
    (
        lambda code: least(
            "application-integration", "application-integrator-silver", (2, f"{code} ta-biztalk")
        ),
        "70-412 70-740 70-741 70-742 70-462 70-464 70-762 70-764 70-483 70-487 70-532",
    ),
    (
        lambda code: azure("silver", [(1, code)], 15_000),
        "ta-cloud-platform ta-azure-data ta-azure-app-development ta-azure-iot ta-azure-rds",
    ),
    (
        lambda code: azure("silver", [(1, code)], 15_000),
        "70-532 70-533 70-534 70-535 70-473 70-475 mcsa-linux-on-azure",
    ),
    (
        lambda code: crm("silver", [(1, f"{code} MB2-710"), (1, "MB2-712")], 100_000, "developed"),
        "MB2-714 MB2-713 MB2-709 MB2-717 MB2-718 MB2-877",
    ),
    (
        lambda code: crm("silver", [(1, f"MB2-714 {code}"), (1, "MB2-712")], 100_000, "developed"),
        "MB2-710 MB2-706 MB2-715",
    ),
    (
        lambda code: crm("silver", [(1, "MB2-714 MB2-710"), (1, code)], 100_000, "developed"),
        "MB2-712 MB2-707 MB2-716",
    ),
    (
        lambda code: least(
            "data-analytics", "data-analytics-beginners-silver", (2, f"{FOUNDATIONAL} {code}")
        ),
        "ta-business-intelligence ta-advanced-analytics ta-big-data",
    ),
    (
        lambda code: least("data-platform", "big-data-silver", (2, f"ta-data-platform-foundational {code}")),
        "ta-sql-server ta-data-warehouse ta-azure-data-services",
    ),
    (
        lambda code: least("datacenter", "datacenter-solutions-silver", (2, code)),
        "70-246 70-247 74-409 70-410 70-411 70-412 70-413 70-414 70-417 70-740 70-741 70-742 70-743 70-744",
    ),
    (
        lambda code: least(
            "devops", "devops-partner-silver", (1, "70-496 70-498"), (1, f"70-496 70-498 {code}")
        ),
        "70-497 pmi-acp psm-i scrum-csm",
    ),
    (
        lambda code: mobility("enterprise-partner-silver", [(2, f"ta-ems-overview {code}")], 3, 500),
        f"{MOBILE} ta-identity-access-management ta-information-protection ta-cloud-app-security",
    ),
    (
        lambda code: least("windows-and-devices", "service-partner-silver", (2, code)),
        "70-354 70-355 70-357 ta-windows-10-deployment",
    ),
    (
        lambda code: surface_hub("gold", [(4, f"{SURFACE} {code}")], 52),
        "70-347 70-334 70-398 70-697",
    ),
]


@pytest.mark.parametrize(
    "way",
    [pytest.param(way(code), id=str(way(code))) for way, codes in ALTERNATIVES for code in codes.split()],
)
def test_any_of_the_alternatives_will_do(way):
    assert attains(way, SPRING_2018)


# What looks as if it would do, and why it does not.
NOT_ENOUGH = {
    "gold certificates alone make no silver": least(
        "application-development", "application-builder-silver", (4, "mcsd-app-builder")
    ),
    "the assessment went with edition 2017-12": least(
        "application-development", "application-builder-silver", (2, AZURE_DEVELOPMENT)
    ),
    "one exam in an assessment and one in an exam are not two of either": azure(
        "gold", [(1, "ta-azure-data"), (1, "70-535")], 100_000
    ),
    "the assessment must be taken by one of those with the exams": least(
        "communications",
        "systems-integrator-silver",
        (2, "70-334 70-333"),
        (1, "ta-skype-operations-framework"),
    ),
    "halves of two pairs of exams are no pair": least(
        "data-analytics", "data-analytics-specialist-silver", (1, f"70-767 70-774 70-475 {FOUNDATIONAL}")
    ),
    "exams of one and assessment of another are not one person's": least(
        "data-analytics", "data-analytics-specialist-silver", (1, "70-767 70-768"), (1, FOUNDATIONAL)
    ),
    "two with exams and two with the certificate are not four of either": least(
        "messaging", "hybrid-services-partner-gold", (2, "70-347 70-345"), (2, "mcse-productivity")
    ),
    "70-243 is not listed any more": least("datacenter", "datacenter-solutions-silver", (2, "70-243")),
    "two system builders and two device builders are not four of either": least(
        "windows-and-devices", "device-partner-gold", (2, "70-735"), (2, "ta-iot-device-builder")
    ),
    "one person cannot stand in both groups of the team": crm(
        "silver", [(1, "MB2-714 MB2-710 MB2-712")], 100_000, "developed"
    ),
    "the developing threshold is not for developed markets": erp(75_000, "developed"),
}


@pytest.mark.parametrize("way", [pytest.param(way, id=why) for why, way in NOT_ENOUGH.items()])
def test_what_only_looks_enough_is_not(way):
    assert not attains(way, SPRING_2018)


def test_two_who_could_stand_in_either_group_fill_the_team():
    both = [(2, "MB2-714 MB2-710 MB2-712")]
    assert attains(crm("silver", both, 100_000, "developed"), SPRING_2018)


def test_gold_without_silver_where_their_requirements_differ():
    certificates = APPLICATION_DEVELOPMENT[1]
    assert attains(certificates, SPRING_2018)
    silver = replace(certificates, level="silver", path="application-builder-silver")
    assert not verdict(silver, SPRING_2018).attained


# The last day on which each still counts: given for some, a year after retirement for the others.
LAST_DAYS = [
    ("70-534", azure("silver", [(1, "70-534")], 15_000), date(2018, 12, 31)),
    ("70-246", least("datacenter", "datacenter-solutions-silver", (2, "70-246")), date(2018, 12, 31)),
    ("70-247", least("datacenter", "datacenter-solutions-silver", (2, "70-247")), date(2018, 12, 31)),
    (
        "MB2-709",
        crm("silver", [(1, "MB2-709 MB2-710"), (1, "MB2-712")], 100_000, "developed"),
        date(2018, 12, 31),
    ),
    ("70-354", least("windows-and-devices", "service-partner-silver", (2, "70-354")), date(2018, 9, 30)),
    (
        "70-355",
        least("application-development", "application-builder-silver", (2, "70-355")),
        date(2018, 9, 30),
    ),
]


@pytest.mark.parametrize(("way", "last_day"), [pytest.param(*row[1:], id=row[0]) for row in LAST_DAYS])
def test_a_retired_exam_counts_through_its_last_day(way, last_day):
    assert attains(way, last_day - ONE_DAY)
    assert attains(way, last_day)
    assert not attains(way, last_day + ONE_DAY)


@pytest.mark.parametrize(("way", "last_day"), [pytest.param(*row[1:], id=row[0]) for row in LAST_DAYS])
def test_the_lapse_is_the_day_after_the_last_one(way, last_day):
    assert verdict(way, SPRING_2018).lapses_on == last_day + ONE_DAY


EDITION_DAY, DAY_BEFORE = date(2017, 12, 15), date(2017, 12, 14)

LOST_WITH_2017_12 = {
    "no silver in Enterprise Resource Planning any more": least(
        "enterprise-resource-planning",
        "erp-reseller-silver",
        *((1, code) for code in ("MB6-890", "MB6-892", "MB6-893", "MB6-705", "70-462")),
        figures={"erp-license-revenue": 75_000},
    ),
    "no assessment in Application Development any more": least(
        "application-development", "application-builder-silver", (2, AZURE_DEVELOPMENT)
    ),
    "70-734 gave way to 70-735": least("windows-and-devices", "device-partner-silver", (2, "70-734")),
    "70-243 is not listed any more": least("datacenter", "datacenter-solutions-silver", (2, "70-243")),
}


@pytest.mark.parametrize("way", [pytest.param(way, id=why) for why, way in LOST_WITH_2017_12.items()])
def test_what_the_new_edition_drops_lapses_on_its_day(way):
    assert attains(way, DAY_BEFORE)
    assert not attains(way, EDITION_DAY)
    assert verdict(way, DAY_BEFORE).lapses_on == EDITION_DAY


GAINED_WITH_2017_12 = {
    "the same people may pass exam and assessment": APPLICATION_INTEGRATION[0],
    "70-535 is listed": CLOUD_PLATFORM[1],
    "developing markets have thresholds of their own": CLOUD_PLATFORM[2],
    "gold in Enterprise Resource Planning asks for revenue alone": ENTERPRISE_RESOURCE_PLANNING[0],
    "70-735 is listed": WINDOWS_AND_DEVICES[2],
    "Surface Hub is a path": surface_hub("silver", [(2, SURFACE)], 12),
}


@pytest.mark.parametrize("way", [pytest.param(way, id=why) for why, way in GAINED_WITH_2017_12.items()])
def test_what_the_new_edition_brings_counts_from_its_day(way):
    assert not attains(way, DAY_BEFORE)
    assert attains(way, EDITION_DAY)


@pytest.mark.parametrize("way", [*DATACENTER, *DEVOPS], ids=str)
def test_what_did_not_change_goes_on(way):
    assert attains(way, DAY_BEFORE)
    assert attains(way, EDITION_DAY)
    assert verdict(way, DAY_BEFORE).lapses_on is None


def test_70_534_never_stops_under_the_edition_of_july():
    """That edition knows of no retirement, and alone it stays in force."""
    way = azure("silver", [(1, "70-534")], 15_000)
    assert attains(way, date(2019, 1, 1), "2017-07")
    assert not attains(way, date(2019, 1, 1), "2017-07", "2017-12")


def test_before_the_first_edition_its_rules_apply():
    way = least("datacenter", "datacenter-solutions-silver", (2, "70-243"))
    assert attains(way, date(2017, 2, 1))
    assert attains(way, SUMMER_2017)
