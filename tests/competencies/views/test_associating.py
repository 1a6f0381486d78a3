"""Associating, moving with consent, following and severing, as the page does it (C4, C5, G12)."""

import pytest
from django.urls import reverse

from competencies.models import Achievement, Affiliation, Association
from partners.models import Role
from tests.world import EDITION, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Contoso with erik, who holds two things and also has an account at Fabrikam."""
    made = World()
    contoso, fabrikam = made.organisation("Contoso"), made.organisation("Fabrikam")
    erik = made.account(contoso, "erik").user
    made.transcript(erik, "cloud-expert", "data-basic")
    made.join(fabrikam, erik)
    return made


@pytest.fixture
def send(client, world):
    """Send a form of My achievements as erik; returns the page at which that ends."""
    client.force_login(world.users["erik"])

    def sent(name: str, organisation: str = "Contoso", **data):
        page = reverse(f"competencies:{name}", args=[world.organisations[organisation].public_id])
        return client.post(page, data, follow=True).content.decode()

    return sent


def ids(*credentials: str) -> list[int]:
    return list(Achievement.objects.filter(credential__in=credentials).values_list("pk", flat=True))


def associated() -> set[tuple[str, str]]:
    rows = Association.objects.open()
    return set(rows.values_list("affiliation__organisation__display_name", "achievement__credential"))


def test_chosen_ones(send):
    page = send("associate", achievement=ids("cloud-expert"))
    assert associated() == {("Contoso", "cloud-expert")}
    assert "fills a place for silver (One person)" in page


def test_all_of_them_and_what_comes_later(send):
    page = send("associate", all="1", follows="on")
    assert associated() == {("Contoso", "cloud-expert"), ("Contoso", "data-basic")}
    assert Affiliation.objects.following().exists()
    assert "Later achievements follow by themselves." in page


def test_nothing_chosen_is_said(send):
    assert "Choose at least one achievement first." in send("associate")
    assert "Choose at least one achievement first." in send("sever", achievement="nonsense")
    assert associated() == set()


def test_somebody_elses_cannot_be_chosen(world, send):
    pia = world.account(world.organisations["Contoso"], "pia").user
    world.transcript(pia, "cloud-basic")
    assert "Choose at least one achievement first." in send("associate", achievement=ids("cloud-basic"))


def test_before_it_is_associated_it_says_what_it_would_do(client, world):
    client.force_login(world.users["erik"])
    page = client.get(f"/o/{world.organisations['Contoso'].public_id}/me/").content.decode()
    assert "Once associated:" in page
    assert "fills a place for silver" in page
    assert "Data basics" in page


def test_a_move_is_asked_for_with_what_it_severs(send):
    send("associate", all="1")
    page = send("associate", "Fabrikam", achievement=ids("data-basic"))
    assert "Move your achievements to Fabrikam" in page
    assert "Severed at Contoso" in page
    assert "fills a place for silver" in page
    assert {name for name, _code in associated()} == {"Contoso"}


def test_agreeing_moves_everything_away_and_the_chosen_here(send):
    send("associate", all="1")
    send("associate", "Fabrikam", achievement=ids("data-basic"), agree="on", asked="1")
    assert associated() == {("Fabrikam", "data-basic")}


def test_a_forgotten_box_is_said_beside_it_and_the_choice_stays(send):
    send("associate", all="1")
    page = send("associate", "Fabrikam", achievement=ids("data-basic"), follows="on", asked="1")
    assert "Tick the box if you want to go on." in page
    assert f'name="achievement" value="{ids("data-basic")[0]}"' in page
    assert 'name="follows" value="on"' in page
    assert {name for name, _code in associated()} == {"Contoso"}


def test_levels_are_shown_only_to_who_reads_them_there(world, client, send):
    send("associate", all="1")
    page = send("associate", "Fabrikam", all="1")
    assert "What Contoso would lose" not in page
    contoso, fabrikam = world.organisations["Contoso"], world.organisations["Fabrikam"]
    rolf = world.account(contoso, "rolf", Role.REPORT_VIEWER).user
    world.transcript(rolf, "cloud-expert")
    world.associate(rolf, contoso)
    world.join(fabrikam, rolf)
    client.force_login(rolf)
    page = send("associate", "Fabrikam", all="1")
    assert "What Contoso would lose" in page
    assert "Cloud, gold: lost at once" in page
    assert "Cloud, silver: lost at once" not in page


def test_a_move_too_many_says_when_the_next_is_possible(world, send, settings):
    settings.MOVES_A_YEAR = 1
    send("associate", all="1")
    send("associate", "Fabrikam", all="1", agree="on")
    page = send("associate", all="1")
    assert "The next move is possible on" in page
    assert 'name="agree"' not in page
    send("associate", all="1", agree="on")
    assert {name for name, _code in associated()} == {"Fabrikam"}


def test_severing_is_asked_for_first(send):
    send("associate", all="1")
    page = send("sever", achievement=ids("cloud-expert"))
    assert "No longer associate with Contoso" in page
    assert len(associated()) == 2
    send("sever", achievement=ids("cloud-expert"), agree="on", asked="1")
    assert associated() == {("Contoso", "data-basic")}
    send("sever", all="1", agree="on")
    assert associated() == set()


def test_what_counts_elsewhere_is_not_severed_here(send):
    send("associate", all="1")
    assert "None of these achievements is associated" in send("sever", "Fabrikam", all="1")
    send("sever", "Fabrikam", all="1", agree="on")
    assert len(associated()) == 2


def test_following_can_be_changed_later(send):
    send("associate", all="1")
    send("follow", follows="on")
    assert Affiliation.objects.following().exists()
    send("follow", follows="off")
    assert not Affiliation.objects.following().exists()
    assert "Associate them first" in send("follow", "Fabrikam", follows="on")


def test_the_old_organisation_never_reads_where_to(world, client, send):
    contoso = world.organisations["Contoso"]
    ada = world.account(contoso, "ada", Role.ADMIN).user
    send("associate", all="1")
    send("associate", "Fabrikam", all="1", agree="on")
    client.force_login(ada)
    for page in ("competencies/", "competencies/cloud/", "me/"):
        assert "Fabrikam" not in client.get(f"/o/{contoso.public_id}/{page}").content.decode()


def test_what_the_organisation_would_need_next(world, client):
    contoso = world.organisations["Contoso"]
    pia = world.account(contoso, "pia").user
    world.transcript(pia, "cloud-basic")
    client.force_login(pia)
    page = client.get(f"/o/{contoso.public_id}/me/").content.decode()
    assert "What Contoso would need from you next" in page
    assert "no open place asks for more of it" in page


def test_the_fewest_credentials_that_fill_an_open_place_are_named(client, monkeypatch):
    both = EDITION.replace("each: cloud-expert", "each: {all_of: [cloud-expert, cloud-basic]}")
    monkeypatch.setattr("tests.world.EDITION", both)
    world = World()
    contoso = world.organisation("Contoso")
    pia = world.employee(contoso, "pia", "cloud-basic")
    client.force_login(pia)
    page = client.get(f"/o/{contoso.public_id}/me/").content.decode()
    assert "With Cloud expert you would fill a place for gold." in page
