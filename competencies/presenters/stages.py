"""The stage of a competency level (D3) and the marks beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competencies.display import displayed
from competencies.facts import Membership
from competencies.rules import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its icon, beside the stage."""

    key: str
    icon: str
    name: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the four stages, and what else there is to say of the level."""

    key: str
    icon: str
    name: str
    marks: tuple[Mark, ...] = ()


def stage_words() -> Mapping[str, tuple[str, str, str]]:
    """Each stage and mark by its key: the icon, the word and what it means."""
    return _stage_words(get_language() or "en")


@lru_cache
def _stage_words(language: str) -> Mapping[str, tuple[str, str, str]]:
    """Made once for each language: a list of all levels asks for them hundreds of times."""
    return {
        "not-started": ("ring", _("Not started"), _("Nothing of any path is there.")),
        "started": ("half", _("Started"), _("Something of some path is there.")),
        "qualified": (
            "check-ring",
            _("Qualified"),
            _("Attained; a membership at this level would be possible."),
        ),
        "active": ("disc", _("Active"), _("Shown by the membership in force, to its end.")),
        "at-risk": ("warn", _("At risk"), _("There today, but not on the anniversary as things stand.")),
        "by-override": (
            "hand",
            _("By override"),
            _("Only a specialist’s override makes it count, for a while."),
        ),
        "renewal-due": ("clock", _("Renewal due"), _("The year is over; 30 days remain to renew.")),
    }


def stage_of(
    verdict: Verdict, outcome: Outcome, membership: Membership | None, levels: Sequence[str], *, started: bool
) -> Stage:
    """The stage of the level on the outcome's day; `levels` are the programme's, lowest first."""
    shown = (
        membership is not None
        and _in_force(membership, outcome.on)
        and verdict.key in displayed(membership, levels)
    )
    if shown:
        key = "active"
    elif verdict.attained:
        key = "qualified"
    else:
        key = "started" if started else "not-started"
    return made(key, _marks(verdict, outcome, membership, active=shown))


def made(key: str, marks: tuple[str, ...] = ()) -> Stage:
    """The stage with its words."""
    words = stage_words()
    icon, name, _meaning = words[key]
    return Stage(key, icon, name, tuple(Mark(mark, *words[mark][:2]) for mark in marks))


def _in_force(membership: Membership, on: date) -> bool:
    last = membership.grace_until or membership.until
    return membership.starts_on <= on and (last is None or on < last)


def _marks(
    verdict: Verdict, outcome: Outcome, membership: Membership | None, *, active: bool
) -> tuple[str, ...]:
    at_risk = outcome.renewal is not None and any(
        (entry.competency, entry.level) == verdict.key for entry in outcome.renewal.at_risk
    )
    due = active and membership is not None and in_grace(membership, outcome.on)
    flags = {"at-risk": at_risk, "by-override": verdict.via == ("override",), "renewal-due": due}
    return tuple(mark for mark, applies in flags.items() if applies)


def in_grace(membership: Membership, on: date) -> bool:
    """Whether the year is over and the 30 days of renewal run (E3)."""
    until, grace = membership.until, membership.grace_until
    return until is not None and grace is not None and until <= on < grace
