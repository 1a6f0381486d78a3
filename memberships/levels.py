"""The levels of membership in their order."""

from competencies.programme import Programme


def levels_in_order(programme: Programme) -> list[str]:
    """All levels of membership, the lowest first; those that ask for no competency stand below the others.

    Editions share their levels of competencies, while a later one may have more that ask for none.
    """
    free = (level for edition in programme.editions for level in edition.levels_without_competency)
    levels = programme.level_keys
    return [*(level for level in dict.fromkeys(free) if level not in levels), *levels]
