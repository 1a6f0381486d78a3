"""The journal in the reader's words: what changed, why, from what to what, and by whom (D5, A7)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.presenters.causes import capitalised, causes, lies_ahead
from competencies.presenters.words import Words
from memberships.models import ReferralReason
from memberships.presenters.telling import VALUES, WORDS
from partners import days
from partners.clock import day_of
from partners.days import Day
from partners.exports import defused
from partners.journal import OF_LEVELS, Kind
from partners.telling import SUBJECTS, Told, filled

# Where the reason of a decision stands in the row that it was about.
_REASONS: Mapping[str, str] = {
    Kind.OVERRIDE_PLACED: "reason",
    Kind.OVERRIDE_EXPIRED: "reason",
    Kind.OVERRIDE_ENDED: "ended",
    Kind.TERM_ENDED: "ended",
    Kind.ORDER_REFUSED: "ended",
}
# Of these the journal keeps a code.
_OF_REFERRALS = {Kind.REFERRAL_DECLINED, Kind.REFERRAL_LOST}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `recorded`: the day on which the portal learned of it, where that is another one."""

    day: Day
    recorded: Day | None
    what: SafeString
    why: SafeString | str
    before: SafeString | str
    after: SafeString | str
    by: str
    competency: str


def lines(entries: Iterable[Told], words: Words, doers: Mapping[str, str]) -> list[Line]:
    """A line for each entry; `doers` are the names of who acted, as far as the reader may learn them."""
    return [_line(told, words, doers) for told in entries]


def kinds(hidden: Sequence[Kind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds to choose among, by what they are about; those without an organisation are left out."""
    groups = []
    for subject, name in SUBJECTS.items():
        own = [
            (kind.value, str(kind.label).capitalize())
            for kind, words in WORDS.items()
            if words.subject == subject and kind not in hidden and kind not in OF_THE_PORTAL
        ]
        if own:
            groups.append((str(name), own))
    return groups


OF_THE_PORTAL = {
    Kind.LOGIN_MADE, Kind.STAFF_APPOINTED, Kind.FACTORS_REMOVED, Kind.EDITION_PUBLISHED, Kind.OFFERS_PUBLISHED,
    Kind.TRANSCRIPT_RECORDED, Kind.TRANSCRIPT_CLAIMED, Kind.TRANSCRIPT_MOVED, Kind.FEED_LOADED, Kind.FEED_REFUSED,
    Kind.ENROLMENT_CONFIRMED, Kind.ENROLMENT_APPROVED, Kind.ENROLMENT_REFUSED, Kind.STAFF_GROUPS_MADE,
    Kind.SESSIONS_ENDED, Kind.MARKET_CORRECTED, Kind.EDITION_DRAFTED, Kind.KEY_POOL_SET, Kind.KEYS_ADDED,
    Kind.KEYS_DISCARDED, Kind.REQUEST_CONFIRMED, Kind.REQUEST_WITHDRAWN, Kind.REQUEST_CLOSED, Kind.REQUEST_ERASED,
}  # fmt: skip
"""Kinds that stand in no organisation's journal."""


def _line(told: Told, words: Words, doers: Mapping[str, str]) -> Line:
    telling = WORDS.get(Kind(told.kind)) if told.kind in Kind.values else None
    recorded = day_of(told.recorded_at)
    return Line(
        day=_day(told.on, words),
        recorded=_day(recorded, words) if recorded != told.on else None,
        what=capitalised(filled(telling.sentence, told, words, VALUES)) if telling else SafeString(""),
        why=_why(told, words),
        before=filled(telling.before, told, words, VALUES) if telling else "",
        after=filled(telling.after, told, words, VALUES) if telling else "",
        by=_by(told, doers),
        competency=told.competency if told.competency in words.edition.competencies else "",
    )


def _day(day: date, words: Words) -> Day:
    """Short, for a narrow column."""
    return Day(day, days.short(day), days.hint(day, as_of=words.on))


def _why(told: Told, words: Words) -> SafeString | str:
    """The causes of a change of status; of a decision the reason that was given for it."""
    because = told.data.get("because")
    if because:
        return causes(because, words, coming=lies_ahead(told.on, told.data))
    beside = _REASONS.get(told.kind, "")
    reason = told.beside.get(beside) or told.data.get("reason")
    if told.kind in _OF_REFERRALS:
        reason = dict(ReferralReason.choices).get(str(reason), reason)
    return _("Reason: %(reason)s") % {"reason": reason} if reason else ""


def _by(told: Told, doers: Mapping[str, str]) -> str:
    """Who acted; what a review or the clock found was nobody's act."""
    if told.by is None:
        return str(_BY_REVIEW) if told.kind in OF_LEVELS else str(_BY_PORTAL)
    return doers.get(str(told.by)) or _("Somebody")


_BY_REVIEW, _BY_PORTAL = gettext_lazy("found by the rules"), gettext_lazy("the portal")


def head() -> list[str]:
    """The head of the file."""
    return [
        _("Day"), _("Recorded on"), _("Kind"), _("What changed"), _("Why"), _("Competency"), _("Level"),
        _("Edition"), _("Before"), _("After"), _("By"),
    ]  # fmt: skip


def cells(entries: Sequence[Told], words: Words, doers: Mapping[str, str]) -> Iterator[list[str]]:
    """The same as lines of a file: plain text in which nothing is a formula, days as ISO text."""
    for told, line in zip(entries, lines(entries, words, doers), strict=True):
        shown: list[Any] = [line.what, line.why]
        place = [_competency(told, words), words.level(told.level) if told.level else "", told.edition]
        yield [
            told.on.isoformat(),
            day_of(told.recorded_at).isoformat(),
            str(Kind(told.kind).label) if told.kind in Kind.values else told.kind,
            *(defused(plain(each)) for each in (*shown, *place, line.before, line.after, line.by)),
        ]


def plain(text: SafeString | str) -> str:
    """The text without markup."""
    return unescape(strip_tags(text)) if isinstance(text, SafeString) else text


def _competency(told: Told, words: Words) -> str:
    known = words.edition.competencies.get(told.competency)
    return words.text(known.name) if known else told.competency
