"""Who counts on a node and by what, who does not and why: the entries of `counting` and `not_counting`."""

from .days import ONE_DAY, day_of, iso
from .predicates import codes_named, smallest_set
from .world import REASONS, one_year_after


def counting(world, predicate, people, day):
    return [
        {
            "person": who,
            "credentials": smallest_set(predicate, world.codes_counting(who, day)),
            "until": iso(world.satisfies_until(predicate, who, day)),
        }
        for who in people
    ]


def not_counting(world, predicate, day, placed_elsewhere=frozenset()):
    """Holders of a code that P names who do not satisfy P; in a team also those placed in another group."""
    entries = []
    for who in world.holders_of_any(predicate):
        if who in placed_elsewhere:
            entries.append({"person": who, "reason": "needed-elsewhere", "missing": []})
        elif who not in world.satisfiers(predicate, day):
            entries.append({"person": who} | why_not(world, predicate, who, day))
    return entries


def why_not(world, predicate, who, day):
    missing = {"missing": missing_codes(world, predicate, who, day)}
    named = codes_named(predicate)
    failing = [
        (first_reason(world, item, day), item)
        for item in world.people[who]["achievements"]
        if item["credential"] in named and not world.counts(item, day)
    ]
    if not failing:
        return {"reason": "incomplete"} | missing

    def shown_first(pair):
        reason, item = pair
        earned_latest = -day_of(item["earned_on"]).toordinal()
        return list(REASONS).index(reason), named.index(item["credential"]), earned_latest

    reason, item = min(failing, key=shown_first)
    since_when = iso(since(world, item, reason, day))
    return {"reason": reason, "credential": item["credential"], "since": since_when} | missing


def first_reason(world, achievement, day):
    return next(reason for reason, true_of in REASONS.items() if true_of(world, achievement, day))


def since(world, achievement, reason, day):
    """The first day since which that has been so all along.

    What is not earned yet is shown with the day it will be; what was never associated, since it was earned;
    what no edition ever accepted, since the edition in force would have stopped accepting it.
    """
    if reason == "not-yet-earned":
        return day_of(achievement["earned_on"])
    first = None
    for earlier in sorted((d for d in world.days if d <= day), reverse=True):
        before_earned = reason == "not-associated" and earlier < day_of(achievement["earned_on"])
        if before_earned or not REASONS[reason](world, achievement, earlier):
            return first
        first = earlier
    return first_day_not_accepted(world.edition_on(day), achievement["credential"])


def first_day_not_accepted(edition, code):
    credential = next(item for item in edition["credentials"] if item["code"] == code)
    last = day_of(credential.get("accepted_through")) or one_year_after(day_of(credential["retires_on"]))
    return last + ONE_DAY


def missing_codes(world, predicate, who, day):
    """The smallest addition of codes accepted on the day that would satisfy P; None if none would."""
    have = world.codes_counting(who, day)
    addable = [code for code in codes_named(predicate) if code not in have and world.accepts(code, day)]
    return smallest_set(predicate, addable, given=have)
