"""Find a partner, a partner's page, comparing and the badge, as customers meet them (F1, F2, F3)."""

import json
import re
import uuid
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from memberships.actions import profiles, terms
from memberships.directory import search
from memberships.jobs import file_listings
from memberships.models import Listing
from memberships.presenters import badge
from partners.pace import Pace
from tests.memberships.directory.conftest import PARTNERS
from tests.memberships.files import picture
from tests.world import World

pytestmark = pytest.mark.django_db


def page(client, path: str, **query) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def read_xml(text):
    """What the portal itself wrote: nobody else's XML comes here."""
    return fromstring(text)  # noqa: S314


def names(text: str) -> list[str]:
    return re.findall(r'<h3 id="r-[^"]*"><a href="[^"]*">([^<]*)</a>', text)


def key_of(name: str) -> str:
    return str(Listing.objects.get(name=name).public_id)


@pytest.fixture
def world(db):
    """On the day itself, since pages read the clock."""
    return World()


@pytest.fixture
def contoso(world):
    """Published, with a gold term that shows Cloud, and a logo."""
    made = world.organisation("Contoso")
    for name in ("pia", "olaf"):
        world.employee(made, name, "cloud-expert")
    world.term(made, "gold")
    world.listing(made, website="https://contoso.example", industries=["retail"], logo=picture(size=(30, 20)))
    return made


# ---- the list ----


def test_partners_are_found_by_words_and_filters(client, directory):
    text = page(client, "/find/", q="crm", industry="manufacturing")
    assert names(text) == ["Northwind Traders", "Fabrikam"]
    assert "2 partners" in text
    assert "<mark>CRM</mark>" in text
    assert '<option value="manufacturing" selected>' in text


def test_in_chinese_by_pairs_of_characters(client, directory):
    client.cookies["django_language"] = "zh-hant"
    text = page(client, "/find/", q="雲端", country="TW")
    assert names(text) == ["雲端先鋒", "Trey Research"]
    assert "<mark>雲端</mark>平台" in text


def test_the_address_tells_everything_and_always_in_the_same_way(client, directory):
    text = page(client, "/find/?level=silver&level=gold&q=crm&country=BE&nonsense=1&industry=no-such")
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', text).group(1)
    assert canonical == "http://testserver/find/?q=crm&amp;level=gold&amp;level=silver&amp;country=BE"
    assert names(page(client, "/find/?q=crm&level=gold&level=silver&country=BE")) == names(text)


def test_clearing_the_filters_keeps_the_words_and_who_was_chosen(client, directory):
    text = page(client, "/find/", q="crm", country="BE", level="gold", partner=[key_of("Fabrikam")])
    assert f'href="/find/?q=crm&amp;partner={key_of("Fabrikam")}">Clear</a>' in text


def test_pages_follow_each_other_by_key(client, directory, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 3)
    met, text = [], page(client, "/find/")
    while True:
        met += names(text)
        more = re.search(r'href="([^"]*)" rel="next"', text)
        if not more:
            break
        text = page(client, more.group(1).replace("&amp;", "&"))
    assert sorted(met) == sorted(PARTNERS)
    assert len(met) == len(set(met))


@pytest.mark.parametrize("after", ["x", "0.x", "9.00000000-0000-0000-0000-000000000000", "0." + "0" * 32, ""])
def test_a_page_behind_somebody_who_is_gone_begins_anew(client, directory, after):
    answer = client.get("/find/", {"q": "crm", "after": after})
    assert (answer.status_code, answer["Location"]) == (302, "/find/?q=crm")


@pytest.mark.parametrize(
    "query", ["", "?q=%00", "?q=" + "x" * 5000, "?level=x&country=zz", "?partner=x", "?q=%27%22%3C"]
)
def test_no_address_breaks_it(client, directory, query):
    assert client.get(f"/find/{query}").status_code == 200


def test_names_like_the_words_are_offered_where_nothing_has_them(client, directory):
    text = page(client, "/find/", q="adventrue wroks")
    assert names(text) == ["Adventure Works"]
    assert "names like them" in text


