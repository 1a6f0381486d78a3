"""Offers in the reader's words: what can be bought, at which price, and what is missing (E1, F2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.display import displayed
from competencies.facts import Held, Membership
from competencies.presenters import paths
from competencies.presenters.levels import LevelName
from competencies.presenters.situation import Situation
from competencies.presenters.words import joined
from competencies.rules import ExplainedVerdict
from memberships.offers import Availability, How, Offer, OfferKind, OfferList, Position, Why, availability
from memberships.presenters.orders import money, text
from memberships.refusal import why_not
from partners import days

NEAREST = 3
"""So many of the nearest competencies are named where one is missing."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A competency that would do, and what it lacks."""

    competency: str
    name: str
    level: str
    words: SafeString


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """What an offer brings, in one line."""

    name: str
    amount: str
    condition: str
    example: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of the page. `headline` says what may be done, `notes` what follows; `missing`, the nearest first."""

    key: str
    level: LevelName
    name: str
    has_mark: bool
    can_buy: bool
    how: str
    headline: str
    notes: tuple[str, ...]
    missing: tuple[Missing, ...]
    more_missing: int
    price: str
    instead_of: str
    percent: str
    example: bool
    state: str
    benefits: tuple[BenefitLine, ...]


def offer_rows(offers: OfferList, position: Position, situation: Situation) -> list[OfferRow]:
    """All offers, the highest level first, each membership before its add-ons."""
    ordered = sorted(
        offers.offers, key=lambda each: (-position.rank(each.level), each.kind is OfferKind.ADD_ON)
    )
    return [_row(availability(each, position), position, situation) for each in ordered]


def facts(position: Position, situation: Situation) -> list[str]:
    """Where the organisation stands, for the head of the page."""
    name = situation.words.organisation
    if not position.level or position.until is None:
        return [_("%(organisation)s is a network member, without a paid membership") % {"organisation": name}]
    shown = {
        "organisation": name,
        "level": situation.words.level_inside(position.level),
        "day": days.full(position.until),
        "hint": days.hint(position.until, as_of=position.on),
    }
    if position.in_grace:
        return [_("The %(level)s membership of %(organisation)s was over on %(day)s: renewal is due") % shown]
    return [_("%(organisation)s has a %(level)s membership until %(day)s, %(hint)s") % shown]


def _row(found: Availability, position: Position, situation: Situation) -> OfferRow:
    offer = found.offer
    price = offer.prices[0] if offer.prices else None
    paid = found.price(price.currency) if price else None
    missing = missing_to(offer, situation) if found.why is Why.NOT_ATTAINED else []
    return OfferRow(
        key=offer.key,
        level=LevelName(offer.level, text(offer.name)),
        name=text(offer.name),
        has_mark=offer.kind is OfferKind.MEMBERSHIP and bool(offer.needs_competency),
        can_buy=found.how is not None,
        how=found.how.value if found.how else "",
        headline=_headline(found, position),
        notes=tuple(_notes(found, position, situation)),
        missing=tuple(missing[:NEAREST]),
        more_missing=max(0, len(missing) - NEAREST),
        price=money(paid, price.currency) if price and paid is not None else "",
        instead_of=money(price.amount, price.currency) if price and found.percent else "",
        percent=f"{found.percent.normalize():f}",
        example=bool(price and price.example),
        state=_state(found),
        benefits=tuple(_benefits(offer, situation)),
    )


def _headline(found: Availability, position: Position) -> str:
    if found.how is not None:
        return {
            How.FIRST: _("You can order it today."),
            How.UPGRADE: _("You can upgrade today."),
            How.RENEWAL: _("You can renew today."),
            How.ADD_ON: _("You can add it today."),
        }[found.how]
    why = found.why or Why.INCLUDED
    opens = {"day": days.full(position.until)} if position.until else {"day": ""}
    return {
        Why.INCLUDED: _("Yours in any case."),
        Why.PRESENT: _("Your present level. Renewal opens on %(day)s for 30 days.") % opens,
        Why.LOWER: _("Lower than your level. It can be ordered from %(day)s on.") % opens,
        Why.NOT_ATTAINED: _("Not yet: one competency at this level, or higher, is missing."),
        Why.ORDERED: _("An order is open already."),
    }.get(why) or why_not(why)


def _notes(found: Availability, position: Position, situation: Situation) -> list[str]:
    """What the click would bring, and what is said beside the offer."""
    notes = [text(found.offer.note)] if found.offer.note else []
    if found.how is not None and found.offer.needs_competency:
        notes.append(_attained(found.offer.needs_competency, situation))
    if found.why is Why.INCLUDED:
        notes.append(_("Every partner is a network member; it asks for nothing and brings no paid benefits."))
    if found.how is How.UPGRADE:
        notes.append(
            _(
                "The year starts anew: from the day on which your payment is confirmed to the same day next year."
            )
        )
    if found.how is How.RENEWAL and position.until:
        notes.append(
            _(
                "The new year starts on the old anniversary, %(day)s. Level and display stay until it is settled."
            )
            % {"day": days.full(position.until)}
        )
    if found.why is Why.PRESENT:
        notes.append(_as_things_stand(situation))
    return [note for note in notes if note]


def _attained(level: str, situation: Situation) -> str:
    """What makes it possible, and that it rests on an override if nothing else does (D4)."""
    levels = [each.key for each in situation.edition.levels]
    enough = levels[levels.index(level) :]
    held = [one for one in situation.outcome.competencies if one.attained and one.level in enough]
    names = list(
        dict.fromkeys(
            situation.words.text(situation.edition.competencies[one.competency].name) for one in held
        )
    )
    said = _("Qualified in %(names)s.") % {"names": joined(names[:NEAREST])}
    if len(names) > NEAREST:
        more = len(names) - NEAREST
        said = ngettext(
            "Qualified in %(names)s and %(count)d more.", "Qualified in %(names)s and %(count)d more.", more
        ) % {"names": pgettext("between the parts of a list", ", ").join(names[:NEAREST]), "count": more}
    if held and all(one.via == ("override",) for one in held):
        until = max(each.until for one in held for each in situation.overrides_of(one.key))
        rests = _("It rests on an override until %(day)s.") % {"day": days.full(days.last_day(until))}
        return f"{said} {rests}"
    return said


def _as_things_stand(situation: Situation) -> str:
    renewal = situation.outcome.renewal
    if renewal is None:
        return ""
    if renewal.eligible:
        return _("As things stand, you meet its requirements on that day.")
    return _("As things stand, you do not meet its requirements on that day.")


def _state(found: Availability) -> str:
    """The word in place of the button."""
    if found.how is not None:
        return ""
    if found.why is Why.INCLUDED:
        return _("Included")
    return _("Runs already") if found.why is Why.ADDED else _("Not now")


def missing_to(offer: Offer, situation: Situation) -> list[Missing]:
    """Every competency that would open the offer, by how little its nearest path lacks: as its own page says."""
    levels = [each.key for each in situation.edition.levels]
    enough = levels[levels.index(offer.needs_competency) :] if offer.needs_competency in levels else []
    found = []
    for competency in situation.edition.competencies.values():
        verdicts = [one for one in situation.verdicts(competency.key) if one.level in enough]
        ranked = [(one, _nearest(competency.key, one, situation)) for one in verdicts]
        if ranked:
            verdict, nearest = min(ranked, key=lambda pair: pair[1].shortfall.distance)
            several = len(verdict.paths) > 1
            words = situation.words.in_path(nearest.shortfall.words, nearest.path, several=several)
            name = situation.words.text(competency.name)
            level = situation.words.level(verdict.level)
            found.append((nearest.shortfall.distance, Missing(competency.key, name, level, words)))
    return [missing for _distance, missing in sorted(found, key=lambda pair: pair[0])]


def _nearest(competency: str, verdict: ExplainedVerdict, situation: Situation) -> paths.Ranked:
    judged = situation.judged(situation.edition.competencies[competency], verdict)
    return paths.ranked(judged, situation.words)[0]


def _benefits(offer: Offer, situation: Situation) -> list[BenefitLine]:
    return [
        BenefitLine(
            name=text(each.name),
            amount=text(each.amount) if each.amount else "",
            condition=_condition(each.needs.competency, each.needs.level, situation) if each.needs else "",
            example=each.example,
        )
        for each in offer.benefits
    ]


def _condition(competency: str, level: str, situation: Situation) -> str:
    known = situation.edition.competencies.get(competency)
    shown = {
        "competency": situation.words.text(known.name) if known else competency,
        "level": situation.words.level_inside(level),
    }
    return _("needs %(competency)s at %(level)s or higher") % shown


def dropped(
    situation: Situation, *, level: str, attained: Collection[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """F2: which displayed competencies a new term of the level would no longer show, and which it would add.

    `attained`: what it would display as it starts. Each as "Gold in Cloud Platform"; a higher level of the same
    competency in place of a lower one is an addition.
    """
    levels = situation.programme.level_keys
    term = situation.membership
    now = displayed(term, levels) if term else frozenset()
    held = tuple(Held(*key) for key in sorted(attained))
    then = displayed(Membership(level, situation.on, None, None, held), levels)
    return _named(_lost(now, then, levels), situation), _named(_lost(then, now, levels), situation)


def _lost(
    before: Collection[tuple[str, str]], after: Collection[tuple[str, str]], levels: Sequence[str]
) -> list[tuple[str, str]]:
    """What is shown before and neither so nor higher afterwards."""
    kept = {competency: levels.index(level) for competency, level in after}
    return sorted((key, level) for key, level in before if kept.get(key, -1) < levels.index(level))


def _named(keys: Collection[tuple[str, str]], situation: Situation) -> list[str]:
    words = situation.words
    known = situation.edition.competencies
    return [
        _("%(level)s in %(competency)s")
        % {"level": words.level(level), "competency": words.text(known[key].name) if key in known else key}
        for key, level in sorted(keys)
    ]


def effects(
    found: Availability, position: Position, situation: Situation, attained: Collection[tuple[str, str]]
) -> list[SafeString | str]:
    """What the order would change, said before the click: the year, the days given up, the display."""
    said: list[SafeString | str] = []
    if found.how is How.ADD_ON and position.until:
        text_ = _(
            "It runs from the confirmation of your payment; its last day is %(day)s, that of your year."
        )
        return [text_ % {"day": days.full(days.last_day(position.until))}]
    if found.how is How.UPGRADE and position.until:
        said.append(_given_up(situation.words.level(position.level), position.until, position.on))
    if found.how is How.RENEWAL and position.until:
        text_ = _(
            "The new year starts on the old anniversary, %(day)s. Level and display stay until it is settled."
        )
        said.append(text_ % {"day": days.full(position.until)})
    gone, added = dropped(situation, level=found.offer.level, attained=attained)
    if gone:
        said.append(format_html(_("No longer displayed, as things stand: {names}."), names=joined(gone)))
    if added:
        said.append(format_html(_("Newly displayed: {names}."), names=joined(added)))
    return said


def _given_up(name: str, until: date, on: date) -> str:
    if until <= on:
        return _(
            "The year starts anew on the day of the confirmation, and the %(level)s year ends on it."
        ) % {"level": name.lower()}
    return _(
        "The year starts anew on the day of the confirmation. %(level)s ends on it: today that would give up "
        "%(count)d paid days."
    ) % {"level": name, "count": (until - on).days}
