"""What stops counting, when and why: the ends that a time line shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competencies.facts import Achievement
from competencies.presenters.holdings import Holdings
from competencies.presenters.paths import Ranked
from competencies.presenters.situation import Situation
from competencies.presenters.words import conjunction
from competencies.rules import BranchVerdict, Counting, NodeVerdict, PeopleVerdict, TeamVerdict


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody who counts now and from `until` on no longer does."""

    person: str
    credentials: tuple[str, ...]
    until: date


def of_path(one: Ranked) -> list[Stop]:
    """Everybody who counts on the path and has an end, the earliest first."""
    counting = (entry for verdict in one.verdict.requirements for entry in _counting(verdict))
    found = {
        (entry.person, entry.until): Stop(entry.person, entry.credentials, entry.until)
        for entry in counting
        if entry.until is not None
    }
    return sorted(found.values(), key=lambda stop: (stop.until, stop.person))


def _counting(verdict: NodeVerdict) -> Iterator[Counting]:
    match verdict:
        case BranchVerdict():
            for part in verdict.requirements:
                yield from _counting(part)
        case PeopleVerdict():
            yield from verdict.counting
        case TeamVerdict():
            for group in verdict.groups:
                yield from group.counting


def what(stop: Stop, situation: Situation) -> SafeString:
    """ "MB2-709 of Daniel Okafor"."""
    words = situation.words
    text = _("{credential} of {person}")
    return format_html(
        text, credential=words.all_of(ending(stop, situation)), person=words.person(stop.person)
    )


def ending(stop: Stop, situation: Situation) -> tuple[str, ...]:
    """Of the credentials that make the person count, those that end on the day; all if none can be told."""
    found = tuple(code for code in stop.credentials if why_code(stop, code, situation))
    return found or stop.credentials


def why(stop: Stop, situation: Situation) -> str:
    """Why the person's credentials stop counting on that day."""
    reasons = {
        "accepted": _("The credential is retired and no longer accepted"),
        "expires": _("The credential expires"),
        "revoked": _("The credential is revoked"),
        "associated": _("It is no longer associated"),
    }
    found = [why_code(stop, code, situation) for code in stop.credentials]
    return next((reasons[code] for code in found if code), _("It no longer counts"))


def why_code(stop: Stop, code: str, situation: Situation) -> str:
    """Which end falls on the day: accepted, expires, revoked or associated; empty if none."""
    credential = situation.programme.edition_on(stop.until).credentials.get(code)
    if credential is None or (credential.accepted_until and credential.accepted_until <= stop.until):
        return "accepted"
    ends = (_end(earned, stop.until) for earned in _earned(stop.person, code, situation))
    return next((end for end in ends if end), "")


def _end(earned: Achievement, day: date) -> str:
    if earned.expires_on == day:
        return "expires"
    if earned.revoked_on == day:
        return "revoked"
    return "associated" if any(period.until == day for period in earned.associated) else ""


def _earned(person: str, code: str, situation: Situation) -> list[Achievement]:
    holdings = situation.words.holdings or Holdings(situation.case, situation.on)
    return holdings.earned(person, code)


def why_path_ends(day: date, stops: Sequence[Stop], situation: Situation) -> SafeString | str:
    """What happens on the day on which a path stops holding."""
    own = [what(stop, situation) for stop in stops if stop.until == day]
    if own:
        return format_html(_("{credentials} no longer counts"), credentials=conjunction(own[:3]))
    starting = [edition for edition in situation.programme.editions if edition.effective_from == day]
    if starting:
        return _("Edition %(edition)s takes effect") % {"edition": starting[0].key}
    if any(one.until == day for one in situation.facts.attestations):
        return _("An attestation ends")
    return _("Its requirements are no longer met")
