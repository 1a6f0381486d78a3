"""Publishing an edition (D1)."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from competencies.actions import editions
from competencies.models import ProgrammeEdition, Standing
from competencies.programme import ProgrammeError
from competencies.published import NoProgramme, current_programme, published, rules_version
from competencies.review import review
from partners.models import JournalEntry
from tests.refusing import refused
from tests.world import EDITION, later_edition


def publish(world, key, effective_from, *changes):
    return editions.publish(document=later_edition(key, effective_from, *changes), on=world.on, by=None)


def test_the_past_is_open_only_while_nobody_is_there(world):
    publish(world, "second", world.on - timedelta(days=30))
    world.organisation("Contoso")
    for days in (-1, 0):
        document = later_edition("third", world.on + timedelta(days=days))
        refused("not-after-today", editions.publish, document=document, on=world.on, by=None)
    publish(world, "third", world.on + timedelta(days=1))


def test_it_counts_publications_and_makes_everybody_due(world):
    contoso = world.organisation("Contoso")
    review([contoso.pk], as_of=world.on)
    assert not Standing.objects.due(world.on, rules_version()).exists()
    row = publish(world, "second", world.on + timedelta(days=40))
    assert row.rules_version == rules_version() == 2
    assert Standing.objects.due(world.on, rules_version()).get().organisation == contoso


def test_it_counts_at_once_for_projections_and_later_for_judging(world):
    day = world.on + timedelta(days=40)
    publish(world, "second", day)
    programme = current_programme()
    assert programme.edition_on(day - timedelta(days=1)).key == "first"
    assert programme.edition_on(day).key == "second"


def test_published_it_never_changes(world):
    world.organisation("Contoso")
    refused("already-published", editions.publish, document=EDITION, on=world.on, by=None)


@pytest.mark.parametrize(
    "change",
    [
        ("format: 1", "format: 2"),
        ("programme: world", "programme: other"),
        ("{key: gold, name: {en: Gold, zh-hant: 金級}}", "{key: platinum, name: {en: Platinum}}"),
    ],
)
def test_a_bad_file_lists_its_problems_and_leaves_nothing(world, change):
    with pytest.raises(ProgrammeError) as error:
        publish(world, "second", world.on + timedelta(days=40), change)
    assert error.value.problems
    assert ProgrammeEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("named", "change"),
    [
        ("competency 'cloud/x'", ("key: cloud\n", "key: cloud/x\n")),
        ("competency '..'", ("key: cloud\n", 'key: ".."\n')),
        ("competency", ("key: cloud\n", f"key: {'c' * 81}\n")),
        ("path 'override'", ("key: cloud-silver", "key: override")),
        ("path 'a\\x00b'", ("key: cloud-silver", r'key: "a\0b"')),
        (
            "credential ' data'",
            ("code: cloud-old,", 'code: cloud-old, kind: exam, title: {en: O}}\n  - {code: " data",'),
        ),
        (
            "metric",
            (
                "{key: consumption,",
                f"{{key: {'m' * 81}, name: {{en: M}}, unit: U, kind: flow}}\n  - {{key: consumption,",
            ),
        ),
        ("attestation", ("{key: reseller,", f"{{key: {'a' * 81}, name: {{en: A}}}}\n  - {{key: reseller,")),
        ("edition", ('edition: "second"', f"edition: {'e' * 81}")),
        ("level", ("levels:", f"levels_without_competency: [network, {'l' * 41}]\nlevels:")),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_keys_that_the_portal_cannot_keep_or_address_are_refused_by_name(world, named, change):
    with pytest.raises(ProgrammeError) as error:
        publish(world, "second", world.on + timedelta(days=40), change)
    (problem,) = error.value.problems
    assert str(problem).startswith(named)
    assert ProgrammeEdition.objects.count() == 1


def test_the_command_names_such_a_key(db, tmp_path):
    (tmp_path / "odd.yaml").write_text(EDITION.replace("key: cloud\n", "key: cloud/x\n"), encoding="utf-8")
    with pytest.raises(CommandError, match="competency 'cloud/x'"):
        call_command("load_editions", folder=tmp_path)


def test_the_journal_of_the_portal_says_so(world):
    petra = world.user("petra")
    day = world.on + timedelta(days=40)
    editions.publish(document=later_edition("second", day), on=world.on, by=petra)
    entry = JournalEntry.objects.get(kind="edition-published", edition="second")
    assert (entry.organisation, entry.by, entry.on) == (None, petra.pk, world.on)
    assert entry.data == {"effective_from": day.isoformat(), "rules_version": 2}


def test_the_programme_is_read_once_for_each_publication(world, django_assert_num_queries):
    current_programme()
    with django_assert_num_queries(1):
        first = current_programme()
    publish(world, "second", world.on + timedelta(days=40))
    with django_assert_num_queries(2):
        assert current_programme() is not first
    assert published().unseen_since(1) == world.on
    assert published().unseen_since(2) is None


@pytest.mark.django_db
def test_a_new_portal_has_no_programme():
    assert rules_version() == 0
    with pytest.raises(NoProgramme):
        current_programme()


@pytest.mark.django_db
def test_the_packaged_editions_are_loaded_once(capsys):
    call_command("load_editions")
    assert capsys.readouterr().out.splitlines() == [
        "2017-07: published, effective from 2017-07-06",
        "2017-12: published, effective from 2017-12-15",
    ]
    call_command("load_editions")
    assert "already published" in capsys.readouterr().out
    assert [row.edition for row in ProgrammeEdition.objects.by_day()] == ["2017-07", "2017-12"]
    assert current_programme().edition_on(date(2017, 12, 14)).key == "2017-07"
