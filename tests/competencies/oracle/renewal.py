"""What the next renewal will find: `renewal` of section 3."""

from .days import day_of, in_interval, iso
from .levels import attained, entries_on, lapses_on

ASK_FOR_NOTHING = ["network", "action-pack"]


def renewal(world, on):
    membership = world.facts.get("membership")
    if membership is None or not (in_interval(on, membership) or in_grace(membership, on)):
        return None
    judged_on = on if in_grace(membership, on) else day_of(membership.get("until"))
    return {
        "eligible": judged_on is None or eligible(world, membership["level"], judged_on, on),
        "at_risk": [] if judged_on is None else at_risk(world, membership, judged_on, on),
    }


def in_grace(membership, on):
    until, grace_until = day_of(membership.get("until")), day_of(membership.get("grace_until"))
    return until is not None and grace_until is not None and until <= on < grace_until


def eligible(world, level, judged_on, on):
    """At least one competency attained at the membership's level or higher; some levels ask for none."""
    edition = world.edition_on(judged_on)
    listed = edition.get("levels_without_competency")
    if level in (ASK_FOR_NOTHING if listed is None else listed):
        return True
    levels = [item["key"] for item in edition["levels"]]
    enough = levels[levels.index(level) :]
    return any(
        attained(world, entry, judged_on, on) for entry in entries_on(world, judged_on) if entry[1] in enough
    )


def at_risk(world, membership, judged_on, on):
    """Attained now or displayed, and not attained on the judgement day; held ones not listed come last."""
    held = [(item["competency"], item["level"]) for item in membership.get("held") or []]
    listed = entries_on(world, on)
    candidates = [entry for entry in listed if entry in held or attained(world, entry, on, on)]
    candidates += [entry for entry in dict.fromkeys(held) if entry not in listed]
    return [
        {"competency": entry[0], "level": entry[1], "lapses_on": iso(lapses_on(world, entry, on))}
        for entry in candidates
        if not attained(world, entry, judged_on, on)
    ]
