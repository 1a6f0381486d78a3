"""Benefits in the reader's words: by group, how much, for whom, and where each stands (E5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.presenters.levels import LevelName
from competencies.presenters.meters import Bar, Meter
from competencies.presenters.situation import Situation
from memberships.entitled import Entitled
from memberships.models import Entitlement
from memberships.offers import Benefit, OfferKind, OfferList, Position
from memberships.offers.model import Gives, Group
from memberships.offers.rights import Right, defined
from memberships.presenters.conditions import condition
from memberships.presenters.offers import OfferRow
from memberships.presenters.orders import level_name, text
from partners import days


@dataclass(frozen=True, slots=True)
class State:
    """Where a benefit stands: `words`, with `more` below; `warns` where something is to be done.

    `does`: what the row's button does: activate, key, seats; empty without one. `competency`: to look at.
    """

    words: str
    more: str = ""
    warns: bool = False
    does: str = ""
    competency: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One benefit of the page. `entitlement`: what the organisation has activated; `secret`: a key just shown."""

    key: str
    name: str
    amount: str
    note: SafeString | str
    example: bool
    meter: Meter | None
    level: LevelName
    marked: bool
    state: State
    entitlement: Entitlement | None
    secret: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The benefits of one group, in the order of the list."""

    key: str
    name: str
    rows: tuple[BenefitRow, ...]


def group_names() -> dict[Group, str]:
    """What the groups are called."""
    return {
        Group.SOFTWARE: _("Software"),
        Group.CLOUD_SERVICES: _("Cloud services"),
        Group.DEVELOPER_SUBSCRIPTIONS: _("Developer subscriptions"),
        Group.SUPPORT_AND_ADVICE: _("Support and advice"),
        Group.GO_TO_MARKET: _("Go-to-market"),
        Group.DISCOUNTS_AND_OFFERS: _("Discounts and offers"),
    }


def groups(
    own: Entitled, position: Position, situation: Situation, *, shown: tuple[int, str] | None = None
) -> list[GroupView]:
    """All groups that have benefits at any level. `shown`: a product key, by the id of its entitlement."""
    keys = dict.fromkeys(benefit.key for offer in own.offers.offers for benefit in offer.benefits)
    rows = [
        (_benefit(own, key), key) for key in [*own.rights, *(key for key in keys if key not in own.rights)]
    ]
    return [
        GroupView(
            group.value,
            name,
            tuple(
                _row(benefit, key, own, position, situation, shown)
                for benefit, key in rows
                if benefit is not None and benefit.group is group
            ),
        )
        for group, name in group_names().items()
        if any(benefit is not None and benefit.group is group for benefit, _key in rows)
    ]


def facts(own: Entitled, situation: Situation) -> list[str]:
    """What the benefits come from, to which day, and how many are in use."""
    said = [_("Of every partner, without a paid membership")]
    if own.term is not None:
        shown = {
            "level": situation.words.level_inside(own.term.level),
            "day": days.full(days.last_day(own.term.until)),
        }
        said = [_("Of the %(level)s membership, whose last day is %(day)s") % shown]
    usable = [key for key, each in own.rights.items() if key in own.active or _may_activate(each)]
    if usable:
        in_use = sum(key in own.active for key in usable)
        said.append(_("%(count)d of %(total)d in use") % {"count": in_use, "total": len(usable)})
    return said


def upgrades(rows: Sequence[OfferRow], position: Position, offers: OfferList) -> list[OfferRow]:
    """Of the rows of the Offers page: the next level, what is discounted, and add-ons of the present level."""
    by_key = {row.key: row for row in rows}
    floor = max(0, position.rank(position.level))
    above = [
        each
        for each in sorted(offers.offers, key=lambda one: position.rank(one.level))
        if each.kind is OfferKind.MEMBERSHIP and position.rank(each.level) > floor
    ]
    chosen = [each.key for place, each in enumerate(above) if place == 0 or by_key[each.key].instead_of]
    chosen += [
        each.key for each in offers.offers if each.kind is OfferKind.ADD_ON and each.level == position.level
    ]
    return [by_key[key] for key in chosen]


def _benefit(own: Entitled, key: str) -> Benefit | None:
    right = own.rights.get(key)
    return right.benefit if right else defined(own.offers, key, own.term.level if own.term else "")


def _may_activate(right: Right) -> bool:
    return right.lacking is None and not right.benefit.by_order


def _row(
    benefit: Benefit,
    key: str,
    own: Entitled,
    position: Position,
    situation: Situation,
    shown: tuple[int, str] | None,
) -> BenefitRow:
    active, right = own.active.get(key), own.rights.get(key)
    level, marked = _for(key, own, position, situation)
    return BenefitRow(
        key=key,
        name=text(benefit.name),
        amount=_amount(benefit, right, active),
        note=condition(benefit.needs, situation, held=active is not None) if benefit.needs else "",
        example=benefit.example,
        meter=_meter(active) if active and benefit.gives is Gives.SEATS else None,
        level=level,
        marked=marked,
        state=_active(active, benefit, own, situation.on) if active else _inactive(benefit, right, situation),
        entitlement=active,
        secret=shown[1] if shown and active and shown[0] == active.pk else "",
    )


def _amount(benefit: Benefit, right: Right | None, active: Entitlement | None) -> str:
    """As the list writes it, but where several offers bring it together."""
    quantity = active.quantity if active else right.quantity if right else benefit.quantity
    if benefit.amount is not None and quantity == benefit.quantity:
        return text(benefit.amount)
    if quantity is None:
        return ""
    words = {
        Gives.SEATS: ngettext("%(count)s seat", "%(count)s seats", quantity),
        Gives.KEYS: ngettext("%(count)s installation", "%(count)s installations", quantity),
    }
    return words.get(benefit.gives, "%(count)s") % {"count": f"{quantity:,}"}


def _meter(active: Entitlement) -> Meter | None:
    if active.quantity is None:
        return None
    share = min(100, active.used * 100 // active.quantity) if active.quantity else 0
    words = format_html(
        _("<b>{have}</b> of {need} seats"), have=f"{active.used:,}", need=f"{active.quantity:,}"
    )
    return Meter(False, words, "", 100, (Bar(0, 100, False), Bar(0, share, True)))


def _for(key: str, own: Entitled, position: Position, situation: Situation) -> tuple[LevelName, bool]:
    """Which levels bring it, in words, and whether the mark of a level stands beside them."""
    offers = [each for each in own.offers.offers if any(one.key == key for one in each.benefits)]
    levels = sorted({each.level for each in offers if each.kind is OfferKind.MEMBERSHIP}, key=position.rank)
    if not levels:
        return LevelName("", text(offers[0].name)), False
    if any(not each.prices for each in offers):
        return LevelName("", _("Every partner")), False
    name = level_name(levels[0], situation.edition)
    upwards = len(levels) > 1 and len(levels) == len(position.order) - position.rank(levels[0])
    if len(levels) > 1 and not upwards:
        names = [level_name(each, situation.edition) for each in levels]
        return LevelName("", " / ".join(names)), False
    words = _("%(level)s and up") % {"level": name} if upwards else name
    return LevelName(levels[0], words), levels[0] in position.levels


def _active(active: Entitlement, benefit: Benefit, own: Entitled, on: date) -> State:
    since = _("Active since %(day)s") % {"day": days.full(active.starts_on)}
    more = _ends(active, on)
    if benefit.gives is Gives.SEATS:
        full = active.quantity is not None and active.used >= active.quantity
        return State(_("All seats are taken") if full else since, more, warns=full, does="seats")
    if benefit.gives is not Gives.KEYS:
        return State(since, more)
    grant = own.grants.get(active.pk)
    if grant is not None:
        shown = {"name": grant.by.name or _("Somebody"), "day": days.full(grant.on)}
        return State(_("Key given to %(name)s on %(day)s") % shown, more, does="key")
    if active.benefit in own.wanted:
        return State(_("No key left: the vendor has been told"), more, warns=True)
    return State(since, more, does="key")


def _ends(active: Entitlement, on: date) -> str:
    """Its last day: that of the term's grace."""
    if active.term is None:
        return ""
    shown = {"day": days.full(days.last_day(active.term.over_on))}
    if active.term.until <= on:
        return _("Ends unless renewed; its last day is %(day)s") % shown
    return _("Without a renewal its last day is %(day)s") % shown


def _inactive(benefit: Benefit, right: Right | None, situation: Situation) -> State:
    if right is None:
        return State(_("Not at your level"), elsewhere=True)
    if right.lacking is not None:
        known = right.lacking.competency in situation.edition.competencies
        return State(_("Not available to you"), competency=right.lacking.competency if known else "")
    if benefit.by_order:
        return State(_("Taken off as you order"), elsewhere=True)
    return State(_("Not activated"), does="activate")
