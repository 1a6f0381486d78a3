"""The shape of `requirements`: every node with what it has, needs and why."""

from .days import ONE_DAY, day_of, iso, months_after
from .nodes import (
    attestations_needed,
    attestations_valid,
    enough_people,
    holds,
    latest_day,
    metric_have,
    metric_need,
    readings_in_window,
)
from .reasons import counting, not_counting
from .teams import best_placement, tight_groups

KINDS = ("all_of", "any_of", "people", "team", "metric")


def requirements(world, nodes, on, above=""):
    """The list of a path, or of an `all_of` or `any_of` at position `above`."""
    return [requirement(world, node, on, f"{above}{place}") for place, node in enumerate(nodes, start=1)]


def requirement(world, node, on, position):
    kind = next((kind for kind in KINDS if kind in node), "attestation")
    answer = {"node": position, "kind": kind, "name": node.get("name"), "met": holds(world, node, on, on)}
    if kind in ("all_of", "any_of"):
        return answer | {"requirements": requirements(world, node[kind], on, f"{position}.")}
    if kind == "people":
        return answer | people(world, node, on)
    if kind == "team":
        return answer | team(world, node["team"], on, position)
    if kind == "metric":
        return answer | metric(world, node, on)
    return answer | {"have": attestations_valid(world, node, on), "need": attestations_needed(node)}


def people(world, node, on):
    satisfy = world.satisfiers(node["each"], on)
    answer = {
        "have": len(satisfy),
        "need": node["people"],
        "counting": counting(world, node["each"], satisfy, on),
        "not_counting": not_counting(world, node["each"], on),
        "needed": needed(world, node, on),
    }
    if node.get("including"):
        answer["including"] = [including(world, satisfy, entry, on) for entry in node["including"]]
    return answer


def needed(world, node, on):
    """The people whose loss alone would make the node fail; nobody if it does not hold."""
    if not enough_people(world, node, on, without=None):
        return []
    return [who for who in world.people if not enough_people(world, node, on, without=who)]


def including(world, satisfy, entry, on):
    have = len([who for who in world.satisfiers(entry["each"], on) if who in satisfy])
    return {"have": have, "need": entry["people"], "met": have >= entry["people"]}


def team(world, groups, on, position):
    needs = [group["people"] for group in groups]
    fits = [frozenset(world.satisfiers(group["each"], on)) for group in groups]
    placed = best_placement(needs, fits)
    return {
        "groups": [group_answer(world, group, placed, place, on) for place, group in enumerate(groups)],
        "tight": [f"{position}.{place + 1}" for place in tight_groups(needs, fits)],
    }


def group_answer(world, group, placed, place, on):
    satisfy = world.satisfiers(group["each"], on)
    here = [who for who in satisfy if who in placed[place]]
    placed_elsewhere = {who for who in satisfy if who not in here and any(who in others for others in placed)}
    return {
        "need": group["people"],
        "have": len(satisfy),
        "filled": len(here),
        "counting": counting(world, group["each"], here, on),
        "not_counting": not_counting(world, group["each"], on, placed_elsewhere),
    }


def metric(world, node, on):
    readings = readings_in_window(world, node, on)
    have, months = metric_have(world, node, on), node.get("within_months")
    return {
        "have": None if have is None else str(have),
        "need": str(metric_need(world, node)),
        "window_from": iso(months_after(day_of(on), -months) + ONE_DAY) if months else None,
        "latest_on": iso(latest_day(readings)),
    }
