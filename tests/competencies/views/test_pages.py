"""What the pages tell to whom (A5, A7, D2, E4)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.html import escape

from competencies.actions import affiliations
from competencies.models import Feed, FeedRun, Standing
from competencies.published import NoProgramme
from tests.world import EDITION, World

pytestmark = pytest.mark.django_db

ALERT = "has put your membership renewal eligibility at risk"


@pytest.fixture
def world() -> World:
    return World.populated()


@pytest.fixture
def read(client, world):
    """The page as somebody sees it."""

    def opened(user: str, organisation: str, view: str, *arguments: str) -> str:
        client.force_login(world.users[user])
        public_id = world.organisations[organisation].public_id
        answer = client.get(reverse(f"competencies:{view}", args=[public_id, *arguments]))
        assert answer.status_code == 200
        return answer.content.decode()

    return opened


def test_the_page_of_a_competency_names_who_makes_it_so(read):
    page = read("ada", "Contoso", "detail", "cloud")
    assert "Pia" in page
    assert "Attained since" in page
    assert "What changed here" in page


@pytest.mark.parametrize("key", ["cloud.x", "雲端", "50% & more?#1", "a b"])
def test_a_competency_has_a_page_whatever_its_key(client, monkeypatch, key):
    document = EDITION.replace("key: cloud\n", f'key: "{key}"\n')
    monkeypatch.setattr("tests.world.EDITION", document)
    world = World.populated()
    client.force_login(world.users["ada"])
    arguments = [world.organisations["Contoso"].public_id]
    page = reverse("competencies:detail", args=[*arguments, key])
    listing = client.get(reverse("competencies:list", args=arguments))
    assert f'href="{escape(page)}"' in listing.content.decode()
    assert "Pia" in client.get(page).content.decode()


def test_a_former_employer_learns_nothing_of_the_new_one(read):
    for view, *arguments in (["list"], ["detail", "cloud"], ["my_achievements"]):
        assert "Fabrikam" not in read("ada", "Contoso", view, *arguments)
    assert "has not been associated with Contoso" in read("ada", "Contoso", "detail", "cloud")


def test_people_see_where_their_own_achievements_are(read):
    page = read("leo", "Contoso", "my_achievements")
    assert "Fabrikam" in page
    assert "Not associated with Contoso, so it counts for nothing here." in page
    assert "fills a place for silver" in read("leo", "Fabrikam", "my_achievements")


def test_my_achievements_are_nobody_elses(read):
    assert "cloud-basic" not in read("leo", "Contoso", "my_achievements")


def test_nothing_held_is_an_empty_state(read):
    assert "No transcript is linked to your account yet" in read("ada", "Contoso", "my_achievements")


@pytest.mark.parametrize(
    ("user", "sees"), [("ada", True), ("mina", True), ("rolf", False), ("rita", False), ("nora", False)]
)
def test_admins_and_membership_managers_see_the_alert(world, read, user, sees):
    for name in ("erik", "pia"):
        affiliations.sever(user=world.users[name], on=world.on, by=world.users[name])
    assert (ALERT in read(user, "Contoso", "my_achievements")) is sees


@pytest.mark.parametrize(("user", "sees"), [("fay", True), ("leo", False)])
def test_without_a_paid_term_a_lost_level_is_told_quietly(world, read, user, sees):
    affiliations.sever(user=world.users["leo"], on=world.on, by=world.users["leo"])
    page = read(user, "Fabrikam", "my_achievements")
    assert ALERT not in page
    assert ("Silver in Cloud has not been attained since" in page) is sees
    assert (
        reverse("competencies:detail", args=[world.organisations["Fabrikam"].public_id, "cloud"]) in page
    ) is sees


def test_with_a_term_the_alert_says_it_alone(world, read):
    for name in ("erik", "pia"):
        affiliations.sever(user=world.users[name], on=world.on, by=world.users[name])
    assert "has not been attained since" not in read("ada", "Contoso", "list")


def test_a_loss_is_told_on_the_page_of_its_competency_without_leading_there(world, read):
    affiliations.sever(user=world.users["leo"], on=world.on, by=world.users["leo"])
    page = read("fay", "Fabrikam", "detail", "cloud")
    assert "Silver in Cloud has not been attained since" in page
    assert "See what is missing" not in page


def test_an_organisation_that_is_due_is_reviewed_first(client, world, read):
    contoso = world.organisations["Contoso"]
    Standing.objects.filter(pk=contoso.pk).update(next_review_on=world.on, stages={})
    read("ada", "Contoso", "list")
    standing = Standing.objects.get(pk=contoso.pk)
    assert standing.reviewed_on == world.on
    assert standing.stages


def test_a_competency_that_the_edition_does_not_have(client, world):
    client.force_login(world.users["ada"])
    public_id = world.organisations["Contoso"].public_id
    assert client.get(reverse("competencies:detail", args=[public_id, "none"])).status_code == 404


def test_before_any_edition_there_is_nothing_to_judge(client, world, monkeypatch):
    def nothing(_organisation, *, as_of):
        raise NoProgramme

    monkeypatch.setattr("competencies.views.listing.at_hand", nothing)
    client.force_login(world.users["ada"])
    answer = client.get(reverse("competencies:list", args=[world.organisations["Contoso"].public_id]))
    assert answer.status_code == 503
    assert "No edition of the programme has been published yet" in answer.content.decode()


def test_a_filter_that_fits_nothing_says_what_to_do(client, world):
    client.force_login(world.users["rolf"])
    address = reverse("competencies:list", args=[world.organisations["Contoso"].public_id])
    assert "No competency fits this filter" in client.get(address, {"q": "zzz"}).content.decode()
    answer = client.get(address, {"q": "<script>", "stage": "'", "lapses": "x"})
    assert "<script>" not in answer.content.decode()


def test_a_report_viewer_reads_names_but_no_addresses(read):
    page = read("rolf", "Contoso", "detail", "cloud")
    assert "Pia" in page
    assert "pia@" not in page
    assert "MC-" not in page


FRESH = ("Certifications as of", "Sales as of", "Attestations as of")


@pytest.fixture
def loaded(world):
    """Each feed was loaded, with files made late on an evening, when it was a day later here."""
    for day, feed in enumerate(Feed.values, start=1):
        moment = datetime(2018, 3, day, 23, 30, tzinfo=UTC)
        FeedRun.objects.create(
            feed=feed, stage="finished", size=1, generated_at=moment, started_at=moment, finished_at=moment
        )


def test_the_pages_say_as_of_when_their_figures_are(loaded, read):
    for page in (read("rolf", "Contoso", "list"), read("rolf", "Contoso", "detail", "cloud")):
        assert 'Certifications as of <time datetime="2018-03-02">2 March 2018</time>' in page
        assert 'Sales as of <time datetime="2018-03-04">4 March 2018</time>' in page
        assert 'Attestations as of <time datetime="2018-03-05">' in page


def test_who_sees_only_their_own_achievements_reads_nothing_of_sales(loaded, read):
    page = read("erik", "Contoso", "my_achievements")
    assert [words in page for words in FRESH] == [True, False, False]


def test_feeds_that_were_never_loaded_are_not_named(read):
    for page in (read("ada", "Contoso", "list"), read("ada", "Contoso", "detail", "cloud")):
        assert not any(words in page for words in FRESH)
