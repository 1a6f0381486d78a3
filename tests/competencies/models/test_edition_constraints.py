"""What the database refuses of drafts and effects of editions, by trying it (habit 7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competencies.actions import drafts
from competencies.models import EditionDraft, EditionEffect, EffectRange, EffectRow, ProgrammeEdition
from partners.clock import now
from tests.world import later_edition


@pytest.fixture
def effect(world):
    """Of a good draft."""
    petra = world.manager()
    document = later_edition("second", world.on + timedelta(days=40))
    draft = drafts.upload(file_name="next.yaml", document=document, on=world.on, by=petra)
    return drafts.work_out(draft=draft, on=world.on, by=petra)


def refused(constraint, make, **columns):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(**columns)
    assert constraint in str(error.value) or "UNIQUE constraint failed" in str(error.value)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("edition_draft_counts_from_one", {"version": 0}),
        ("edition_draft_readable_or_not", {"edition": ""}),
        ("edition_draft_readable_or_not", {"effective_from": None}),
    ],
)
def test_a_draft_counts_and_has_name_and_day_or_neither(effect, constraint, columns):
    refused(constraint, EditionDraft.objects.update, **columns)


def test_what_cannot_be_read_is_never_published(effect):
    published = ProgrammeEdition.objects.get()
    refused(
        "edition_draft_readable_or_not", EditionDraft.objects.update,
        edition="", effective_from=None, published=published,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("edition_effect_of_one_file", {"draft": None}),
        ("edition_effect_of_one_file", {"draft_version": None}),
        ("edition_effect_tells_if_published", {"tells": True}),
        ("edition_effect_finished_at_a_time", {"stage": "finished"}),
    ],
)
def test_an_effect_is_of_one_file_and_tells_only_of_a_published_one(effect, constraint, columns):
    refused(constraint, EditionEffect.objects.update, **columns)


def test_an_unfinished_effect_has_no_end(effect):
    refused("edition_effect_finished_at_a_time", EditionEffect.objects.update, finished_at=now())


def test_a_range_is_dealt_out_once(effect):
    EffectRange.objects.create(effect=effect, first=1, last=2, count=2)
    refused("effect_range_once", EffectRange.objects.create, effect=effect, first=1, last=3, count=3)


def test_a_row_is_of_a_level_or_of_the_renewal_and_stands_once(world, effect):
    row = {"effect": effect, "organisation": world.organisation("Contoso"), "on": world.on}
    level = {"fate": "lost", "competency": "cloud", "level": "silver", **row}
    EffectRow.objects.create(**level)
    refused("effect_row_once", EffectRow.objects.create, **level)
    refused("effect_row_of_level_or_renewal", EffectRow.objects.create, fate="renewal", level="silver", **row)
    refused("effect_row_of_level_or_renewal", EffectRow.objects.create, fate="gained", level="silver", **row)
