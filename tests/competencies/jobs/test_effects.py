"""What an edition to come would do to every organisation: worked out by the facts as they are, told once (D1, G7)."""

from datetime import date, timedelta

import pytest
from django.db import connection

from competencies.actions import drafts, editions
from competencies.jobs import effects, work_out_effects
from competencies.models import Attainment, EditionEffect, EffectRange, EffectRow, EffectStage, Standing
from competencies.review import review_all
from partners.models import Message, Role
from tests.refusing import refused
from tests.together import together
from tests.world import World, later_edition

TWO_PEOPLE = ("{people: 1, each: {any_of: [cloud-basic", "{people: 2, each: {any_of: [cloud-basic")
ONE_EXPERT = ("{people: 2, each: cloud-expert}", "{people: 1, each: cloud-expert}")
NO_DEVICES = ("requires: [{attestation: reseller}]", "requires: [{attestation: reseller, at_least: 2}]")
MORE_SALES = ("at_least: 1000,", "at_least: 2000,")
COMES_AFTER = timedelta(days=40)
QUERIES = 41


@pytest.fixture
def contoso(world):
    """Cloud silver by Erik, who is an expert, alone; devices; data by sales of 1,500; in a silver term."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "mina", Role.MEMBERSHIP_MANAGER)
    world.account(made, "rolf", Role.REPORT_VIEWER)
    world.employee(made, "erik", "cloud-expert", "data-basic")
    world.attest(made)
    world.reading(made, "1500")
    return made


def drafted(world, *changes, key="second", after=COMES_AFTER):
    document = later_edition(key, world.on + after, *changes)
    return drafts.upload(file_name="next.yaml", document=document, on=world.on, by=world.manager())


def worked_out(world, draft):
    effect = drafts.work_out(draft=draft, on=world.on, by=world.manager())
    work_out_effects(as_of=world.on)
    effect.refresh_from_db()
    assert effect.stage == EffectStage.FINISHED
    return effect


def rows(effect):
    found = EffectRow.objects.filter(effect=effect).order_by("organisation", "pk")
    return [
        (each.organisation.display_name, each.fate, each.competency, each.level, each.on) for each in found
    ]


def publish(world, *changes, key="second", after=COMES_AFTER):
    document = later_edition(key, world.on + after, *changes)
    return editions.publish(document=document, on=world.on, by=world.manager())


def test_what_is_lost_and_gained_and_when(world, contoso):
    draft = drafted(world, TWO_PEOPLE, ONE_EXPERT)
    day = world.on + COMES_AFTER
    effect = worked_out(world, draft)
    assert rows(effect) == [
        ("Contoso", "lost", "cloud", "silver", day),
        ("Contoso", "gained", "cloud", "gold", day),
    ]
    assert effect.figures == {
        "levels": [
            ["gained", "cloud", "gold", 1, day.isoformat()],
            ["lost", "cloud", "silver", 1, day.isoformat()],
        ],
        "organisations": 1,
        "losing": 1,
        "renewals": 0,
    }
    assert (effect.as_of, effect.total, effect.ranges.count()) == (world.on, 1, 0)


def test_a_level_lost_later_has_its_own_day(world, contoso):
    """The exam counts until a day after the edition took effect."""
    expert = "{code: cloud-expert, kind: certification, title: {en: Cloud expert}"
    last = world.on + timedelta(days=70)
    ends = f", retires_on: {world.on}, accepted_through: {last}"
    draft = drafted(world, (expert, expert + ends))
    lost = ("Contoso", "lost", "cloud", "silver", last + timedelta(days=1))
    assert rows(worked_out(world, draft)) == [lost]


def test_a_level_that_holds_longer_is_gained_on_the_day_it_would_have_lapsed(world):
    old = world.organisation("Old")
    world.employee(old, "otto", "cloud-old")
    draft = drafted(world, ("accepted_through: 2018-06-30", "accepted_through: 2018-12-31"))
    assert rows(worked_out(world, draft)) == [("Old", "gained", "cloud", "silver", date(2018, 7, 1))]


def test_a_renewal_that_would_be_refused(world, contoso):
    """Cloud and devices carry the silver term; the new edition lets go of all three."""
    term = world.term(contoso)
    draft = drafted(world, TWO_PEOPLE, NO_DEVICES, MORE_SALES)
    effect = worked_out(world, draft)
    assert rows(effect)[-1] == ("Contoso", "renewal", "", "", term.until)
    assert effect.figures["renewals"] == 1


def test_sales_are_taken_to_stay_as_they_are(world, contoso):
    """By then the reading has left its window: not the edition's doing."""
    world.pass_days(340)
    assert rows(worked_out(world, drafted(world))) == []
    assert rows(worked_out(world, drafted(world, MORE_SALES, key="third"))) == [
        ("Contoso", "lost", "data", "silver", world.on + COMES_AFTER)
    ]


