"""Editions in the admin: uploaded, corrected, looked at, published, and what they would do (D1)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competencies.actions import drafts
from competencies.edition_admin import DraftForm
from competencies.jobs import work_out_effects
from competencies.models import EditionDraft, EditionEffect, EffectRow, ProgrammeEdition
from partners.models import JournalEntry, Message
from tests.world import EDITION, World, later_edition

WHY = {"reason": "Decided by the programme board"}
TWO_PEOPLE = ("{people: 1, each: {any_of: [cloud-basic", "{people: 2, each: {any_of: [cloud-basic")


@pytest.fixture
def world(db):
    """As of today, since the admin reads the clock."""
    return World.populated()


@pytest.fixture
def petra(world, client):
    client.force_login(world.users["petra"])
    return client


def url(model, name, *args):
    return reverse(f"admin:competencies_{model}_{name}", args=args)


def upload(client, text, page=None):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(
        page or url("editiondraft", "add"), {"document": SimpleUploadedFile("next.yaml", content), **WHY}
    )


def shown(client, draft):
    return client.get(url("editiondraft", "change", draft.pk))


def names(response):
    return [each["url"].rstrip("/").rpartition("/")[2] for each in response.context["acting"]]


def test_a_bad_file_is_kept_with_every_fault_beside_its_line(petra, world):
    day = world.on + timedelta(days=60)
    changes = [
        ("kind: flow", "kind: river"),
        ("{people: 1, each: data-basic}", "{people: 1, each: data-basik}"),
    ]
    answer = upload(petra, later_edition("second", day, *changes))
    draft = EditionDraft.objects.get()
    assert answer.headers["Location"] == url("editiondraft", "change", draft.pk)
    assert (draft.file_name, draft.document, draft.edition) == (
        "next.yaml", later_edition("second", day, *changes), "",
    )  # fmt: skip
    page = shown(petra, draft)
    river, basik = page.context["faults"]
    assert "river" in river["message"]
    assert "kind: river" in river["text"]
    assert basik["place"].startswith("competency data, path data-silver")
    assert "did you mean 'data-basic'?" in basik["message"]
    lines = draft.document.splitlines()
    assert "river" in lines[river["line"] - 1]
    assert "data-basik" in lines[basik["line"] - 1]
    assert names(page) == ["replace"]
    assert (
        petra.post(url("editiondraft", "publish", draft.pk), {"version": 1, "reason": "R"}).status_code == 200
    )
    assert ProgrammeEdition.objects.count() == 1


def test_a_file_is_replaced_until_it_is_right_and_the_journal_says_so(petra, world):
    day = world.on + timedelta(days=60)
    upload(petra, "no programme file")
    draft = EditionDraft.objects.get()
    upload(petra, later_edition("second", day, TWO_PEOPLE), url("editiondraft", "replace", draft.pk))
    draft.refresh_from_db()
    assert (draft.version, draft.problems, draft.edition, draft.effective_from) == (2, [], "second", day)
    page = shown(petra, draft)
    assert names(page) == ["replace", "effect", "publish"]
    (section,) = page.context["sections"]
    assert "2 people instead of 1" in page.content.decode()
    assert section.title == "Cloud"
    entries = JournalEntry.objects.filter(kind="edition-drafted").order_by("pk")
    assert [each.data["problems"] > 0 for each in entries] == [True, False]


@pytest.mark.parametrize(
    ("key", "ahead", "line", "said"),
    [
        ("second", 0, "effective_from", "must take effect after today"),
        ("first", 60, "edition", "never changes"),
    ],
)
def test_what_stands_against_publishing_is_said_beside_its_line(petra, world, key, ahead, line, said):
    upload(petra, later_edition(key, world.on + timedelta(days=ahead)))
    draft = EditionDraft.objects.get()
    page = shown(petra, draft)
    found = page.context["obstacle"]
    assert said in found["message"]
    assert draft.document.splitlines()[found["line"] - 1].startswith(line)
    assert names(page) == ["replace"]


def test_less_than_thirty_days_is_a_warning(petra, world):
    for ahead, warned in ((29, True), (30, False)):
        upload(petra, later_edition(f"in-{ahead}", world.on + timedelta(days=ahead)))
        page = shown(petra, EditionDraft.objects.latest("pk"))
        assert page.context["short_notice"] is warned
        assert ("less than 30 days" in page.content.decode()) is warned


def test_it_is_published_once_looked_at_and_with_a_reason(petra, world):
    day = world.on + timedelta(days=60)
    upload(petra, later_edition("second", day, TWO_PEOPLE))
    draft = EditionDraft.objects.get()
    confirm = url("editiondraft", "publish", draft.pk)
    asked = petra.get(confirm)
    assert (asked.context["form"].initial, len(asked.context["sections"])) == ({"version": 1}, 1)
    assert "required" in petra.post(confirm, {"version": 1, "reason": " "}).content.decode()
    assert ProgrammeEdition.objects.count() == 1
    petra.post(confirm, {"version": 1, "reason": "The vendor's new year."})
    row = ProgrammeEdition.objects.get(edition="second")
    draft.refresh_from_db()
    assert (draft.published, row.published_by, row.document) == (row, world.users["petra"], draft.document)
    entry = JournalEntry.objects.get(kind="edition-published", edition="second")
    assert (entry.data["reason"], entry.by) == ("The vendor's new year.", world.users["petra"].pk)
    assert names(shown(petra, draft)) == []
    upload(petra, EDITION, url("editiondraft", "replace", draft.pk))
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_file_replaced_meanwhile_is_not_published_unseen(petra, world):
    day = world.on + timedelta(days=60)
    upload(petra, later_edition("second", day))
    draft = EditionDraft.objects.get()
    drafts.replace(
        draft=draft, file_name="b.yaml", document=later_edition("second", day, TWO_PEOPLE), on=world.on,
        by=world.users["petra"],
    )  # fmt: skip
    page = petra.post(url("editiondraft", "publish", draft.pk), {"version": 1, "reason": "R"})
    assert "replaced meanwhile" in page.content.decode()
    assert ProgrammeEdition.objects.count() == 1


def test_the_effect_is_worked_out_looked_at_and_saved(petra, world):
    world.employee(world.organisations["Contoso"], "otto", "cloud-old")
    upload(petra, later_edition("second", world.on + timedelta(days=60), TWO_PEOPLE))
    draft = EditionDraft.objects.get()
    petra.post(url("editiondraft", "effect", draft.pk), WHY)
    assert "A worker takes it up" in shown(petra, draft).content.decode()
    work_out_effects(as_of=world.on)
    page = shown(petra, draft)
    figures = page.context["figures"]
    assert (figures.losing, figures.stale) == (1, ())
    (level,) = figures.levels
    assert (level.name, level.lost) == ("Silver in Cloud", 1)
    effect = EditionEffect.objects.get()
    listed = petra.get(url("editioneffect", "organisations", effect.pk), {"fate": "lost"})
    (line,) = listed.context["lines"]
    assert (line["organisation"], line["level"]) == ("Fabrikam", "Silver in Cloud")
    saved = b"".join(
        petra.get(url("editioneffect", "organisations_csv", effect.pk)).streaming_content
    ).decode()
    assert f",Fabrikam,lost,cloud,silver,{world.on + timedelta(days=60)}" in saved
    assert petra.get(url("editioneffect", "change", effect.pk)).status_code == 200


def test_an_effect_says_when_facts_have_changed_since(petra, world):
    upload(petra, later_edition("second", world.on + timedelta(days=60), TWO_PEOPLE))
    draft = EditionDraft.objects.get()
    petra.post(url("editiondraft", "effect", draft.pk), WHY)
    work_out_effects(as_of=world.on)
    world.employee(world.organisations["Fabrikam"], "otto", "cloud-basic")
    assert shown(petra, draft).context["figures"].stale == ("Facts have changed since.",)


def test_a_published_edition_shows_its_difference_and_effect(petra, world):
    upload(petra, later_edition("second", world.on + timedelta(days=60), TWO_PEOPLE))
    draft = EditionDraft.objects.get()
    petra.post(url("editiondraft", "publish", draft.pk), {"version": 1, "reason": "R"})
    work_out_effects(as_of=world.on)
    row = ProgrammeEdition.objects.get(edition="second")
    page = petra.get(url("programmeedition", "change", row.pk))
    assert (page.context["figures"].losing, page.context["figures"].stale) == (1, ())
    assert names(page) == ["effect"]
    assert Message.objects.filter(kind="edition-losses").count() == 1
    first = petra.get(url("programmeedition", "change", ProgrammeEdition.objects.get(edition="first").pk))
    assert names(first) == []


def rows_of(world, effect, count):
    for number in range(count):
        organisation = world.organisation(f"Org{number}")
        EffectRow.objects.create(
            effect=effect, organisation=organisation, fate="lost", competency="cloud", level="silver",
            on=date(2030, 1, 1),
        )  # fmt: skip


def test_organisations_are_listed_page_by_page(petra, world):
    upload(petra, later_edition("second", world.on + timedelta(days=60)))
    petra.post(url("editiondraft", "effect", EditionDraft.objects.get().pk), WHY)
    work_out_effects(as_of=world.on)
    effect = EditionEffect.objects.get()
    rows_of(world, effect, 51)
    page = petra.get(url("editioneffect", "organisations", effect.pk), {"fate": "lost"})
    assert len(page.context["lines"]) == 50
    last = petra.get(f"{url('editioneffect', 'organisations', effect.pk)}?{page.context['more']}")
    assert [line["organisation"] for line in last.context["lines"]] == ["Org50"]
    assert last.context["more"] == ""


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_as_many_queries_for_many(petra, world, count, django_assert_num_queries):
    upload(petra, later_edition("second", world.on + timedelta(days=60)))
    petra.post(url("editiondraft", "effect", EditionDraft.objects.get().pk), WHY)
    work_out_effects(as_of=world.on)
    effect = EditionEffect.objects.get()
    rows_of(world, effect, count)
    petra.get(url("editioneffect", "organisations", effect.pk))
    with django_assert_num_queries(5):
        petra.get(url("editioneffect", "organisations", effect.pk))


def test_a_page_of_a_draft_takes_few_queries(petra, world, django_assert_max_num_queries):
    upload(petra, later_edition("second", world.on + timedelta(days=60)))
    draft = EditionDraft.objects.get()
    with django_assert_max_num_queries(20):
        shown(petra, draft)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"format: 1\0"])
def test_what_is_no_text_is_refused_beside_the_field(petra, content):
    assert "UTF-8" in upload(petra, content).content.decode()
    assert not EditionDraft.objects.exists()


def test_a_file_that_is_too_large_is_not_even_read():
    file = SimpleUploadedFile("e.yaml", b"#" * (1024 * 1024 + 1))
    file.close()  # reading it would raise
    form = DraftForm(files={"document": file})
    assert form.errors == {"document": ["This file is over 1 MiB. Choose another."]}


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        ("a: &a [x]\nb: [*a, *a]", "aliases"),
        ("[" * 40 + "]" * 40, "deeper"),
        ("a: !!python/name:os.system x", ""),
    ],
)
def test_traps_of_yaml_are_faults_like_others(petra, bomb, said):
    upload(petra, bomb)
    page = shown(petra, EditionDraft.objects.get())
    assert said in page.context["faults"][0]["message"]


def test_the_file_is_saved_as_it_was_uploaded(petra, world):
    upload(petra, "no programme file")
    answer = petra.get(url("editiondraft", "file", EditionDraft.objects.get().pk))
    assert answer.content == b"no programme file"
    assert "attachment" in answer.headers["Content-Disposition"]
