"""Which levels are attained on a day, by which path or override, and when that ends."""

from .days import day_of, months_after
from .nodes import holds


def entries_on(world, day):
    """Every (competency, level) with a path in the edition of the day: file's order, levels lowest first."""
    edition = world.edition_on(day)
    return [
        (competency["key"], level["key"])
        for competency in edition["competencies"]
        for level in edition["levels"]
        if any(path["level"] == level["key"] for path in competency["paths"])
    ]


def paths_of(world, entry, day):
    """The paths of the entry in the edition of the day, in the file's order."""
    competency, level = entry
    return [
        path
        for item in world.edition_on(day)["competencies"]
        for path in item["paths"]
        if item["key"] == competency and path["level"] == level
    ]


def via(world, entry, day, on):
    """What attains the entry on `day`, looked at from `on`: the paths that are met, then "override"."""

    def work():
        paths = paths_of(world, entry, day)
        met = [path["key"] for path in paths if all(holds(world, node, day, on) for node in path["requires"])]
        # An override counts only on days whose edition has a path for its entry.
        return met + (["override"] if paths and overridden(world, entry, day) else [])

    return world.once(("via", entry, day, on), work)


def overridden(world, entry, day):
    return any(
        (override["competency"], override["level"]) == entry
        and day_of(override["from"]) <= day < override_end(override)
        for override in world.facts.get("overrides") or []
    )


def override_end(override):
    """Its `until`; without one, three months after its `from`."""
    return day_of(override.get("until")) or months_after(day_of(override["from"]), 3)


def attained(world, entry, day, on):
    return bool(via(world, entry, day, on))


def lapses_on(world, entry, on):
    """The first later day on which the entry, attained now, is by projection not attained; or None."""
    if not attained(world, entry, on, on):
        return None
    for later in world.days_after(on):
        if not attained(world, entry, later, on):
            return later
    return None