def test_the_count_stops_at_a_thousand(client, directory, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    monkeypatch.setattr("memberships.presenters.results.COUNTED", 2)
    assert "1,000+ partners" in page(client, "/find/")


def test_what_has_no_words_is_not_looked_for_and_says_so(client, directory):
    text = page(client, "/find/", q="😀 !")
    assert "It has no words to look for." in text
    assert len(names(text)) == len(PARTNERS)
    assert "It has no words" not in page(client, "/find/", q="crm")


@pytest.mark.parametrize(
    ("levels", "told"),
    [("gggss", "and 3 more"), ("gssss", '</svg>Silver</span><span class="small">3 more')],
)
def test_what_has_no_room_is_counted_under_a_level_only_if_all_have_it(client, contoso, levels, told):
    shown = [(f"c{place}", {"g": "gold", "s": "silver"}[level], "") for place, level in enumerate(levels)]
    Listing.objects.update(shown=shown)
    text = page(client, "/find/")
    assert told in text
    assert text.count("metal-small") == 2 + 2 + (levels == "gssss")


def test_who_fits_nothing_is_told_what_to_do(client, directory):
    assert '<h2 id="results">0 partners</h2>' in page(client, "/find/", q="zzzqqq")
    assert "Ask for less" in page(client, "/find/", q="submarines")


def test_what_is_over_is_not_shown_even_before_it_is_filed_anew(client, contoso):
    assert "Cloud" in page(client, "/find/")
    Listing.objects.update(shown_until="2001-01-01")
    assert (
        "metal-gold metal-small"
        not in page(client, "/find/").partition("</form>")[2].partition("find-filters")[0]
    )
    assert 'class="plain result-marks"' not in page(client, "/find/")


def test_whoever_searches_too_fast_is_told_to_wait(client, directory, settings, monkeypatch, security_log):
    """Others go on, nothing is asked of the database, and the way back is the search itself (F5)."""
    monkeypatch.setattr("memberships.views.find.SEARCHES", Pace())
    monkeypatch.setattr("memberships.views.find.now", lambda: datetime(2027, 3, 1, 12, tzinfo=UTC))
    settings.SEARCHES_A_MINUTE = 2
    for _ in range(2):
        page(client, "/find/", q="crm")
    with CaptureQueriesContext(connection) as asked:
        refused = client.get("/find/", {"q": "crm", "country": "BE"})
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "60", "no-store")
    assert "Wait a minute" in refused.content.decode()
    assert 'href="/find/?q=crm&amp;country=BE"' in refused.content.decode()
    assert not asked.captured_queries
    assert security_log.events() == ["limited"]
    assert client.get("/find/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_search_writes_nothing(client, directory):
    """Counting costs no query: what is asked is the programme, and the page (F5)."""
    page(client, "/find/")
    with CaptureQueriesContext(connection) as asked:
        page(client, "/find/")
    assert [each["sql"].split()[0] for each in asked.captured_queries] == ["SELECT", "SELECT"]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_whoever_has_a_session_is_shown_the_same(client, directory, monkeypatch, language):
    """Without one the page is filled into a pattern; with one its template is drawn in the ordinary way."""
    monkeypatch.setattr(search, "PAGE", 3)
    client.cookies["django_language"] = language
    chosen = [key_of("Fabrikam"), key_of("Contoso")]
    more = page(client, "/find/").partition('" rel="next"')[0].rpartition("?after=")[2]
    for query in (
        {}, {"after": more}, {"q": 'crm "50 %"'}, {"q": "contosso"}, {"partner": chosen}, {"q": "submarines"},
        {"competency": "cloud", "level": ["gold", "silver"], "country": "BE", "industry": "retail"},
    ):  # fmt: skip
        texts = []
        for cookie in ("", "of nobody"):
            client.cookies["sessionid"] = cookie
            if not cookie:
                del client.cookies["sessionid"]
            texts.append(re.sub(r'(middlewaretoken" value=")[^"]*', r"\1", page(client, "/find/", **query)))
        assert texts[0].strip() == texts[1].strip(), query


@pytest.mark.parametrize("size", [1, 8])
@pytest.mark.parametrize(("query", "most"), [({}, 2), ({"q": "crm"}, 5)])
def test_as_many_queries_for_many(
    client, directory, monkeypatch, django_assert_max_num_queries, size, query, most
):
    page(client, "/find/", **query)
    monkeypatch.setattr(search, "PAGE", size)
    with django_assert_max_num_queries(most):
        page(client, "/find/", **query)


# ---- a partner's page ----


def test_the_page_shows_what_the_term_displays_today(client, world, contoso):
    text = page(client, f"/find/{key_of('Contoso')}/")
    assert "Gold member" in text
    assert "Attained on" in text
    term = contoso.terms.get()
    terms.end(term=term, reason="Refund", on=world.on, by=world.manager())
    text = page(client, f"/find/{key_of('Contoso')}/")
    assert "Gold" not in text
    assert "No silver or gold membership" in text


def test_links_out_are_marked_as_what_a_partner_typed(client, contoso):
    text = page(client, f"/find/{key_of('Contoso')}/")
    assert (
        '<a href="https://contoso.example" rel="nofollow ugc noopener noreferrer">contoso.example</a>' in text
    )


def test_what_a_partner_writes_is_only_text(client, world):
    evil = '<script>alert(1)</script> "quoted" </script><i>'
    world.listing(world.organisation("Evil"), description=evil)
    text = page(client, f"/find/{key_of('Evil')}/")
    assert "<script>alert" not in text
    assert "<i>" not in text
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL).group(1)
    assert json.loads(told)["description"] == evil
    assert "<mark>alert</mark>" in page(client, "/find/", q="alert")
    assert "<script>alert" not in page(client, "/find/", q="script")


