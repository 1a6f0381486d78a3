"""Who counts towards a requirement, by what and until when; and who nearly does, and why not (E6, G1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.predicates import satisfying
from competencies.presenters.words import Words, joined
from competencies.programme import Predicate
from competencies.rules import Counting, NotCounting
from partners import days


@dataclass(frozen=True, slots=True)
class Contributor:
    """One row of the list: the name, what makes the person count and the last day of it in words."""

    name: str
    credentials: SafeString
    until: SafeString | str
    also: SafeString | None = None


@dataclass(frozen=True, slots=True)
class NearlyCounting:
    """Somebody who holds something of it: `reason` in two words, then the fact and what would help."""

    name: str
    reason: str
    fact: SafeString | str
    help: SafeString | str


def contributor(entry: Counting, words: Words, *, also: Sequence[str] = ()) -> Contributor:
    """The person with the smallest set of credentials that counts; `also` are those an including asks."""
    return Contributor(
        name=words.person(entry.person),
        credentials=format_html_join(
            SafeString("<br>"), "{}", ((_named(code, words),) for code in entry.credentials)
        ),
        until=until(entry, words),
        also=words.all_of(also) if also else None,
    )


def _named(code: str, words: Words) -> SafeString:
    credential = words.edition.credentials.get(code)
    if credential and credential.kind == "exam":
        return format_html("{} {}", words.credential(code), words.title(code))
    return words.credential(code)


def until(entry: Counting, words: Words) -> SafeString | str:
    """The last day on which the person counts here, as recorded."""
    if entry.until is None:
        return _("no end date")
    last = days.markup(days.last_day(entry.until))
    ending = [code for code in entry.credentials if words.until(entry.person, code) == entry.until]
    if len(entry.credentials) == 1 or ending:
        codes = words.all_of(ending or entry.credentials)
        return format_html(_("{credential} counts until {day}"), credential=codes, day=last)
    return format_html(_("counts until {day}"), day=last)


def nearly_counting(
    entry: NotCounting, each: Predicate, words: Words, *, elsewhere: str = ""
) -> NearlyCounting:
    """The exact reason in words, and what would help towards `each`.

    `elsewhere` names the group of the team that the person stands in.
    """
    return NearlyCounting(
        name=words.person(entry.person),
        reason=reason(entry.reason, elsewhere),
        fact=_fact(entry, words),
        help=helps(entry, each, words),
    )


def reason(code: str, elsewhere: str = "") -> str:
    """A reason code in two or three words."""
    return {
        "revoked": _("Revoked."),
        "expired": _("Expired."),
        "no-longer-accepted": _("No longer accepted."),
        "not-yet-earned": _("Not earned yet."),
        "not-associated": _("Not associated."),
        "incomplete": _("Incomplete."),
        "needed-elsewhere": _("Needed in %(group)s.") % {"group": elsewhere or _("another group")},
    }[code]


def _fact(entry: NotCounting, words: Words) -> SafeString | str:
    if entry.reason == "needed-elsewhere":
        return _("Fits here too, but nobody stands in two groups.")
    if entry.credential is None:
        return _("What the person holds of it counts, but it is not all.")
    shown = {"credential": words.credential(entry.credential), "organisation": words.organisation}
    since = entry.since
    if entry.reason == "not-associated" and since is not None:
        known = words.associated_until(entry.person, entry.credential, since)
        since = since if known else None
    if since is None:
        return format_html(_undated(entry.reason), **shown)
    return format_html(_dated(entry.reason), day=days.markup(since), **shown)


def _dated(code: str) -> str:
    return {
        "revoked": _("{credential} was revoked on {day}."),
        "expired": _("{credential} expired on {day}."),
        "no-longer-accepted": _("{credential} has not been accepted since {day}."),
        "not-yet-earned": _("{credential} is recorded as earned on {day}."),
        "not-associated": _("{credential} has not been associated with {organisation} since {day}."),
        "incomplete": _("Holds {credential}, but that is not all."),
    }[code]


def _undated(code: str) -> str:
    return {
        "revoked": _("{credential} was revoked."),
        "expired": _("{credential} has expired."),
        "no-longer-accepted": _("{credential} is no longer accepted."),
        "not-yet-earned": _("{credential} is not earned yet."),
        "not-associated": _("Holds {credential}, but it is not associated with {organisation}."),
        "incomplete": _("Holds {credential}, but that is not all."),
    }[code]


def helps(entry: NotCounting, each: Predicate, words: Words) -> SafeString | str:
    """What would make the person count, in a sentence; empty where there is nothing to say."""
    if entry.reason == "needed-elsewhere" or entry.missing == ():
        return ""
    if _would_do(entry, each, words):
        text = _("Would count once {credential} is associated.")
        return format_html(text, credential=words.credential(entry.credential or ""))
    if entry.missing is None:
        return _("Nothing accepted today would complete it.")
    if entry.missing == (entry.credential,):
        return (
            _("Will count from then on.")
            if entry.reason == "not-yet-earned"
            else _("Would count if earned anew.")
        )
    if entry.reason == "incomplete":
        return format_html(_("Still needs {credentials}."), credentials=words.all_of(entry.missing))
    return format_html(_("Would count with {credentials}."), credentials=words.all_of(entry.missing))


def _would_do(entry: NotCounting, each: Predicate, words: Words) -> bool:
    """Whether associating the credential shown would be enough."""
    held = words.held(entry.person) | {entry.credential or ""}
    return entry.reason == "not-associated" and satisfying(each, held) is not None


def nearest(entries: Sequence[NotCounting], each: Predicate, words: Words) -> NotCounting | None:
    """Who lacks least: first whoever only has to associate, then the fewest missing credentials."""
    able = [entry for entry in entries if entry.missing]
    return min(
        able, key=lambda one: 0 if _would_do(one, each, words) else len(one.missing or ()), default=None
    )


def key_people(needed: Sequence[str], counting: int, words: Words) -> str:
    """What breaks if one person leaves; empty if everybody can be spared (G3)."""
    if not needed:
        return ""
    if len(needed) == counting > 1:
        return _("Nobody to spare: if any one of them leaves, this requirement is no longer met.")
    names = joined([words.person(person) for person in needed])
    text = ngettext(
        "If %(names)s leaves, this requirement is no longer met.",
        "If any one of %(names)s leaves, this requirement is no longer met.",
        len(needed),
    )
    return text % {"names": names}
