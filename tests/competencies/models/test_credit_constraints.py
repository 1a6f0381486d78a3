"""Reports and aliases that cannot be are refused by the database (C7, C3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from competencies.models import CreditReport, Transcript, TranscriptAlias
from tests.world import World

DAY = date(2018, 3, 1)


@pytest.fixture
def world(db) -> World:
    return World(DAY)


@pytest.fixture
def make(world):
    contoso = world.organisation("Contoso")
    erik = world.account(contoso, "erik").user

    def made(**changes) -> CreditReport:
        values = {
            "kind": "achievement", "credential": "cloud-basic", "day": DAY, "day_from": DAY,
            "day_until": DAY + timedelta(days=1), "reported_on": DAY, "reporter": erik, "organisation": contoso,
        }  # fmt: skip
        with transaction.atomic():
            return CreditReport.objects.create(**{**values, **changes})

    return made


@pytest.mark.parametrize(
    "changes",
    [
        {"credential": ""},
        {"metric": "consumption"},
        {"amount": Decimal(1)},
        {"kind": "figure", "credential": "", "metric": "consumption"},
        {"kind": "figure", "metric": "consumption", "amount": Decimal(1)},
        {"kind": "other"},
        {"state": "answered"},
        {"state": "waiting", "settled_on": DAY},
        {"state": "gone", "settled_on": DAY},
        {"answer": "No."},
        {"day_from": DAY + timedelta(days=1)},
        {"day_until": DAY},
    ],
)
def test_reports_that_cannot_be(make, changes):
    with pytest.raises(IntegrityError):
        make(**changes)


def test_one_report_of_one_thing_waits(make):
    make()
    with pytest.raises(IntegrityError):
        make()
    make(state="withdrawn", settled_on=DAY)


def test_one_dispute_of_one_figure_waits(make, world):
    figure = {"kind": "figure", "credential": "", "metric": "consumption", "amount": Decimal(1)}
    make(**figure)
    with pytest.raises(IntegrityError):
        make(**figure, reporter=world.user("pia"))


def test_an_alias_leads_to_one_transcript(world):
    one, other = Transcript.objects.create(mcid="MC-1"), Transcript.objects.create(mcid="MC-2")
    TranscriptAlias.objects.create(mcid="MC-9", transcript=one, merged_on=DAY)
    for mcid in ("MC-9", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            TranscriptAlias.objects.create(mcid=mcid, transcript=other, merged_on=DAY)
