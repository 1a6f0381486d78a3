"""The time line: pure geometry, then the lanes of a competency and the table that says the same."""

from datetime import date

from django.utils.html import strip_tags

from competencies.facts import Period
from competencies.presenters.chart import chart
from competencies.presenters.lanes import held_periods, lanes
from competencies.presenters.timeline import Axis, Fill, Lane, Mark, Stretch, draw
from tests.competencies.presenters.worlds import (
    Attained,
    earned,
    gold_term,
    override,
    person,
    reading,
    situation,
)

YEAR = Axis(date(2018, 1, 1), date(2018, 4, 11))  # a hundred days: one per cent each
TODAY = Mark(date(2018, 1, 11), "Today")


def drawn(*stretches: Stretch, **more):
    return draw(YEAR, [Lane("Lane", stretches)], today=TODAY, ticks=[], **more)


def test_days_lie_in_per_cent_and_never_outside():
    assert YEAR.share(date(2018, 1, 11)) == 10
    assert YEAR.share(date(2017, 1, 1)) == 0
    assert YEAR.share(date(2019, 1, 1)) == 100
    assert not YEAR.holds(date(2018, 4, 11))


def test_a_stretch_is_a_bar_from_its_first_day_to_its_last():
    rect = drawn(Stretch(Fill.HELD, date(2018, 1, 11), date(2018, 1, 31))).rects[0]
    assert (rect.fill, rect.x, rect.width, rect.height) == ("held", "10.00%", "20.00%", 12)


def test_without_an_end_it_reaches_the_edge():
    rect = drawn(Stretch(Fill.HELD, date(2017, 1, 1), None)).rects[0]
    assert (rect.x, rect.width) == ("0.00%", "100.00%")


def test_what_lies_outside_is_not_drawn():
    assert drawn(Stretch(Fill.HELD, date(2017, 1, 1), date(2018, 1, 1))).rects == ()
    assert drawn(Stretch(Fill.HELD, date(2018, 5, 1), None)).rects == ()


def test_an_outlined_bar_lies_half_a_pixel_in():
    held, gap = drawn(
        Stretch(Fill.HELD, date(2018, 1, 1), None), Stretch(Fill.GAP, date(2018, 1, 1), None)
    ).rects
    assert (gap.y - held.y, held.height - gap.height) == (0.5, 1)


def test_lanes_lie_under_one_another():
    lane = Lane("Lane", ())
    drawing = draw(YEAR, [lane, lane, lane], today=TODAY, ticks=[])
    assert [b - a for a, b in zip(drawing.lanes, drawing.lanes[1:], strict=False)] == [42, 42]
    assert drawing.height > drawing.lanes[-1] + 12


def test_the_anniversary_steps_down_where_it_would_meet_today():
    near = drawn(anniversary=Mark(date(2018, 1, 21), "Anniversary")).anniversary
    far = drawn(anniversary=Mark(date(2018, 3, 22), "Anniversary")).anniversary
    assert near.y > drawn().today.y
    assert far.y == drawn().today.y
    assert far.anchor == "end"


def test_the_days_without_a_level_are_marked_up_to_the_anniversary():
    drawing = draw(
        YEAR,
        [Lane("Silver", ()), Lane("Gold", (), exposed=True)],
        today=TODAY,
        ticks=[],
        anniversary=Mark(date(2018, 3, 2), "Anniversary"),
        alert=Mark(date(2018, 1, 31), "No gold"),
    )
    assert (drawing.exposed.x, drawing.exposed.width) == ("30.00%", "30.00%")
    assert drawing.exposed.y > drawing.lanes[0]


def team(found):
    return found.edition.competencies["team"]


def full(**more):
    """Team gold held by two people, one of whom ends with the year."""
    people = (person("1", earned("70-1"), earned("ta-x")), person("2", earned("70-3")))
    sales = (reading(2000, date(2018, 2, 1)),)
    return situation(*people, readings=sales, membership=gold_term(("team", "gold")), **more)


def test_a_path_holds_until_somebody_stops_counting():
    found = full(attained=(Attained("team", "gold", date(2017, 5, 4), None, ("team-gold",)),))
    drawn_lanes = lanes(team(found), found)
    path = drawn_lanes[1]
    assert path.lane.label == "Gold · Team option"
    assert path.lane.stretches[-1] == Stretch(Fill.HELD, date(2017, 5, 4), date(2019, 1, 1))
    assert path.lane.ends == (date(2019, 1, 1),)
    first = path.rows[0]
    assert (first.starts, first.last) == ("4 May 2017", "31 December 2018")
    assert strip_tags(first.why) == "70-3 of Ben Bold no longer counts"
    assert strip_tags(path.rows[1].why) == "The credential is retired and no longer accepted"


def test_the_bars_are_the_projection():
    found = full()
    periods = held_periods(team(found), found, Axis(date(2018, 2, 1), date(2019, 3, 1)))
    assert periods == {"team-gold": (Period(date(2018, 3, 12), date(2019, 1, 1)),)}


def test_the_membership_is_the_first_lane():
    found = full()
    lane, row = lanes(team(found), found)[0].lane, lanes(team(found), found)[0].rows[0]
    assert [one.fill for one in lane.stretches] == [Fill.MEMBERSHIP, Fill.GRACE]
    assert row.why == "Anniversary on 1 September; renewal possible until 30 September 2018"


def test_an_override_has_a_lane_of_its_own():
    fact, placed = override()
    found = situation(overrides=(fact,), placed=(placed,), membership=gold_term(("team", "gold")))
    path, hatched = lanes(team(found), found)[1:]
    assert path.lane.stretches == (Stretch(Fill.GAP, found.on, None),)
    assert hatched.lane.stretches == (Stretch(Fill.OVERRIDE, placed.starts_on, placed.until),)
    assert hatched.lane.exposed
    assert hatched.lane.label == "Gold · override, until 31 May 2018"


def test_the_drawing_and_the_table_say_the_same():
    fact, placed = override()
    found = full(overrides=(fact,), placed=(placed,))
    view = chart(team(found), found)
    assert view.title.startswith("Time line from February 2018 to March 2019")
    assert (
        view.drawing.fills
        == {"membership", "renewal", "held", "gap", "override"} - {"gap"} | view.drawing.fills
    )
    assert len(view.drawing.lanes) == 3
    assert {"Gold membership", "Gold · Team option", "Gold · override"} <= {
        str(row.what) for row in view.rows
    }
    assert len(view.rows) == len(set(view.rows))
