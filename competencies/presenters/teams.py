"""A team: groups whose places are filled at the same time, and where it is tight (G2)."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.meters import people_meter
from competencies.presenters.predicates import clauses
from competencies.presenters.rows import Requirement
from competencies.presenters.staffing import FIRST, open_place, with_people
from competencies.presenters.words import Words, joined
from competencies.programme import Group, Team
from competencies.rules import GroupVerdict, TeamVerdict


def team(node: Team, verdict: TeamVerdict, words: Words) -> Requirement:
    """The row of a team, with a part for each group."""
    need = sum(group.need for group in verdict.groups)
    filled = sum(group.filled for group in verdict.groups)
    pairs = zip(node.groups, verdict.groups, strict=True)
    several = len(node.groups) > 1
    standing = _standing(verdict)
    title, notes = asked_of_team(node)
    return Requirement(
        met=verdict.met,
        title=title,
        notes=notes,
        meters=(people_meter(filled, need),),
        parts=tuple(
            _group(place, *pair, words, standing, node=f"{verdict.node}.{place}")
            for place, pair in enumerate(pairs, start=1)
        ),
        remark=_tight(verdict) if several else "",
    )


def one_group(node: Team, verdict: TeamVerdict, place: int, words: Words, listed: slice) -> Requirement:
    """The row of the group with this number, with those `listed` of its people."""
    pair = node.groups[place - 1], verdict.groups[place - 1]
    position = f"{verdict.node}.{place}"
    return _group(place, *pair, words, _standing(verdict), node=position, listed=listed)


def _standing(verdict: TeamVerdict) -> dict[str, str]:
    """In which group each person stands."""
    return {
        entry.person: group_name(place)
        for place, group in enumerate(verdict.groups, start=1)
        for entry in group.counting
    }


def asked_of_team(node: Team) -> tuple[str, tuple[str, ...]]:
    """How many places the team has, and that nobody fills two."""
    need = sum(group.people for group in node.groups)
    title = _("A team of %(count)d, every place filled at the same time") % {"count": need}
    return title, (_("Other people in each group: nobody stands in two."),) if len(node.groups) > 1 else ()


def asked_of_group(place: int, group: Group, words: Words) -> tuple[str, tuple[SafeString, ...]]:
    """How many people a group has, and the clauses of what each has to hold."""
    wanted = clauses(group.each, words)
    return _group_title(place, group, words), wanted.lines or ((wanted.only,) if wanted.only else ())


def group_name(place: int) -> str:
    """ "group 2", inside a sentence."""
    return _("group %(number)d") % {"number": place}


def _group(
    place: int,
    group: Group,
    verdict: GroupVerdict,
    words: Words,
    standing: dict[str, str],
    *,
    node: str,
    listed: slice = FIRST,
) -> Requirement:
    title, lines = asked_of_group(place, group, words)
    row = Requirement(
        met=verdict.filled >= verdict.need,
        title=title,
        node=node,
        clauses=lines,
        meters=(people_meter(verdict.filled, verdict.need),),
        open_place=open_place(verdict.need - verdict.filled, verdict.not_counting, group.each, words),
        remark=_spare(verdict),
    )
    elsewhere = {person: name for person, name in standing.items() if name != group_name(place)}
    return with_people(
        row, verdict.counting, verdict.not_counting, group.each, words, standing=elsewhere, listed=listed
    )


def _group_title(place: int, group: Group, words: Words) -> str:
    if place == 1:
        text = ngettext(
            "Group %(number)d: %(count)d person with",
            "Group %(number)d: %(count)d people, each with",
            group.people,
        )
    else:
        text = ngettext(
            "Group %(number)d: %(count)d other person with",
            "Group %(number)d: %(count)d other people, each with",
            group.people,
        )
    title = text % {"number": place, "count": group.people}
    return (
        _("%(name)s. %(title)s") % {"name": words.text(group.name), "title": title} if group.name else title
    )


def _spare(verdict: GroupVerdict) -> str:
    beyond = verdict.have - verdict.filled
    if verdict.filled < verdict.need or beyond <= 0:
        return ""
    text = ngettext("%(count)d more person would fit here.", "%(count)d more people would fit here.", beyond)
    return text % {"count": beyond}


def _tight(verdict: TeamVerdict) -> str:
    places = [int(node.rsplit(".", 1)[1]) for node in verdict.tight]
    if not places:
        return ""
    if len(places) == 1:
        return _tight_group(places[0], verdict.groups[places[0] - 1])
    numbers = joined([str(place) for place in places])
    if verdict.met:
        text = _("Tightest together: groups %(numbers)s. Whoever leaves there is the hardest to replace.")
    else:
        text = _("Tightest together: groups %(numbers)s.")
    return text % {"numbers": numbers}


def _tight_group(place: int, verdict: GroupVerdict) -> str:
    spare = verdict.have - verdict.need
    shown = {"group": group_name(place), "count": abs(spare)}
    if spare < 0:
        return (
            ngettext(
                "Tightest: %(group)s, %(count)d person short.",
                "Tightest: %(group)s, %(count)d people short.",
                -spare,
            )
            % shown
        )
    if spare == 0:
        return _("Tightest: %(group)s, nobody to spare.") % shown
    return (
        ngettext(
            "Tightest: %(group)s, %(count)d person to spare.",
            "Tightest: %(group)s, %(count)d people to spare.",
            spare,
        )
        % shown
    )
