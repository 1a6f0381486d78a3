"""A person predicate P: a credential code, all_of or any_of, nested as deep as needed."""

from functools import cache
from itertools import combinations


def satisfied(predicate, codes):
    """Whether somebody with these codes, all of them counting, satisfies P."""
    if isinstance(predicate, str):
        return predicate in codes
    if "all_of" in predicate:
        return all(satisfied(part, codes) for part in predicate["all_of"])
    return any(satisfied(part, codes) for part in predicate["any_of"])


def codes_named(predicate):
    """The codes that P names, left to right, each at its first place."""
    if isinstance(predicate, str):
        return [predicate]
    parts = predicate.get("all_of") or predicate.get("any_of")
    return list(dict.fromkeys(code for part in parts for code in codes_named(part)))


def smallest_set(predicate, choice, given=frozenset()):
    """The smallest set of codes from `choice` that, with those given, satisfies P; None if none does.

    Sets compare by size, then by the places of their codes in P: `combinations` of the codes in P's order
    come in just that order.
    """
    places = [code for code in codes_named(predicate) if code in choice]
    for size in range(len(places) + 1):
        for codes in combinations(places, size):
            if satisfied(predicate, given | set(codes)):
                return list(codes)
    return None


@cache
def some_choose(people, number, quotas):
    """Whether `number` of `people` can be chosen so that those chosen meet each quota (others, at least)."""
    return any(
        all(len(others.intersection(chosen)) >= at_least for others, at_least in quotas)
        for chosen in combinations(people, number)
    )
