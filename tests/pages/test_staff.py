"""The administration as staff sees it: axe finds nothing, nothing scrolls sideways, the policy refuses nothing."""

import pytest
from django.urls import reverse

from competencies.jobs import count_partners
from competencies.models import FeedRun
from partners.clock import now
from partners.models import StaffRole
from tests.pages.test_accessible import look


@pytest.fixture
def staff_paths(world) -> list[str]:
    """The overview with everything on it, a list with filters, the feeds, and one that is being loaded."""
    world.user("sam", domain="vendor.example", role=StaffRole.SUPPORT)
    world.order(world.organisations["Fabrikam"], "action-pack")
    count_partners(as_of=world.on)
    moment = now()
    going = FeedRun.objects.create(
        feed="readings", stage="merging", name="readings.csv", size=9, offset=9, line=9, merged_line=3, bad=2,
        generated_at=moment, started_at=moment,
    )  # fmt: skip
    return [
        "/admin/",
        f"{reverse('admin:competencies_standing_changelist')}?risk=any",
        reverse("admin:competencies_feedrun_changelist"),
        f"{reverse('admin:competencies_feedrun_change', args=[going.pk])}?look=no",
    ]


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("zh-hant", "dark", 360)],
)
def test_the_administration(visit, staff_paths, language, scheme, width):
    visitor = visit("sam", language=language, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in staff_paths:
        page = visitor.open(path)
        assert visitor.complaints == [], path
        look(page)
        # What axe itself asks for is no complaint of the page.
        visitor.complaints.clear()
