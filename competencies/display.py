"""What customers see of a term (F2)."""

from collections.abc import Sequence

from competencies.facts import Membership


def displayed(membership: Membership, levels: Sequence[str]) -> frozenset[tuple[str, str]]:
    """What customers see (F2): each competency once, at its highest level but never above the term's."""
    if membership.level not in levels:
        return frozenset()
    highest: dict[str, int] = {}
    for held in membership.held:
        if held.level in levels:
            highest[held.competency] = max(levels.index(held.level), highest.get(held.competency, 0))
    term = levels.index(membership.level)
    return frozenset((competency, levels[min(place, term)]) for competency, place in highest.items())
