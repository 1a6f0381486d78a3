"""Everything can be reached and used with the keyboard alone."""

FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    return {text: (at.innerText || at.getAttribute('aria-label') || at.name || '').trim(),
            seen: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
            top: at.getBoundingClientRect().top};
}"""


def test_the_skip_link_is_first_and_leads_to_the_content(visit, paths):
    page = visit().open(paths["detail"])
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == "Competencies"
    assert page.locator(":focus").evaluate("each => each.closest('main') !== null")


def test_every_stop_is_visible_and_not_covered(visit, paths):
    page = visit(viewport={"width": 1280, "height": 700}).open(paths["detail"])
    bar = page.locator(".topbar").bounding_box()["height"]
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(focus["text"])
        assert focus["seen"], focus
        inside = page.locator(":focus").evaluate("each => each.closest('main') !== null")
        assert not inside or focus["top"] >= bar - 1, focus
    assert any("nearly count" in stop for stop in stops)
    assert "The same as a table" in stops


def test_a_flyout_opens_closes_and_gives_the_focus_back(visit, paths):
    page = visit().open(paths["list"])
    button = page.locator("[popovertarget=account]")
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#account").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#account").is_visible()
    assert button.evaluate("each => each === document.activeElement")


def test_a_fold_opens_by_the_keyboard(visit, paths):
    page = visit().open(paths["detail"])
    page.locator("summary", has_text="The same as a table").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[scope=row]", has_text="Gold membership").is_visible()


def test_the_menu_of_a_small_screen(visit, paths):
    page = visit(viewport={"width": 360, "height": 700}).open(paths["list"])
    assert not page.locator("#nav").is_visible()
    page.locator("[popovertarget=nav]").focus()
    page.keyboard.press("Enter")
    page.locator("#nav a", has_text="My achievements").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")
