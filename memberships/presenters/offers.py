"""Offers in the reader's words: what can be bought, at which price, and what is missing (E1, F2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competencies.presenters import paths
from competencies.presenters.levels import LevelName
from competencies.presenters.situation import Situation
from competencies.presenters.words import joined
from competencies.rules import ExplainedVerdict
from memberships.offers import Availability, How, Offer, OfferKind, OfferList, Position, Why, availability
from memberships.presenters.effects import enough_for, resting
from memberships.presenters.orders import prices, text
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
    }
    if position.in_grace:
        return [_("The %(level)s membership of %(organisation)s was over on %(day)s: renewal is due") % shown]
    last = days.last_day(position.until)
    shown |= {"day": days.full(last), "hint": days.hint(last, as_of=position.on)}
    return [_("%(organisation)s has a %(level)s membership until %(day)s, %(hint)s") % shown]


def _row(found: Availability, position: Position, situation: Situation) -> OfferRow:
    offer = found.offer
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
        price=" / ".join(paid for paid, _instead in prices(found)),
        instead_of=" / ".join(instead for _paid, instead in prices(found) if instead),
        percent=f"{found.percent.normalize():f}",
        example=any(each.example for each in offer.prices),
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
    if why is Why.NO_MEMBERSHIP and position.rank(position.level) > position.rank(found.offer.level):
        return _("It is for members of a lower level than yours.")
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
    held = enough_for(level, situation)
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
    return f"{said} {resting(held, situation)}".strip()


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
    found = [nearest_to(competency, enough, situation) for competency in situation.edition.competencies]
    return [missing for _distance, missing in sorted(filter(None, found), key=lambda pair: pair[0])]


def nearest_to(competency: str, levels: Sequence[str], situation: Situation) -> tuple[float, Missing] | None:
    """What the competency lacks to the nearest of these levels, and how far that is; None if it has none of them."""
    verdicts = [one for one in situation.verdicts(competency) if one.level in levels]
    if not verdicts:
        return None
    ranked = [(one, _nearest(competency, one, situation)) for one in verdicts]
    verdict, nearest = min(ranked, key=lambda pair: pair[1].shortfall.distance)
    several = len(verdict.paths) > 1
    words = situation.words.in_path(nearest.shortfall.words, nearest.path, several=several)
    name = situation.words.text(situation.edition.competencies[competency].name)
    level = situation.words.level(verdict.level)
    return nearest.shortfall.distance, Missing(competency, name, level, words)


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