def test_an_override_carries_over_what_it_covers(world, contoso):
    """It covers the day itself and lets go later: then the level is lost for good under the new edition alone."""
    override = world.override(contoso, "cloud", "silver")
    assert rows(worked_out(world, drafted(world, TWO_PEOPLE))) == [
        ("Contoso", "lost", "cloud", "silver", override.until)
    ]


def held(organisation):
    rows = Attainment.objects.open().filter(organisation=organisation)
    return set(rows.values_list("competency", "level"))


def test_it_is_what_happens_on_the_day(world, contoso):
    """Many organisations; the edition is published, its day comes, everybody is reviewed."""
    others = [world.organisation(f"Org{number}") for number in range(6)]
    for number, each in enumerate(others):
        for person in range(number % 3 + 1):
            world.employee(each, f"p{number}{person}", ("cloud-basic", "cloud-expert")[person % 2])
        world.term(each)
    world.override(others[0], "data", "silver")
    row = publish(world, TWO_PEOPLE, ONE_EXPERT, NO_DEVICES, MORE_SALES)
    work_out_effects(as_of=world.on)
    effect = EditionEffect.objects.get(edition=row)
    everybody = [contoso, *others]
    day_before = row.effective_from - timedelta(days=1)
    review_all(as_of=day_before)
    before = {each.pk: held(each) for each in everybody}
    review_all(as_of=row.effective_from)
    after = {each.pk: held(each) for each in everybody}
    refused_renewals = {each.pk for each in Standing.objects.all() if each.risk.get("eligible") is False}

    def those(fate):
        found = EffectRow.objects.filter(effect=effect, fate=fate, on=row.effective_from)
        return set(found.values_list("organisation_id", "competency", "level"))

    assert those("lost") == {(pk, *key) for pk in before for key in before[pk] - after[pk]}
    assert those("gained") == {(pk, *key) for pk in before for key in after[pk] - before[pk]}
    renewals = EffectRow.objects.filter(effect=effect, fate="renewal")
    assert set(renewals.values_list("organisation_id", flat=True)) == refused_renewals
    assert all([those("lost"), those("gained"), refused_renewals])


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 2)


def many(world, count=5):
    for number in range(count):
        made = world.organisation(f"Org{number}")
        world.account(made, f"ada{number}", Role.ADMIN)
        world.employee(made, f"erik{number}", "cloud-basic")


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_stays_when_a_worker_dies(small_chunks, monkeypatch):
    world = World(date(2018, 3, 1))
    many(world)
    publish(world, TWO_PEOPLE)
    load, calls = effects.load_facts, []

    def dies(ids, **options):
        calls.append(ids)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return load(ids, **options)

    monkeypatch.setattr(effects, "load_facts", dies)
    with pytest.raises(KeyboardInterrupt):
        work_out_effects(as_of=world.on)
    assert (EffectRow.objects.count(), EffectRange.objects.filter(done=True).count()) == (2, 1)
    assert work_out_effects(as_of=world.on) == 3
    assert EffectRow.objects.count() == Message.objects.count() == 5
    assert EditionEffect.objects.get().stage == EffectStage.FINISHED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_ranges(small_chunks):
    world = World(date(2018, 3, 1))
    many(world)
    publish(world, TWO_PEOPLE)
    done = together(lambda: work_out_effects(as_of=world.on), lambda: work_out_effects(as_of=world.on))
    # Whoever came while the other dealt the ranges out leaves them to the other.
    assert sum(done) == 5
    assert EffectRow.objects.count() == Message.objects.count() == 5
    work_out_effects(as_of=world.on)
    assert EditionEffect.objects.get().stage == EffectStage.FINISHED


