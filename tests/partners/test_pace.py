"""How often an origin may ask, by counts of one process (F5)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from partners import pace
from partners.pace import Pace, origin

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def allowed(paced: Pace, times: int, *, seconds: float = 0, who: str = "a", most: int = 4) -> int:
    """How many of so many requests pass."""
    return sum(paced.allows(who, most, at=NOON + timedelta(seconds=seconds)) for _ in range(times))


def test_so_many_pass_and_no_more():
    paced = Pace()
    assert [allowed(paced, 3), allowed(paced, 3), allowed(paced, 3)] == [3, 1, 0]


def test_each_origin_has_its_own_count():
    paced = Pace()
    assert [allowed(paced, 5), allowed(paced, 5, who="b")] == [4, 4]


@pytest.mark.parametrize(
    ("seconds", "passing"),
    [(59.9, 0), (60, 0), (74, 0), (75, 1), (90, 2), (105, 3), (119.9, 3), (120, 4), (600, 4)],
)
def test_the_minute_slides(seconds, passing):
    """Of four asked in the minute before, as many count as the last sixty seconds reach into it."""
    paced = Pace()
    allowed(paced, 4)
    assert allowed(paced, 9, seconds=seconds) == passing


def test_whoever_goes_on_asking_is_let_through_at_the_pace_of_the_limit():
    paced = Pace()
    steady = sum(allowed(paced, 1, seconds=second, most=60) for second in range(0, 600, 2))
    hammering = sum(allowed(paced, 3, seconds=second, who="b", most=60) for second in range(600))
    assert steady == 300
    assert 540 <= hammering <= 660


def test_a_clock_that_is_set_back_locks_nobody_out():
    paced = Pace()
    allowed(paced, 4, seconds=600)
    assert allowed(paced, 4) == 4


def test_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(pace, "MOST_ORIGINS", 3)
    paced = Pace()
    assert [allowed(paced, 5, who=str(number)) for number in range(5)] == [4, 4, 4, 5, 5]
    assert allowed(paced, 1, who="0") == 0


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (0, "198.51.100.7", "203.0.113.9"),  # nobody is believed
        (1, "198.51.100.7, 192.0.2.1", "192.0.2.1"),  # what the trusted proxy saw, not what it was told
        (1, None, "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),  # whoever has a network has many addresses
        (1, "2001:db8:1:2::9", "2001:db8:1:2::"),
        (2, "192.0.2.1", ""),
        (1, "nonsense", ""),
    ],
)
def test_where_a_request_comes_from(settings, proxies, header, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    told = {} if header is None else {"HTTP_X_FORWARDED_FOR": header}
    assert origin(RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", **told)) == expected
