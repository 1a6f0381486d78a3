"""Whether a requirement node holds: people and attestations on `day`, metrics as of `on`."""

from decimal import Decimal

from .days import day_of, in_interval, in_window
from .predicates import some_choose
from .teams import can_be_filled


def holds(world, node, day, on):
    """`day` is the day that is judged, `on` the day from which it is looked at (readings stand still)."""
    if "all_of" in node:
        return all(holds(world, part, day, on) for part in node["all_of"])
    if "any_of" in node:
        return any(holds(world, part, day, on) for part in node["any_of"])
    if "people" in node:
        return enough_people(world, node, day, without=None)
    if "team" in node:
        groups = node["team"]
        fits = tuple(frozenset(world.satisfiers(group["each"], day)) for group in groups)
        return can_be_filled(tuple(group["people"] for group in groups), fits)
    if "metric" in node:
        return world.once(("metric", id(node), on), lambda: metric_holds(world, node, on))
    return attestations_valid(world, node, day) >= attestations_needed(node)


def enough_people(world, node, day, *, without):
    """Whether a `people` node holds, with everybody or as if one person were gone."""
    people = tuple(who for who in world.satisfiers(node["each"], day) if who != without)
    quotas = tuple(
        (frozenset(world.satisfiers(entry["each"], day)), entry["people"])
        for entry in node.get("including") or []
    )
    return some_choose(people, node["people"], quotas)


def readings_in_window(world, node, on):
    """The readings of the node's metric in its window on the day, in the order of the facts."""
    months = node.get("within_months")
    return [
        reading
        for reading in world.facts.get("readings") or []
        if reading["metric"] == node["metric"] and in_window(day_of(reading["on"]), on, months)
    ]


def latest_day(readings):
    return max((day_of(reading["on"]) for reading in readings), default=None)


def metric_have(world, node, on):
    """The trailing total (flow) or the latest reading (stock) in the window; None without a reading."""
    readings = readings_in_window(world, node, on)
    if not readings:
        return None
    if metric_kind(world, node["metric"]) == "flow":
        return sum(Decimal(str(reading["amount"])) for reading in readings)
    latest = [reading for reading in readings if day_of(reading["on"]) == latest_day(readings)]
    return Decimal(str(latest[-1]["amount"]))


def metric_kind(world, key):
    """Editions given together have one kind for a metric, so any edition that has it will do."""
    metrics = [metric for edition in world.editions for metric in edition.get("metrics") or []]
    return next(metric["kind"] for metric in metrics if metric["key"] == key)


def metric_need(world, node):
    """A number, or a map from market to number."""
    need = node["at_least"]
    return Decimal(str(need[world.facts["market"]] if isinstance(need, dict) else need))


def metric_holds(world, node, on):
    have = metric_have(world, node, on)
    return have is not None and have >= metric_need(world, node)


def attestations_valid(world, node, day):
    attestations = world.facts.get("attestations") or []
    return sum(item["attestation"] == node["attestation"] and in_interval(day, item) for item in attestations)


def attestations_needed(node):
    return 1 if node.get("at_least") is None else node["at_least"]
