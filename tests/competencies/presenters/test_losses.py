"""Which lost level an organisation without a paid term is told of (E4)."""

from datetime import date, timedelta

from django.utils.html import strip_tags

from competencies.presenters.losses import LATELY, loss
from tests.competencies.presenters.worlds import ON, Attained, situation

EARLIER = date(2017, 8, 1)


def period(competency: str, level: str, until: date | None, *, since: date = EARLIER) -> Attained:
    return Attained(competency, level, since, until, ("any-path",))


def told(*attained: Attained):
    found = loss(attained, situation().words)
    return found and (strip_tags(found.sentence), found.more, found.competency)


def test_what_is_attained_is_no_loss():
    assert told() is None
    assert told(period("team", "gold", None)) is None


def test_the_level_the_day_and_how_long_ago():
    found = told(period("team", "gold", ON - timedelta(days=7)))
    assert found == ("Gold in Team work has not been attained since 5 March 2018, 7 days ago.", "", "team")


def test_what_was_lost_longer_ago_is_told_no_more():
    assert told(period("team", "gold", ON - LATELY + timedelta(days=1)))
    assert told(period("team", "gold", ON - LATELY)) is None


def test_a_level_attained_again_is_no_loss():
    assert told(period("team", "gold", ON), period("team", "gold", None, since=ON)) is None


def test_a_competency_that_is_asked_no_more_is_left_out():
    assert told(period("gone", "gold", ON)) is None


def test_the_latest_and_highest_is_named_and_the_others_counted():
    silver, gold = period("either", "silver", ON), period("either", "gold", ON)
    sentence, more, _competency = told(silver, gold, period("team", "gold", ON - timedelta(days=1)))
    assert sentence.startswith("Gold in Either way")
    assert more == "2 more levels were lost lately."


def test_a_level_lost_twice_is_one_loss():
    first, second = period("team", "gold", ON - timedelta(days=30)), ON - timedelta(days=20)
    sentence, more, _competency = told(first, period("team", "gold", ON, since=second))
    assert "12 March 2018" in sentence
    assert more == ""