def test_machines_read_the_same(client, contoso):
    key = key_of("Contoso")
    text = page(client, f"/find/{key}/")
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text).group(1))
    assert told["@type"] == "Organization"
    assert told["url"] == f"http://testserver/find/{key}/"
    assert [each["name"] for each in told["hasCredential"]] == ["Gold Cloud"]
    assert told["sameAs"] == ["https://contoso.example"]
    assert "email" not in json.dumps(told)
    assert f'<meta property="og:url" content="http://testserver/find/{key}/">' in text
    assert '<meta property="og:title" content="Contoso">' in text
    assert f'<meta property="og:image" content="http://testserver/find/{key}/logo/' in text


def test_contacts_are_nowhere(client, contoso):
    key = key_of("Contoso")
    for path in ("/find/", f"/find/{key}/", f"/find/compare/?partner={key}"):
        assert "office@" not in page(client, path)
        assert "Olga" not in page(client, path)


def test_the_published_logo_may_be_kept_for_ever(client, contoso):
    listing = Listing.objects.get()
    answer = client.get(reverse("memberships:logo", args=[listing.public_id, listing.logo.digest]))
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/png", True)
    assert client.get(reverse("memberships:logo", args=[listing.public_id, "0" * 32])).status_code == 404


@pytest.mark.parametrize("path", ["", "badge/en.svg"])
def test_who_has_withdrawn_is_not_there(client, world, contoso, path):
    listing = Listing.objects.get()
    address = f"/find/{listing.public_id}/{path}"
    assert client.get(address).status_code == 200
    profiles.withdraw(profile=listing.profile, on=world.on, by=world.promoter(contoso))
    assert client.get(address).status_code == 404


def test_the_title_tells_partners_searches_and_editions_apart(client, contoso):
    def title(path: str, **query) -> str:
        return re.search(r"<title>([^<]*)</title>", page(client, path, **query)).group(1)

    assert title("/find/") == "Find a partner · Assay"
    assert title("/find/", q="<crm>") == "Find a partner: &lt;crm&gt; · Assay"
    assert title(f"/find/{key_of('Contoso')}/").startswith("Contoso, ")


@pytest.mark.parametrize("path", ["/accounts/login/", "/no-such-page/"])
def test_whoever_is_not_signed_in_finds_the_way_to_the_directory(client, db, path):
    assert '<a class="topbar-button" href="/find/">' in client.get(path).content.decode()


# ---- comparing ----


def test_up_to_three_stand_side_by_side(client, directory):
    keys = [key_of(name) for name in ("Contoso", "Fabrikam", "Adventure Works", "Trey Research")]
    text = page(client, "/find/compare/", partner=keys)
    assert re.findall(r'<th scope="col">.*?<a [^>]*>([^<]*)</a>', text) == [
        "Contoso",
        "Fabrikam",
        "Adventure Works",
    ]
    assert "Three partners fit" in text


def test_what_is_chosen_is_carried_through_the_list(client, directory):
    key = key_of("Fabrikam")
    text = page(client, "/find/", partner=[key], country="BE")
    assert f'value="{key}" checked' in text
    assert "Chosen before" in text


def test_a_page_opened_while_comparing_adds_its_partner_to_those_chosen_before(client, directory):
    contoso, fabrikam = key_of("Contoso"), key_of("Fabrikam")
    listed = page(client, "/find/", partner=[contoso])
    assert f'href="/find/{fabrikam}/?partner={contoso}"' in listed
    opened = page(client, f"/find/{fabrikam}/", partner=[contoso, "nonsense"])
    assert f'href="/find/compare/?partner={contoso}&amp;partner={fabrikam}"' in opened
    assert f'<link rel="canonical" href="http://testserver/find/{fabrikam}/">' in opened


