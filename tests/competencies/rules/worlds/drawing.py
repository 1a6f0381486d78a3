"""Small drawing strategies that the generators share: days that coincide often, chances, amounts."""

from datetime import date, timedelta

from hypothesis import strategies as st

FIRST_DAY, SPAN = date(2016, 1, 1), 820
MONTH_ENDS = [
    date(2016, 1, 31),
    date(2016, 2, 29),
    date(2016, 8, 31),
    date(2016, 11, 30),
    date(2017, 2, 28),
    date(2017, 3, 31),
    date(2017, 5, 31),
    date(2017, 8, 30),
    date(2017, 12, 31),
]
ANY_DAY = st.one_of(
    st.integers(0, SPAN).map(lambda n: FIRST_DAY + timedelta(days=n)), st.sampled_from(MONTH_ENDS)
)


def chance(of_ten):
    """True for so many of ten draws; shrinks to False."""
    return st.sampled_from([False] * (10 - of_ten) + [True] * of_ten)


def some(strategy, largest, smallest=0):
    """A list as often long as short: left alone, Hypothesis prefers short ones, in which little happens."""
    sizes = st.sampled_from(range(smallest, largest + 1))
    return sizes.flatmap(lambda size: st.lists(strategy, min_size=size, max_size=size))


def some_of(values, largest, smallest=0):
    """The same of different values."""
    sizes = st.sampled_from(range(smallest, largest + 1))
    return sizes.flatmap(lambda size: st.permutations(values).map(lambda all_of_them: all_of_them[:size]))


def pools():
    """The few days that everything in one world happens on, so that ends and beginnings meet."""
    return st.lists(ANY_DAY, min_size=6, max_size=9, unique=True).map(sorted)


def written(days):
    """One of the days as text."""
    return st.sampled_from(days).map(date.isoformat)


def early(days):
    """Mostly a day before nearly everything else, else one of the days."""
    return st.one_of(st.just("2015-12-31"), st.just("2016-01-15"), written(days))
