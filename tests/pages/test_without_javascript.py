"""Every page works without JavaScript."""

import pytest

from competencies.actions import transcripts
from competencies.models import Transcript
from tests.pages.steps import follow


@pytest.fixture
def page_of(visit, paths):
    visitor = visit(java_script_enabled=False)
    return lambda name: visitor.open(paths[name])


def test_the_verdict_comes_before_its_reasons(page_of):
    page = page_of("detail")
    text = page.locator("main").inner_text()
    order = [
        "put your membership renewal eligibility at risk",
        "Held only by an override",
        "When it holds",
        "1 of 2 requirements met",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "1 place open." in text
    assert "What changed here" in text


def test_the_alert_is_on_every_page_of_those_who_must_see_it(page_of, visit, paths):
    sentence = "has put your membership renewal eligibility at risk"
    names = ("home", "list", "detail", "alternatives", "own", "claim", "report missing", "dispute", "skills")
    for name in (*names, "performance", "notifications"):
        assert page_of(name).locator(".risk", has_text=sentence).count() == 1, name
    assert visit("erik").open(paths["own"]).locator(".risk").count() == 0


def test_the_filter_is_a_form(page_of):
    page = page_of("list")
    page.fill("#q", "Team")
    follow(page, "main form button")
    assert page.locator("tbody tr").count() == 1
    page.select_option("#stage", "not-started")
    follow(page, "main form button")
    assert page.get_by_text("No competency fits this filter").is_visible()
    follow(page, "text=Show all competencies")
    assert page.locator("tbody tr").count() == 2


def test_the_language_is_a_form(page_of):
    page = page_of("detail")
    page.click("[popovertarget=languages]")
    follow(page, "#languages button[value=zh-hant]")
    assert page.locator("h1").inner_text() == "團隊"
    assert page.get_by_text("您的專長認證成就最近的變更，已經對您的會員續約資格產生風險。").is_visible()


def test_switching_the_organisation(page_of):
    page = page_of("list")
    page.click("[popovertarget=organisations]")
    follow(page, "#organisations a:has-text('Fabrikam')")
    assert page.locator("h1").inner_text() == "Fabrikam"
    assert page.locator(".sidenav a").count() == 3


def test_signing_out(page_of):
    page = page_of("list")
    page.click("[popovertarget=account]")
    follow(page, "#account button")
    page.wait_for_url("**/accounts/login/**")


def test_a_fold_opens(page_of):
    page = page_of("detail")
    page.click("summary:has-text('The same as a table')")
    assert page.locator("th", has_text="Gold · override").is_visible()


def test_a_transcript_is_claimed_associated_and_severed_by_forms_alone(visit, world):
    transcripts.record(mcid="MC-new", access_code="s3cret", on=world.on, by=None)
    world.achievement(Transcript.objects.get(mcid="MC-new"), "70-1")
    world.account(world.organisations["Contoso"], "nora")
    page = visit("nora", java_script_enabled=False).open(f"/o/{world.organisations['Contoso'].public_id}/me/")
    follow(page, "main a:has-text('Claim a transcript') >> nth=0")
    page.fill("[name=mcid]", "MC-new")
    page.fill("[name=access_code]", "s3cret")
    follow(page, "main button[type=submit]")
    page.check("[name=achievement]")
    follow(page, "main button:has-text('Associate the chosen')")
    assert page.locator("td[data-label='Associated with']").inner_text() == "Contoso"
    page.check("[name=achievement]")
    follow(page, "[formaction]")
    page.check("[name=agree]")
    follow(page, "main button[type=submit]")
    assert page.locator("td[data-label='Associated with']").inner_text() == "nobody yet"


def test_a_notification_is_marked_as_read_by_a_button(page_of):
    page = page_of("notifications")
    unread = page.locator(".notices .tag").count()
    assert unread == page.locator(".notices li").count() > 0
    follow(page, page.locator(".notices button").first)
    assert page.locator(".notices .tag").count() == unread - 1
    follow(page, "text=Mark all as read")
    assert page.locator(".notices .tag").count() == 0


def test_settings_are_a_form(page_of):
    page = page_of("settings")
    page.check("input[name=renewal-risk][value=daily]")
    follow(page, "text=Keep these settings")
    assert page.get_by_text("Your settings are kept.").is_visible()
    assert page.is_checked("input[name=renewal-risk][value=daily]")
