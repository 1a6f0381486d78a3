"""How the journal tells what befell competencies, people's achievements, and figures (D5)."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import partners.telling as of_partners
from competencies.presenters.alerts import level_in
from competencies.presenters.words import Words, amount, joined
from competencies.review.risk import RiskKind
from partners import days
from partners.journal import Kind
from partners.telling import Subject, Telling, Told, Value, filled, switched


def _level(told: Told, words: Words) -> str:
    if not told.competency:
        return _("The membership")
    return level_in(told.level, told.competency, words)


def _credentials(told: Told, words: Words) -> SafeString | str:
    codes = told.data.get("credentials") or [told.data.get("credential")]
    known = [code for code in codes if code]
    return words.all_of(known) if known else _("an achievement")


def _attained(told: Told, words: Words) -> str:
    """By what a level is attained, and when it would lapse as things stood."""
    by = joined([_path(key, told.competency, words) for key in told.data.get("via", ())])
    text = _("attained, by %(paths)s") % {"paths": by} if by else _("attained")
    lapses = told.data.get("lapses_on")
    if not lapses:
        return text
    shown = {"attained": text, "day": days.short(date.fromisoformat(lapses))}
    return _("%(attained)s; lapses on %(day)s") % shown


def _path(key: str, competency: str, words: Words) -> str:
    if key == "override":
        return _("override")
    known = words.edition.competencies.get(competency)
    names = {path.key: path.name for path in known.paths} if known else {}
    return words.text(names[key]) if key in names else key


def _risk(data: Any) -> str:
    """Which of the three kinds of risk, and on which day the level lapses."""
    if not data or not data.get("risk"):
        return ""
    text = {
        RiskKind.REFUSED: _("renewal will be refused"),
        RiskKind.DISPLAYED_LEVEL_LOST: _("a displayed level will be lost"),
        RiskKind.UPGRADE_LOST: _("an upgrade will be lost"),
    }[RiskKind(data["risk"])]
    lapses = data.get("lapses_on")
    if not lapses:
        return text
    return _("%(risk)s; lapses on %(day)s") % {
        "risk": text,
        "day": days.short(date.fromisoformat(lapses)),
    }


def _figure(told: Told, words: Words) -> str:
    metric = words.edition.metrics.get(told.data.get("metric", ""))
    return words.text(metric.name) if metric else str(told.data.get("metric", ""))


def _day(told: Told, words: Words) -> str:
    day = told.data.get("day")
    return days.full(date.fromisoformat(day)) if day else ""


def _amount(key: str) -> Value:
    def value(told: Told, words: Words) -> str:
        try:
            number = Decimal(told.data[key])
        except (KeyError, TypeError, InvalidOperation):
            return ""
        metric = words.edition.metrics.get(told.data.get("metric", ""))
        return amount(number, metric.unit if metric else "")

    return value


def _attestation(told: Told, words: Words) -> str:
    known = words.edition.attestations.get(told.data.get("attestation", ""))
    return words.text(known.name) if known else str(told.data.get("attestation", ""))


def _until(told: Told, words: Words) -> str:
    """The last day on which an override counted, or would have without its early end."""
    until = told.beside.get("until")
    return _("to %(day)s") % {"day": days.short(days.last_day(date.fromisoformat(until)))} if until else ""


def _market(key: Any, words: Words) -> str:
    names = {market.key: words.text(market.name) for market in words.edition.markets}
    return names.get(key, str(key or ""))


VALUES: dict[str, Value] = {
    "level": _level,
    "credentials": _credentials,
    "attained": _attained,
    "risk": lambda told, words: _risk(told.data),
    "risk_before": lambda told, words: _risk(told.data.get("before")),
    "follows": lambda told, words: switched(told.data.get("follows")),
    "follows_before": lambda told, words: switched(not told.data.get("follows")),
    "figure": _figure,
    "day": _day,
    "amount": _amount("amount"),
    "amount_before": _amount("before"),
    "attestation": _attestation,
    "override_until": _until,
    "feed": lambda told, words: str(told.data.get("feed", "")),
    "market": lambda told, words: _market(told.data.get("market"), words),
    "market_before": lambda told, words: _market(told.data.get("before"), words),
}

_COUNTS, _NOT = gettext_lazy("associated"), gettext_lazy("not associated")
_OPEN = gettext_lazy("open")


def _fact(sentence: Any, before: Any = "", after: Any = "") -> Telling:
    return Telling(Subject.PEOPLE, sentence, before, after)


WORDS: dict[Kind, Telling] = {
    Kind.EDITION_DRAFTED: Telling(Subject.PROGRAMME, gettext_lazy("The file of an edition was uploaded")),
    Kind.EDITION_PUBLISHED: Telling(Subject.PROGRAMME, gettext_lazy("Edition {edition} was published")),
    Kind.MARKET_CHANGED: Telling(
        Subject.MEMBERSHIP,
        gettext_lazy("The market is {market} now; it was {market_before}"),
    ),
    Kind.TRANSCRIPT_RECORDED: _fact(gettext_lazy("A transcript was recorded")),
    Kind.TRANSCRIPT_CLAIMED: _fact(gettext_lazy("{person} claimed a transcript")),
    Kind.TRANSCRIPT_MOVED: _fact(gettext_lazy("A transcript was given to {person}")),
    Kind.TRANSCRIPTS_MERGED: _fact(gettext_lazy("{person}: two records of {credentials} became one")),
    Kind.FOLLOWING_SET: _fact(
        gettext_lazy("{person} decided whether later achievements follow by themselves"),
        "{follows_before}",
        "{follows}",
    ),
    Kind.CREDIT_REPORTED: Telling(
        Subject.FIGURES, gettext_lazy("{person} reported missing credit"), after=_OPEN
    ),
    Kind.CREDIT_ANSWERED: Telling(
        Subject.FIGURES,
        gettext_lazy("The vendor answered what {person} reported missing"),
        _OPEN,
        gettext_lazy("answered"),
    ),
    Kind.CREDIT_CLOSED: Telling(
        Subject.FIGURES,
        gettext_lazy("What {person} reported missing has come"),
        _OPEN,
        gettext_lazy("closed"),
    ),
    Kind.CREDIT_WITHDRAWN: Telling(
        Subject.FIGURES,
        gettext_lazy("{person} withdrew a report of missing credit"),
        _OPEN,
        gettext_lazy("withdrawn"),
    ),
    Kind.ACHIEVEMENTS_RECORDED: _fact(gettext_lazy("{person}: {credentials} recorded")),
    Kind.ACHIEVEMENTS_ASSOCIATED: _fact(gettext_lazy("{person} associated {credentials}"), _NOT, _COUNTS),
    Kind.ACHIEVEMENTS_SEVERED: _fact(
        gettext_lazy("{person}: {credentials} no longer associated"), _COUNTS, _NOT
    ),
    Kind.PEOPLE_REMINDED: _fact(gettext_lazy("{people} reminded to claim and associate")),
    Kind.OVERRIDE_PLACED: Telling(
        Subject.OVERRIDES, gettext_lazy("{level}: override placed"), gettext_lazy("none"), "{period}"
    ),
    Kind.OVERRIDE_ENDED: Telling(
        Subject.OVERRIDES,
        gettext_lazy("{level}: override ended early"),
        "{override_until}",
        gettext_lazy("ended"),
    ),
    Kind.OVERRIDE_EXPIRED: Telling(
        Subject.OVERRIDES,
        gettext_lazy("{level}: override ended"),
        "{override_until}",
        gettext_lazy("ended"),
    ),
    Kind.READING_RECORDED: Telling(
        Subject.FIGURES, gettext_lazy("A figure was recorded: {figure}, {day}"), "{amount_before}", "{amount}"
    ),
    Kind.ATTESTATION_RECORDED: Telling(
        Subject.FIGURES, gettext_lazy("An attestation was recorded: {attestation}"), after="{period}"
    ),
    Kind.FEED_LOADED: Telling(Subject.PROGRAMME, gettext_lazy("A file of the vendor’s was loaded")),
    Kind.FEED_REFUSED: Telling(Subject.PROGRAMME, gettext_lazy("A file of the vendor’s was refused")),
    Kind.LEVEL_ATTAINED: Telling(
        Subject.LEVELS, gettext_lazy("{level}: attained"), gettext_lazy("not attained"), "{attained}"
    ),
    Kind.LEVEL_LOST: Telling(
        Subject.LEVELS,
        gettext_lazy("{level}: no longer attained"),
        gettext_lazy("attained"),
        gettext_lazy("not attained"),
    ),
    Kind.DISPLAY_ADDED: Telling(
        Subject.LEVELS,
        gettext_lazy("{level}: shown by the membership from now on, to its end"),
        gettext_lazy("not shown"),
        gettext_lazy("shown"),
    ),
    Kind.RISK_RAISED: Telling(
        Subject.LEVELS, gettext_lazy("{level}: renewal at risk"), gettext_lazy("no risk"), "{risk}"
    ),
    Kind.RISK_CHANGED: Telling(
        Subject.LEVELS, gettext_lazy("{level}: the risk to the renewal changed"), "{risk_before}", "{risk}"
    ),
    Kind.RISK_CLEARED: Telling(
        Subject.LEVELS, gettext_lazy("{level}: renewal no longer at risk"), "{risk}", gettext_lazy("no risk")
    ),
}

OF_THE_ORGANISATION = (Kind.SUPPORT_STARTED, Kind.SUPPORT_ENDED, Kind.ADMIN_APPOINTED, Kind.MARKET_CHANGED)
"""What befalls the organisation and no level of it, and stands among the latest changes, too."""


def sentence(told: Told, words: Words) -> SafeString:
    """What happened, for a kind that has its words in this app or the one below."""
    telling = (of_partners.WORDS | WORDS)[Kind(told.kind)]
    return filled(telling.sentence, told, words, of_partners.VALUES | VALUES)
