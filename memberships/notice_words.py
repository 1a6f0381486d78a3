"""Messages of one organisation as notices, those about orders and renewals among them: few queries however many."""

import uuid
from collections.abc import Sequence

from django.db.models import Q

from competencies import notices as competencies
from competencies.presenters.notices import Notice
from competencies.published import Published, published
from memberships.models import Entitlement, Order, Profile, Referral
from memberships.presenters.benefit_notices import benefits_notice
from memberships.presenters.order_notices import OF_ORDERS, OF_TERMS, order_notice, term_notice
from memberships.presenters.profile_notices import withdrawal_notice
from memberships.presenters.referral_notices import OF_REFERRALS, referral_notice
from partners.clock import today
from partners.models import JournalEntry, Message, MessageKind, Organisation, Term


def notices_of(
    messages: Sequence[Message], organisation: Organisation, rules: Published | None = None
) -> list[tuple[Message, Notice]]:
    """Each message, in their order, with its words in the language of the day's reader."""
    rules = rules or published()
    orders, terms = _orders(messages, organisation), _terms(messages, organisation)
    edition = rules.programme.edition_on(today())
    others = [each for each in messages if each.kind not in (*OF_ORDERS, *OF_TERMS)]
    found = {each.pk: notice for each, notice in competencies.notices_of(others, organisation, rules)}
    for each in messages:
        if order := orders.get(each.data.get("order")):
            found[each.pk] = order_notice(each.kind, order)
        elif each.kind in OF_TERMS and (term := terms.get(each.data.get("term"))):
            before = each.data["which"] == "before"
            found[each.pk] = term_notice(each.kind, term, organisation, edition, before=before)
    found |= _benefits(messages, organisation)
    found |= _referrals(messages, organisation)
    found |= _profiles(messages, organisation)
    return [(each, found[each.pk]) for each in messages if each.pk in found]


def _orders(messages: Sequence[Message], organisation: Organisation) -> dict[object, Order]:
    ids = {each.data["order"] for each in messages if each.kind in OF_ORDERS}
    rows = Order.objects.of(organisation).select_related("organisation", "edition", "term")
    return {row.pk: row for row in rows.filter(pk__in=ids)} if ids else {}


def _terms(messages: Sequence[Message], organisation: Organisation) -> dict[object, Term]:
    ids = {each.data["term"] for each in messages if each.kind in OF_TERMS}
    rows = Term.objects.filter(organisation=organisation, pk__in=ids)
    return {row.pk: row for row in rows} if ids else {}


def _benefits(messages: Sequence[Message], organisation: Organisation) -> dict[uuid.UUID, Notice]:
    told = [each for each in messages if each.kind == MessageKind.BENEFITS_ENDED]
    if not told:
        return {}
    freed = [pk for each in told for pk, _count in each.data.get("freed", ())]
    wanted = Q(until__in={each.on for each in told}) | Q(pk__in=freed)
    rows = (
        Entitlement.objects.of(organisation).filter(wanted).select_related("edition", "term").order_by("pk")
    )
    entitlements = list(rows)
    return {each.pk: benefits_notice(each, entitlements, organisation) for each in told}


def _referrals(messages: Sequence[Message], organisation: Organisation) -> dict[uuid.UUID, Notice]:
    told = [each for each in messages if each.kind in OF_REFERRALS]
    if not told:
        return {}
    rows = Referral.objects.filter(organisation=organisation).select_related("request")
    known = rows.in_bulk({each.data["referral"] for each in told})
    return {
        each.pk: referral_notice(each, known[each.data["referral"]], organisation)
        for each in told
        if each.data["referral"] in known
    }


def _profiles(messages: Sequence[Message], organisation: Organisation) -> dict[uuid.UUID, Notice]:
    told = [each for each in messages if each.kind == MessageKind.PROFILE_WITHDRAWN]
    if not told:
        return {}
    entries = JournalEntry.objects.of(organisation).in_bulk([each.data["entry"] for each in told])
    rows = Profile.objects.of(organisation).select_related("organisation")
    profiles = rows.in_bulk([each.data["profile"] for each in told])
    return {
        each.pk: withdrawal_notice(entries[each.data["entry"]], profiles[each.data["profile"]])
        for each in told
        if each.data["entry"] in entries and each.data["profile"] in profiles
    }
