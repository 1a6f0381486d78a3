"""The time line of a competency and the stage "started", against the oracle (D3, D6)."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given

from tests.competencies.oracle import World, judge
from tests.competencies.oracle.levels import entries_on, via

from .answers import judged
from .repeatable import repeatable
from .worlds import Profile, cases

AHEAD = timedelta(days=300)


def periods_met(world, entry, path, on, through):
    """The periods up to and including `through` in which the path is met by projection; the last may be open."""
    periods, open_since = [], None
    for day in [on, *(each for each in world.days_after(on) if each <= through)]:
        met = path in via(world, entry, day, on)
        if met and open_since is None:
            open_since = day
        elif not met and open_since is not None:
            periods.append((open_since, day))
            open_since = None
    return periods + ([(open_since, None)] if open_since else [])


def paths_between(world, competency, on, through):
    """(entry, path) for everything that an edition in force between the two days asks of the competency."""
    days = [on, *(each for each in world.days_after(on) if each <= through)]
    editions = [
        edition for edition in world.editions if any(world.edition_on(day) is edition for day in days)
    ]
    return {
        ((competency, path["level"]), path["key"])
        for edition in editions
        for item in edition["competencies"]
        if item["key"] == competency
        for path in item["paths"]
    }


@repeatable(40)
@given(cases(Profile(days=4)))
def test_the_outlook_of_a_path_is_when_it_is_met_by_projection(case):
    world, rules = World(case.facts, case.editions), judged(case.facts, *case.editions)
    for on in case.days:
        for competency in {entry[0] for entry in entries_on(world, on)}:
            paths = rules.outlook(competency, on=on, through=on + AHEAD)
            assert {
                ((competency, each.level), each.path): [(held.starts_on, held.until) for held in each.held]
                for each in paths
            } == {
                (entry, path): periods_met(world, entry, path, on, on + AHEAD)
                for entry, path in paths_between(world, competency, on, on + AHEAD)
            }


def somebody_or_something_counts(requirement):
    if "requirements" in requirement:
        return any(somebody_or_something_counts(inner) for inner in requirement["requirements"])
    if requirement["kind"] == "people":
        return bool(requirement["counting"])
    if requirement["kind"] == "team":
        return any(group["have"] for group in requirement["groups"])
    # A total of nothing, or of credits alone, is nothing that counts.
    return Decimal(requirement["have"] or 0) > 0


@repeatable(40)
@given(cases(Profile()))
def test_a_level_is_started_when_somebody_or_something_counts_on_some_node(case):
    world, rules = World(case.facts, case.editions), judged(case.facts, *case.editions)
    for on in case.days:
        started = {
            (entry["competency"], entry["level"])
            for entry in judge(world, on)["competencies"]
            for path in entry["paths"]
            if any(map(somebody_or_something_counts, path["requirements"]))
        }
        assert set(rules.started(on)) == started