@pytest.mark.parametrize("path", ["compare", "request"])
def test_who_chose_a_partner_that_is_gone_is_told_so(client, directory, path):
    key, told = key_of("Contoso"), "is not in the directory any more"
    assert told not in page(client, f"/find/{path}/", partner=[key])
    assert told in page(client, f"/find/{path}/", partner=[key, str(uuid.uuid4())])


def test_a_partner_who_is_gone_is_left_out(client, directory):
    text = page(
        client, "/find/compare/", partner=[key_of("Contoso"), "00000000-0000-0000-0000-000000000000", "x"]
    )
    assert "Compare without Contoso" in text
    assert "No partner is chosen" in page(client, "/find/compare/", partner=["x"])


def test_comparing_asks_as_much_for_three_as_for_one(client, directory, django_assert_max_num_queries):
    for chosen in (["Contoso"], ["Contoso", "Fabrikam", "Adventure Works"]):
        keys = [key_of(name) for name in chosen]
        with django_assert_max_num_queries(6):
            page(client, "/find/compare/", partner=keys)


# ---- the badge ----


def test_the_badge_is_a_picture_for_any_site_and_five_minutes_old_at_most(client, contoso):
    client.cookies["django_language"] = "zh-hant"
    answer = client.get(f"/find/{key_of('Contoso')}/badge/en.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Vary" not in answer
    assert not answer.cookies
    drawing = answer.content.decode()
    read_xml(drawing)
    assert "Gold member" in drawing
    assert "Gold · Cloud" in drawing


def test_the_badge_speaks_the_language_of_its_address(client, contoso):
    assert "金級" in client.get(f"/find/{key_of('Contoso')}/badge/zh-hant.svg").content.decode()
    assert client.get(f"/find/{key_of('Contoso')}/badge/xx.svg").status_code == 404


def test_after_the_term_the_badge_says_so(client, world, contoso):
    terms.end(term=contoso.terms.get(), reason="Refund", on=world.on, by=world.manager())
    drawing = client.get(f"/find/{key_of('Contoso')}/badge/en.svg").content.decode()
    assert "No silver or gold membership today" in drawing
    assert "Gold" not in drawing


def test_the_badge_cuts_no_competency_of_the_programme():
    longest = "Silver · Cloud Customer Relationship Management"
    assert badge.fitting(longest, badge.ROOM) == longest
    assert badge.Line(0, longest).squeezed
    assert not badge.Line(0, "Gold · Messaging").squeezed
    assert badge.fitting("雲端" * 20, 11) == "雲端雲端雲…"


def test_a_long_name_fits_into_the_badge(client, world):
    world.listing(world.organisation("<Very> & " + "long " * 30))
    drawing = client.get(f"/find/{Listing.objects.get().public_id}/badge/en.svg").content.decode()
    assert read_xml(drawing) is not None
    assert "…" in drawing


# ---- for search engines ----


def test_the_sitemap_names_every_partner_and_the_catalogue(client, directory):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = read_xml(client.get("/sitemap.xml").content)
    parts = [each.text for each in index.findall(".//s:loc", space)]
    pages = [
        each.text for part in parts for each in read_xml(client.get(part).content).findall(".//s:loc", space)
    ]
    assert {
        f"http://testserver/find/{key}/" for key in Listing.objects.values_list("public_id", flat=True)
    } < set(pages)
    assert "http://testserver/catalogue/first/cloud/" in pages
    assert client.get("/sitemap-99.xml").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_sitemaps_are_parted_by_numbers_that_never_shift(client, directory, monkeypatch):
    monkeypatch.setattr("memberships.views.sitemaps.PART", 3)
    first = Listing.objects.order_by("pk").first().pk
    part = (first - 1) // 3 + 1
    assert str(Listing.objects.get(pk=first).public_id) in client.get(f"/sitemap-{part}.xml").content.decode()


def test_filing_again_changes_nothing(world, directory):
    before = list(Listing.objects.order_by("pk").values_list("position", "words"))
    Listing.objects.update(stale_on=world.on)
    assert file_listings(as_of=world.on) == len(PARTNERS)
    assert list(Listing.objects.order_by("pk").values_list("position", "words")) == before
