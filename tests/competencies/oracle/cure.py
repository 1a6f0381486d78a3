"""The fewest added passes that make a level hold on a day: by trying every set of passes, the smaller ones first."""

from itertools import combinations

from .days import day_of
from .levels import paths_of
from .nodes import attestations_needed, attestations_valid, metric_holds
from .predicates import codes_named, satisfied, some_choose
from .teams import can_be_filled

MOST = 5
"""Sets of more passes are not tried: "more" is MOST + 1."""


def cheapest(world, entry, on, day, able):
    """(figures and attestations, new people, passes) of the cheapest cure, its path, and every way to it.

    None without one.
    """
    found = [
        (price, path["key"], ways)
        for path in paths_of(world, entry, day)
        for price, ways in [of_path(world, path, on, day, able)]
        if price is not None
    ]
    return min(found, key=lambda each: each[0]) if found else None


def of_path(world, path, on, day, able):
    codes = sorted({code for node in path["requires"] for code in asked(node)})
    offered = [code for code in codes if can_be_passed(world, code, on, day)]
    held = {who: frozenset(world.codes_counting(who, day)) for who in world.people}
    held |= {who: frozenset() for who in able if who not in held}
    short = [leaf for node in path["requires"] for leaf in failing(world, node, on, day)]
    for size in range(len(short) + 1):
        for newcomers in range(seats(path["requires"]) + 1):
            people = held | {f"new{number}": frozenset() for number in range(newcomers)}
            may = [*able, *(who for who in people if who not in held)]
            passes = [(who, code) for who in may for code in offered if code not in people[who]]
            every = [
                {id(leaf) for leaf in granted}
                for granted in combinations(short, size)
                if all_hold(world, path, with_passes(people, passes), on, day, {id(leaf) for leaf in granted})
            ]
            if every:
                return fewest(world, path, people, passes, every, (size, newcomers), on, day)
    return None, None


def fewest(world, path, people, passes, every, price, on, day):
    for number in range(min(MOST, len(passes)) + 1):
        ways = {
            chosen
            for granted in every
            for chosen in combinations(passes, number)
            if all_hold(world, path, with_passes(people, chosen), on, day, granted)
        }
        if ways:
            return (*price, number), ways
    return (*price, MOST + 1), set()


def with_passes(people, passes):
    return {who: held | {code for other, code in passes if other == who} for who, held in people.items()}


def all_hold(world, path, people, on, day, granted):
    return all(holds(world, node, people, on, day, granted) for node in path["requires"])


def holds(world, node, people, on, day, granted):
    if "all_of" in node:
        return all(holds(world, part, people, on, day, granted) for part in node["all_of"])
    if "any_of" in node:
        return any(holds(world, part, people, on, day, granted) for part in node["any_of"])
    if "people" in node:
        able = tuple(who for who, held in people.items() if satisfied(node["each"], held))
        quotas = tuple(
            (
                frozenset(who for who, held in people.items() if satisfied(entry["each"], held)),
                entry["people"],
            )
            for entry in node.get("including") or []
        )
        return some_choose(able, node["people"], quotas)
    if "team" in node:
        fits = tuple(
            frozenset(who for who, held in people.items() if satisfied(group["each"], held))
            for group in node["team"]
        )
        return can_be_filled(tuple(group["people"] for group in node["team"]), fits)
    return id(node) in granted or stands(world, node, on, day)


def stands(world, node, on, day):
    """A figure as of `on`, an attestation as of `day`."""
    if "metric" in node:
        return metric_holds(world, node, on)
    return attestations_valid(world, node, day) >= attestations_needed(node)


def failing(world, node, on, day):
    """The figures and attestations at or below the node that do not hold."""
    inside = node.get("all_of") or node.get("any_of")
    if inside:
        return [leaf for part in inside for leaf in failing(world, part, on, day)]
    is_leaf = "metric" in node or "attestation" in node
    return [node] if is_leaf and not stands(world, node, on, day) else []


def asked(node):
    """The codes that people are asked for."""
    inside = node.get("all_of") or node.get("any_of")
    if inside:
        return [code for part in inside for code in asked(part)]
    wanted = [node, *(node.get("including") or [])] if "people" in node else node.get("team") or []
    return [code for each in wanted for code in codes_named(each["each"])]


def seats(nodes):
    inside = [part for node in nodes for part in node.get("all_of") or node.get("any_of") or [node]]
    if inside != list(nodes):
        return seats(inside)
    return sum(node["people"] for node in nodes if "people" in node) + sum(
        group["people"] for node in nodes for group in node.get("team") or []
    )


def can_be_passed(world, code, on, day):
    """Accepted on the day, and not retired before `on`."""
    if not world.accepts(code, day):
        return False
    listed = [
        credential
        for edition in (world.edition_on(on), world.edition_on(day))
        for credential in edition.get("credentials") or []
        if credential["code"] == code
    ]
    return all(day_of(each.get("retires_on")) is None or day_of(each["retires_on"]) >= on for each in listed)
