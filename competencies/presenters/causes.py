"""Why a status changed: the journal's causes in words, as far as the reader may see (D5, E4, A7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.presenters.words import Words, together
from partners import days
from partners.journal import Reason

# A cause says what happened; {person}, {credential}, {day}, {figure}, {name} and {edition} are filled in.
_SENTENCES: Mapping[Reason, Any] = {
    Reason.PERSON_ASSOCIATED: gettext_lazy("{person} associated {credential}"),
    Reason.PERSON_SEVERED: gettext_lazy("{person}: {credential} no longer associated"),
    Reason.ACCOUNT_ENDED: gettext_lazy("{person} left"),
    Reason.ACHIEVEMENT_RECORDED: gettext_lazy("{person}: the vendor’s data on {credential} changed"),
    Reason.ACHIEVEMENT_FOLLOWED: gettext_lazy("{person} earned {credential}, which followed by itself"),
    # Where to, or why, is the person's own affair (A7).
    Reason.TRANSCRIPT_MOVED: gettext_lazy("{person}: {credential} no longer associated"),
    Reason.TRANSCRIPTS_MERGED: gettext_lazy("{person}: two records of {credential} became one"),
    Reason.OVERRIDE_PLACED: gettext_lazy("an override was placed"),
    Reason.OVERRIDE_ENDED_EARLY: gettext_lazy("the override was ended early"),
    Reason.READING_RECORDED: gettext_lazy("a figure was recorded: {figure}"),
    Reason.ATTESTATION_RECORDED: gettext_lazy("an attestation was recorded: {name}"),
    Reason.FEED_LOADED: gettext_lazy("new data of the vendor were loaded"),
    Reason.TERM_STARTED: gettext_lazy("the membership began"),
    Reason.TERM_ENDED: gettext_lazy("the membership was ended"),
    Reason.MARKET_CHANGED: gettext_lazy("the organisation is judged in another market"),
    Reason.PERSON_REVOKED: gettext_lazy("{person}: {credential} revoked"),
    Reason.PERSON_EXPIRED: gettext_lazy("{person}: {credential} expired"),
    Reason.PERSON_NO_LONGER_ACCEPTED: gettext_lazy("{person}: {credential} retired and no longer accepted"),
    Reason.PERSON_NOT_YET_EARNED: gettext_lazy("{person}: {credential} not earned yet"),
    Reason.PERSON_NOT_ASSOCIATED: gettext_lazy("{person}: {credential} not associated"),
    Reason.PERSON_INCOMPLETE: gettext_lazy("{person} no longer holds all that is asked"),
    Reason.PERSON_NEEDED_ELSEWHERE: gettext_lazy("{person} is needed in another group"),
    Reason.PERSON_COUNTS: gettext_lazy("{person} counts with {credential}"),
    Reason.OVERRIDE_BEGAN: gettext_lazy("the override began"),
    Reason.OVERRIDE_ENDED: gettext_lazy("the override ended"),
    Reason.READING_LEFT_WINDOW: gettext_lazy("a figure left the window: {figure}"),
    Reason.READING_IN_WINDOW: gettext_lazy("a figure is in the window: {figure}"),
    Reason.ATTESTATION_BEGAN: gettext_lazy("an attestation began: {name}"),
    Reason.ATTESTATION_ENDED: gettext_lazy("an attestation ended: {name}"),
    Reason.EDITION_TOOK_EFFECT: gettext_lazy("edition {edition} took effect"),
    Reason.TERM_OVER: gettext_lazy("the membership and its grace are over"),
    Reason.FACTS_CHANGED: gettext_lazy("the facts changed"),
    Reason.FIRST_REVIEW: gettext_lazy("the organisation was reviewed for the first time"),
}

# What the clock has not brought yet, on a page about what will lapse.
_COMING: Mapping[Reason, Any] = {
    Reason.PERSON_REVOKED: gettext_lazy("{person}: {credential} will be revoked"),
    Reason.PERSON_EXPIRED: gettext_lazy("{person}: {credential} will expire"),
    Reason.PERSON_NO_LONGER_ACCEPTED: gettext_lazy(
        "{person}: {credential} will be retired and no longer accepted"
    ),
    Reason.PERSON_NOT_ASSOCIATED: gettext_lazy("{person}: {credential} will no longer be associated"),
    Reason.PERSON_INCOMPLETE: gettext_lazy("{person} will no longer hold all that is asked"),
    Reason.OVERRIDE_ENDED: gettext_lazy("the override ends"),
    Reason.ATTESTATION_ENDED: gettext_lazy("an attestation ends: {name}"),
    Reason.EDITION_TOOK_EFFECT: gettext_lazy("edition {edition} takes effect"),
}


@dataclass(frozen=True, slots=True)
class _Filled:
    """What a cause's details say, each asked for only if the sentence names it."""

    details: Mapping[str, Any]
    words: Words

    def values(self) -> dict[str, Any]:
        return {
            "person": self._person(),
            "credential": self._credential(),
            "figure": self._named(self.words.edition.metrics, "metric", _("a figure")),
            "name": self._named(self.words.edition.attestations, "attestation", _("an attestation")),
            "edition": self.details.get("edition", ""),
        }

    def _person(self) -> str:
        person = self.details.get("person")
        return self.words.person(str(person)) if person is not None else _("Somebody")

    def _credential(self) -> SafeString | str:
        codes = self.details.get("credentials") or [self.details.get("credential")]
        known = [code for code in codes if code]
        return self.words.all_of(known) if known else _("an achievement")

    def _named(self, kinds: Mapping[str, Any], key: str, otherwise: str) -> str:
        kind = kinds.get(self.details.get(key, ""))
        return self.words.text(kind.name) if kind else otherwise


def cause(details: Mapping[str, Any], words: Words, *, coming: bool = False) -> SafeString:
    """One cause as a clause without a full stop; `coming` where the clock has yet to bring it, whenever that is.

    A reason that has no words yet says that the facts changed.
    """
    since = date.fromisoformat(details["since"]) if details.get("since") else None
    sentences = {**_SENTENCES, **_COMING} if coming or (since and since > words.on) else _SENTENCES
    try:
        sentence = sentences[Reason(details["reason"])]
    except (KeyError, ValueError):
        sentence = sentences[Reason.FACTS_CHANGED]
    clause = format_html(str(sentence), **_Filled(details, words).values())
    if since:
        return format_html(_("{cause} ({day})"), cause=clause, day=days.full(since))
    return clause


def lies_ahead(on: date, data: Mapping[str, Any]) -> bool:
    """Whether an entry of that day is about a lapse that the clock had yet to bring: then so had its causes."""
    lapses = data.get("lapses_on")
    return bool(data.get("risk") and lapses and date.fromisoformat(lapses) > on)


def causes(
    because: Sequence[Mapping[str, Any]], words: Words, *, coming: bool = False, most: int = 3
) -> SafeString:
    """The causes as one sentence; beyond `most` they are only counted."""
    shown = [cause(details, words, coming=coming) for details in because[:most]]
    if len(because) > most:
        shown.append(SafeString(_("%(count)d more") % {"count": len(because) - most}))
    return capitalised(together(shown))


def capitalised(clause: SafeString) -> SafeString:
    """The clause with a capital at its beginning, unless it begins with markup."""
    return SafeString(clause[:1].upper() + clause[1:])
