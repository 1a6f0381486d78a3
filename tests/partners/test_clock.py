"""One day for everybody (decision 7)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from partners.clock import today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 2, 28, 22, 59, tzinfo=UTC), date(2018, 2, 28)),
        (datetime(2018, 2, 28, 23, 0, tzinfo=UTC), date(2018, 3, 1)),
        (datetime(2018, 7, 31, 21, 59, tzinfo=UTC), date(2018, 7, 31)),
        (datetime(2018, 7, 31, 22, 0, tzinfo=UTC), date(2018, 8, 1)),
    ],
)
@pytest.mark.parametrize("activated", [None, "America/New_York", "Asia/Taipei"])
def test_today_is_the_day_in_the_portals_time_zone_whatever_is_active(monkeypatch, moment, day, activated):
    monkeypatch.setattr(timezone, "now", lambda: moment)
    with timezone.override(activated):
        assert today() == day
