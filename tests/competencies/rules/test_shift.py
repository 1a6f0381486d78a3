"""What an edition changes for one organisation is what projection says with it and without it (G7, D6)."""

from datetime import timedelta

from hypothesis import assume, given

from competencies.programme import Programme
from competencies.rules import Case, Turn, shifts

from .answers import judged
from .repeatable import repeatable
from .worlds import Profile, cases

ONE_DAY = timedelta(days=1)


def parts(case):
    """Facts and programme of a generated world, and the day on which it begins to be looked at."""
    rules = judged(case.facts, *case.editions)
    return rules.facts, rules.rulebook.programme, min(case.days)


@repeatable(30)
@given(cases(Profile(days=2)))
def test_readings_that_stand_still_give_the_days_of_the_projection(case):
    """What is attained now and lapses on no day before, is attained then, and lapses on the same day."""
    facts, programme, today = parts(case)
    for later in case.days:
        now = Case(facts, programme).outcome(today)
        then = Case(facts, programme, sales_on=today).outcome(later)
        for verdict in now.competencies:
            if verdict.attained and (verdict.lapses_on is None or verdict.lapses_on > later):
                same = then.verdict(*verdict.key)
                assert same is not None
                assert (same.attained, same.lapses_on) == (True, verdict.lapses_on)


@repeatable(30)
@given(cases(Profile()))
def test_the_same_programme_shifts_nothing(case):
    facts, programme, today = parts(case)
    for later in case.days:
        assert shifts(facts, programme, programme, as_of=today, on=later) == ()


@repeatable(30)
@given(cases(Profile()))
def test_what_one_programme_takes_the_other_gives(case):
    """Seen the other way round every loss is a gain on the same day, and the other way round."""
    facts, programme, today = parts(case)
    assume(len(programme.editions) > 1)
    edition = programme.editions[-1]
    before = Programme.of(programme.editions[:-1])
    on = max(edition.effective_from, today + ONE_DAY)
    other = {Turn.LOST: Turn.GAINED, Turn.GAINED: Turn.LOST, Turn.RENEWAL: Turn.RENEWAL}

    def said(first, second):
        found = shifts(facts, first, second, as_of=today, on=on)
        return {(each.turn, each.competency, each.level, each.on) for each in found if each.competency}

    there = {(other[turn], *rest) for turn, *rest in said(before, programme)}
    assert there == said(programme, before)
