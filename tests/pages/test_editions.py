"""Editions in a browser: the staff's pages about a file on its way, and the partner's about what is to come."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from competencies.actions import drafts
from competencies.jobs import work_out_effects
from competencies.models import EditionDraft, EditionEffect
from tests.pages.conftest import edition_of_today

LOOKS = [(1280, "light", "en"), (360, "dark", "zh-hant")]


def later(key: str, day, *changes) -> str:
    """The edition of this world with another name and day, and these changes."""
    text = edition_of_today()
    first = next(line for line in text.splitlines() if line.startswith("effective_from:"))
    name = next(line for line in text.splitlines() if line.startswith("edition:"))
    for old, new in ((first, f"effective_from: {day}"), (name, f'edition: "{key}"'), *changes):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def pages(world) -> dict[str, str]:
    """A draft with a slip, a good one with its effect, a published edition, and the list of its organisations."""
    petra = world.manager()
    on, day = world.on, world.on + timedelta(days=20)
    by = {"on": on, "by": petra}
    changes = [("people: 2", "people: 5")]
    drafts.upload(file_name="slip.yaml", document=later("slip", day, ("kind: flow", "kind: river")), **by)
    good = drafts.upload(file_name="good.yaml", document=later("good", day, *changes), **by)
    drafts.work_out(draft=good, **by)
    told = drafts.upload(
        file_name="told.yaml", document=later("told", day + timedelta(days=60), *changes), **by
    )
    published = drafts.publish(draft=told, version=1, reason="The new year.", **by)
    work_out_effects(as_of=on)
    slip = EditionDraft.objects.get(file_name="slip.yaml")
    effect = EditionEffect.objects.get(edition=published)
    admin = "/admin/competencies"
    return {
        "drafts": f"{admin}/editiondraft/",
        "slip": f"{admin}/editiondraft/{slip.pk}/change/",
        "good": f"{admin}/editiondraft/{good.pk}/change/",
        "publish": f"{admin}/editiondraft/{good.pk}/publish/",
        "published": f"{admin}/programmeedition/{published.pk}/change/",
        "organisations": f"{admin}/editioneffect/{effect.pk}/organisations/",
    }


def look(page) -> None:
    findings = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in findings] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate("document.querySelectorAll('[style], style').length") == 0


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_look(visit, world, pages, width, scheme, language):
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "language": language}
    petra = visit("petra", **options)
    for path in pages.values():
        page = petra.open(path)
        assert petra.complaints == [], path
        look(page)
        # axe asks anew for the style sheets that the administration's own import, which the policy refuses to it.
        petra.complaints.clear()
    ada = visit("ada", **options)
    home = f"/o/{world.organisations['Contoso'].public_id}"
    for path in ("competencies/", "coming-editions/"):
        look(ada.open(f"{home}/{path}"))
    assert ada.complaints == []
