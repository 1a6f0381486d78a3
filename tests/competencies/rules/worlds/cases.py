"""A whole case: editions, facts and the days to judge."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.competencies.oracle import World

from .drawing import FIRST_DAY, SPAN, pools
from .organisations import organisations
from .programmes import programmes


class Case(NamedTuple):
    editions: list[dict]
    facts: dict
    days: list[date]


@st.composite
def cases(draw, profile):
    """The days to judge are mostly those on which something moves, the day before or the day after."""
    days = draw(pools())
    editions = draw(programmes(days, profile))
    levels = [level["key"] for level in editions[0]["levels"]]
    facts = draw(organisations(days, levels, profile))
    moving = World(facts, editions).days
    near = sorted({day + timedelta(days=step) for day in moving for step in (-1, 0, 1)})
    some_day = st.integers(0, SPAN).map(lambda number: FIRST_DAY + timedelta(days=number))
    judged = st.lists(
        st.one_of(st.sampled_from(near), st.sampled_from(near), some_day),
        min_size=profile.days,
        max_size=profile.days,
    )
    return Case(editions, facts, draw(judged))
