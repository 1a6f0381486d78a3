"""`including`: enough people, and enough of them who also hold more (programme-format.md, section 1)."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from competencies.rules.cover import Cover

PEOPLE = 6


def chosen_somehow(people, need, wanted):
    """Whether some choice of `need` people serves every entry, tried one by one."""
    return any(
        all(sum(mask >> person & 1 for person in choice) >= least for mask, least in wanted)
        for choice in combinations(people, need)
    )


@given(
    able=st.integers(0, 2**PEOPLE - 1),
    need=st.integers(1, 5),
    wanted=st.lists(st.tuples(st.integers(0, 2**PEOPLE - 1), st.integers(1, 5)), max_size=3),
)
def test_holds_and_needs_whom_trying_every_choice_says(able, need, wanted):
    people = [person for person in range(PEOPLE) if able >> person & 1]
    holds = chosen_somehow(people, need, wanted)
    cover = Cover(able, need, wanted)
    assert cover.holds is holds
    lost = [
        person
        for person in people
        if holds and not chosen_somehow([one for one in people if one != person], need, wanted)
    ]
    assert cover.needed == sum(1 << person for person in lost)


def test_ten_entries_over_sixty_people_are_settled_without_trying_every_choice():
    wanted = [
        (sum(1 << person for person in range(PEOPLE * 10) if person % (entry + 2)), 20) for entry in range(10)
    ]
    assert Cover(2**60 - 1, 40, wanted).holds
