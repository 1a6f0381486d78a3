"""Overrides in the staff's admin: a look first, then the deed; the list by its filters (D4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override as in_language

from competencies.actions import credit, overrides
from competencies.models import Override
from partners.clock import today
from partners.models import Organisation, User
from tests.competencies.evidence_files import PDF
from tests.looking_first import looked_and_confirmed
from tests.world import World

ADD = "/admin/competencies/override/add/"


@pytest.fixture
def world(db):
    return World.populated()


@pytest.fixture
def contoso(world):
    return world.organisations["Contoso"]


@pytest.fixture
def spencer(client, world):
    client.force_login(world.users["spencer"])
    return client


def asked(organisation, **changes):
    given = {
        "organisation": organisation.mpn_id,
        "competency": "cloud",
        "level": "gold",
        "reason": "Late feed",
    }
    return {**given, **changes}


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_look_writes_nothing_and_keeps_what_was_typed(spencer, contoso):
    page = text_of(spencer.post(ADD, asked(contoso)))
    assert not Override.objects.exists()
    assert "Late feed" in page
    assert "errorlist" not in page


def test_beside_the_form_stands_what_would_hold_without_it(spencer, contoso):
    page = text_of(spencer.post(ADD, asked(contoso)))
    assert "Gold in Cloud, without this override" in page
    assert "1 more person" in page
    holds = text_of(spencer.post(ADD, asked(contoso, level="silver")))
    assert "Attained by the One person." in holds


def test_and_what_else_is_open(spencer, world, contoso, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    world.override(contoso, "data", "silver")
    nora = world.users["nora"]
    credit.report_achievement(
        user=nora, organisation=contoso, credential="cloud-basic", day=world.on, file=PDF, on=world.on
    )
    credit.dispute_figure(
        user=world.users["ada"], organisation=contoso, metric="consumption", day=world.on, amount=5, file=PDF,
        on=world.on,
    )  # fmt: skip
    page = text_of(spencer.post(ADD, asked(contoso)))
    for what in ("Override of Silver in Data", "Missing credit: cloud-basic", "Disputed figure: Consumption"):
        assert what in page


def test_what_is_not_what_was_looked_at_is_shown_again(spencer, world, contoso):
    stamp = spencer.post(ADD, asked(contoso)).context["preview"].stamp
    page = text_of(spencer.post(ADD, {**asked(contoso, reason="Another"), "seen": stamp}))
    assert "Read it again" in page
    world.employee(contoso, "eve", "cloud-expert")
    page = text_of(spencer.post(ADD, {**asked(contoso), "seen": stamp}))
    assert "Attained by the Two experts." in page
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_on": "2018-01-01"}, "cannot start before today"),
        ({"until": "2099-01-01"}, "six months at most"),
        ({"competency": "devices"}, "no such competency"),
        ({"level": "platinum"}, "no such competency at this level"),
        ({"reason": " "}, "This field is required"),
    ],
)
def test_a_refusal_comes_with_the_first_look(spencer, contoso, changes, message):
    assert message in text_of(spencer.post(ADD, asked(contoso, **changes)))


def test_ending_one_shows_what_holds_without_it(spencer, world, contoso):
    placed = world.override(contoso)
    address = reverse("admin:competencies_override_end", args=[placed.pk])
    page = text_of(spencer.post(address, {"reason": "It came"}))
    assert "not attained today" in page
    assert "Override of Gold in Cloud" not in page
    looked_and_confirmed(spencer, address, {"reason": "It came"})
    placed.refresh_from_db()
    assert placed.ended_reason == "It came"
    assert "ended already" in looked_again(spencer, address)


def looked_again(client, address):
    return text_of(looked_and_confirmed(client, address, {"reason": "Once more"}))


def shown(client, **query):
    page = client.get("/admin/competencies/override/", query)
    return [row.pk for row in page.context["cl"].result_list]


def test_one_that_is_over_is_not_offered_to_be_ended(spencer, world, contoso):
    placed = world.override(contoso)
    page = reverse("admin:competencies_override_change", args=[placed.pk])
    end = reverse("admin:competencies_override_end", args=[placed.pk])
    assert end in text_of(spencer.get(page))
    overrides.end(override=placed, reason="Recognised", on=world.on, by=world.users["spencer"])
    assert end not in text_of(spencer.get(page))


def test_it_is_called_by_the_names_of_the_programme(spencer, world, contoso):
    placed = world.override(contoso)
    text = text_of(spencer.get(reverse("admin:competencies_override_change", args=[placed.pk])))
    assert "Contoso: Gold in Cloud, until" in text
    assert ">Gold<" in text_of(spencer.get(reverse("admin:competencies_override_changelist")))


def test_the_list_is_narrowed_by_state_and_competency(spencer, world, contoso):
    soon = world.override(contoso, until=world.on + timedelta(days=14))
    late = world.override(contoso, "data", "silver")
    over = world.override(contoso, "devices", "silver")
    overrides.end(override=over, reason="Done", on=world.on, by=world.users["spencer"])
    assert shown(spencer) == [over.pk, late.pk, soon.pk]
    assert shown(spencer, state="open") == [soon.pk, late.pk]
    assert shown(spencer, state="ending") == [soon.pk]
    assert shown(spencer, state="ended") == [over.pk]
    assert shown(spencer, competency="data") == [late.pk]


def test_the_choices_are_in_the_readers_language(world, db):
    from competencies.override_admin import competencies, levels

    with in_language("zh-hant"):
        assert ("cloud", "雲端") in competencies()
        assert ("gold", "金級") in levels()


@pytest.mark.postgres
def test_the_filters_are_found_by_their_indexes(world):
    spencer, firms = User.objects.get(name="Spencer"), list(Organisation.objects.all())
    Override.objects.bulk_create(
        Override(
            organisation=firms[number % 2], competency=f"c{number % 400}", level="gold", reason="x",
            starts_on=today(), until=today() + timedelta(days=1 + number % 150), placed_by=spencer,
            placed_on=today(), ended_on=today() if number % 10 else None, ended_by=spencer if number % 10 else None,
        )
        for number in range(2000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE competencies_override")
        for kind in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
    ending = Override.objects.ending(today(), within=14).order_by("until", "pk")
    assert "override_running" in ending[:50].explain()
    assert "override_of_competency" in Override.objects.filter(competency="c3").order_by("-pk")[:50].explain()