@pytest.mark.parametrize("count", [1, 6])
def test_a_range_takes_as_many_queries_for_one_as_for_many(world, count, django_assert_num_queries):
    many(world, count)
    publish(world, TWO_PEOPLE)
    # What waits; deal out 9; a range 14, its editions 2; the look that finds none 4; finish 10; savepoints.
    with django_assert_num_queries(QUERIES):
        work_out_effects(as_of=world.on)


def test_it_tells_admins_and_membership_managers_once(world, contoso):
    quiet = world.organisation("Quiet")
    world.account(quiet, "quentin", Role.ADMIN)
    row = publish(world, TWO_PEOPLE, ONE_EXPERT)
    work_out_effects(as_of=world.on)
    told = Message.objects.filter(kind="edition-losses")
    assert sorted(told.values_list("recipient__name", flat=True)) == ["Ada", "Mina"]
    assert told.first().data == {
        "edition": "second",
        "effective_from": row.effective_from.isoformat(),
        "costs": [["lost", "cloud", "silver", row.effective_from.isoformat()]],
    }
    drafts.work_out(edition=row, on=world.on, by=world.manager())
    work_out_effects(as_of=world.on)
    assert told.count() == 2


def test_a_draft_tells_nobody(world, contoso):
    worked_out(world, drafted(world, TWO_PEOPLE))
    assert not Message.objects.exists()


def test_the_latest_working_out_replaces_the_earlier_one(world, contoso):
    draft = drafted(world, TWO_PEOPLE)
    first = worked_out(world, draft)
    world.employee(contoso, "pia", "cloud-basic")
    second = worked_out(world, draft)
    assert (rows(first), rows(second)) == ([], [])
    assert first.figures["losing"] == 1 != second.figures["losing"]


def test_a_replaced_file_drops_what_is_under_way(world, contoso):
    draft = drafted(world, TWO_PEOPLE)
    effect = drafts.work_out(draft=draft, on=world.on, by=world.manager())
    assert drafts.work_out(draft=draft, on=world.on, by=world.manager()) == effect
    document = later_edition("second", world.on + COMES_AFTER)
    drafts.replace(draft=draft, file_name="b.yaml", document=document, on=world.on, by=world.manager())
    work_out_effects(as_of=world.on)
    effect.refresh_from_db()
    assert effect.stage == EffectStage.DROPPED


def test_of_an_edition_in_force_none_is_worked_out(world, contoso):
    row = publish(world, TWO_PEOPLE)
    world.pass_days(COMES_AFTER.days)
    assert work_out_effects(as_of=world.on) == 0
    assert EditionEffect.objects.get().stage == EffectStage.DROPPED
    refused("not-after-today", drafts.work_out, edition=row, on=world.on, by=world.manager())


def test_without_organisations_nobody_is_asked(world):
    publish(world, TWO_PEOPLE)
    assert not EditionEffect.objects.exists()


@pytest.mark.postgres
def test_ranges_and_rows_are_found_by_their_indexes(world, contoso):
    effect = worked_out(world, drafted(world, TWO_PEOPLE))
    with connection.cursor() as cursor:
        for setting in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{setting} = off")
    assert "edition_effect_unfinished" in EditionEffect.objects.unfinished().explain()
    open_ranges = EffectRange.objects.filter(effect=effect, done=False).order_by("pk")
    assert "effect_range_open" in open_ranges.explain()
    listed = EffectRow.objects.of(effect).filter(organisation__gt=0)[:50]
    assert "effect_row_in_list" in listed.explain()
    by_level = EffectRow.objects.of(effect, fate="lost", competency="cloud", level="silver")
    assert "effect_row_by_level" in by_level.filter(organisation__gt=0)[:50].explain()
