"""The document of section 3 for one organisation on one day; `next_review_on` is held as a law."""

from .days import iso
from .levels import entries_on, lapses_on, paths_of, via
from .nodes import holds
from .renewal import renewal
from .requirements import requirements


def brief(world, on):
    """The answer of `--brief`, remembered, since the law of `next_review_on` asks for many days."""
    return world.once(("brief", on), lambda: answer(world, on))


def answer(world, on):
    return {
        "organisation": world.facts["organisation"],
        "on": on.isoformat(),
        "competencies": [verdict(world, entry, on) for entry in entries_on(world, on)],
        "renewal": renewal(world, on),
    }


def verdict(world, entry, on):
    by = via(world, entry, on, on)
    return {
        "competency": entry[0],
        "level": entry[1],
        "attained": bool(by),
        "via": by,
        "lapses_on": iso(lapses_on(world, entry, on)),
    }


def judge(world, on):
    """The full answer: every entry with its paths explained."""
    document = brief(world, on)
    explained = [
        entry | {"paths": [path_answer(world, path, on) for path in paths_of(world, key, on)]}
        for key, entry in zip(entries_on(world, on), document["competencies"], strict=True)
    ]
    return document | {"competencies": explained}


def path_answer(world, path, on):
    return {
        "path": path["key"],
        "met": all(holds(world, node, on, on) for node in path["requires"]),
        "requirements": requirements(world, path["requires"], on),
    }


def changed_first_on(world, on):
    """The first later day on which `attained`, `via`, `lapses_on` or `renewal` is not as on `on`; or None.

    `next_review_on` must be no later than this, and be there if this is.
    """
    for later in world.days_after(on):
        if standing(brief(world, later)) != standing(brief(world, on)):
            return later
    return None


def standing(document):
    return {"competencies": document["competencies"], "renewal": document["renewal"]}
