"""Benefits (E5): activated by partners; carried over to another term, or ended, with what brought them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.published import current_programme
from competencies.review import changing
from memberships.ending import end_all, shrink
from memberships.holding import add_ons_of, list_of, rights_of
from memberships.models import Entitlement, OfferEdition
from memberships.notices import Changed, tell_of_benefits
from memberships.offers import NoOffers
from memberships.offers.model import Gives
from memberships.offers.published import edition_on, offers_of
from memberships.offers.rights import Holding, Right, rights
from memberships.position import term_of
from partners.actions import events
from partners.journal import Kind
from partners.models import Organisation, Term, User
from partners.refusals import Refused


def activate(*, organisation: Organisation, benefit: str, on: date, by: User) -> Entitlement:
    """Activate a benefit that the organisation's offers bring; its condition is judged now, after a review.

    From then on it stays until what brought it ends, whatever becomes of the competency. Refused: what the
    offers do not bring, or ask a competency for that is not attained; what is activated; a discount, which
    an order applies by itself.
    """
    with changing([organisation.pk], on=on):
        term = term_of(organisation, on=on)
        edition = _list(term, on)
        right = _right(_rights(organisation, term, edition, on), benefit)
        end_over(found=_locked(organisation), as_of=on)
        columns = _columns(right, term, edition)
        made = _made(organisation=organisation, benefit=benefit, starts_on=on, activated_by=by, **columns)
        _tell(Kind.BENEFIT_ACTIVATED, made, on, by, quantity=right.quantity)
    return made


def _made(**columns: Any) -> Entitlement:
    """A new row. Refused if the benefit is active."""
    try:
        with transaction.atomic():
            return Entitlement.objects.create(**columns)
    except IntegrityError as error:
        message = _("This benefit is activated already. There is nothing more to do.")
        raise Refused("active", message) from error


def carry_over(
    *, term: Term, after: Term | None, edition: OfferEdition | None, on: date, by: User | None
) -> None:
    """Give the benefits of the term before, `after`, to a new one, which starts: the same keys go on, with
    product keys and seats; the others end on the day, and people are told.

    Where it brings fewer seats than are in use, those that were assigned last are freed. A condition is judged
    on the day. Call it inside `changing`, once the term before has ended. `edition`: the list that was ordered.
    """
    found = _locked(term.organisation)
    # What another term brought ended with it, though the job may not have come round to that.
    end_over(found=[each for each in found if after is None or each.term_id != after.pk], as_of=on)
    if not found:
        return
    edition = edition or list_of(term, on=on)
    brought = rights_of(term.organisation, current_programme(), edition, level=term.level, on=on)
    _settle(Brought(term.organisation, brought, term, edition), f"start:{term.pk}", on, by)


def end_with(*, term: Term, on: date, by: User | None) -> None:
    """End the benefits of a term that staff ends early; what is free for every partner stays (E2)."""
    found = [each for each in _locked(term.organisation) if each.term_id == term.pk]
    if found:
        edition = _list(None, on)
        brought = rights_of(term.organisation, current_programme(), edition, level="", on=on)
        _settle(Brought(term.organisation, brought, None, edition), f"end:{term.pk}", on, by)


def add(*, term: Term, offer: str, on: date, by: User | None) -> None:
    """Let what is activated have the more that an add-on brings from now on (E1)."""
    edition = list_of(term, on=on)
    brought = _rights(term.organisation, term, edition, on)
    added = next((each for each in offers_of(edition).offers if each.key == offer), None)
    keys = {each.key for each in added.benefits} if added else set()
    for each in _locked(term.organisation):
        right = brought.get(each.benefit)
        more = right is not None and (right.quantity is None or right.quantity > (each.quantity or 0))
        if each.benefit in keys and right is not None and right.lacking is None and more:
            _keep(each, right, Brought(term.organisation, brought, term, edition), on, by)


def end_over(*, found: Collection[Entitlement], as_of: date) -> int:
    """End those of these entitlements, locked here, whose term is over by the day: on the day on which it was.

    What is free for every partner by then goes on without a term. Returns how many were dealt with.
    """
    over = [each for each in found if each.term is not None and each.term.over_on <= as_of]
    edition = edition_on(as_of) if over else None
    free = rights(offers_of(edition), Holding("", (), (), ())) if edition else {}
    lasting = [each for each in over if each.benefit in free]
    for each in lasting:
        assert edition is not None  # noqa: S101 for the type checker
        _keep(each, free[each.benefit], Brought(each.organisation, free, None, edition), as_of, None)
    ended = sorted((each for each in over if each.benefit not in free), key=_ended_on)
    for day, group in groupby(ended, key=_ended_on):
        gone = list(group)
        end_all(gone, on=day)
        terms = {each.term_id: each.organisation_id for each in gone}
        tell_of_benefits([Changed(own, f"end:{term}", {}) for term, own in terms.items()], on=day)
    return len(over)


def _ended_on(each: Entitlement) -> date:
    assert each.term is not None  # noqa: S101 for the type checker
    return each.term.over_on


def redate(term: Term) -> None:
    """Have the benefits of a term looked at on the day on which it is over now."""
    Entitlement.objects.open().filter(term=term).update(due_on=term.over_on)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an organisation may have from a day on: by its term, or without any, as a list of offers says."""

    organisation: Organisation
    rights: Mapping[str, Right]
    term: Term | None
    edition: OfferEdition


def _settle(brought: Brought, about: str, on: date, by: User | None) -> None:
    """What is brought is kept, the rest ends; people are told of what they lose."""
    ended, freed = [], {}
    for each in _locked(brought.organisation):
        right = brought.rights.get(each.benefit)
        if right is None or right.lacking is not None:
            ended.append(each)
        elif surplus := _keep(each, right, brought, on, by):
            freed[each.pk] = surplus
    end_all(ended, on=on, by=by)
    if ended or freed:
        tell_of_benefits([Changed(brought.organisation.pk, about, freed)], on=on)


def _keep(each: Entitlement, right: Right, brought: Brought, on: date, by: User | None) -> int:
    """Go on under what brings it now; returns how many seats are freed by it."""
    before = each.quantity
    surplus = shrink(each, right.quantity if right.benefit.gives is Gives.SEATS else 0, on=on)
    columns = _columns(right, brought.term, brought.edition)
    Entitlement.objects.filter(pk=each.pk).update(**columns)
    if each.term_id is not None or not right.free:
        _tell(Kind.BENEFIT_CARRIED_OVER, each, on, by, before=before, quantity=right.quantity, freed=surplus)
    return surplus


def _columns(right: Right, term: Term | None, edition: OfferEdition) -> dict[str, object]:
    """The columns that say what brings it."""
    of = None if right.free else term
    return {
        "edition": edition,
        "term": of,
        "quantity": right.quantity,
        "due_on": of.over_on if of else None,
    }


def _locked(organisation: Organisation) -> list[Entitlement]:
    rows = Entitlement.objects.of(organisation).open().select_related("term").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _rights(
    organisation: Organisation, term: Term | None, edition: OfferEdition, on: date
) -> dict[str, Right]:
    level, add_ons = (term.level if term else ""), add_ons_of(term)
    return rights_of(organisation, current_programme(), edition, level=level, on=on, add_ons=add_ons)


def _right(brought: Mapping[str, Right], benefit: str) -> Right:
    right = brought.get(benefit)
    if right is None:
        raise Refused("not-brought", _("Your membership does not bring this benefit. Look under Offers."))
    if right.lacking is not None:
        message = _("This benefit asks for a competency that you have not attained. See what is missing.")
        raise Refused("lacking", message)
    if right.benefit.by_order:
        raise Refused("by-order", _("A discount is not activated: it is taken off as you order."))
    return right


def _list(term: Term | None, on: date) -> OfferEdition:
    try:
        return list_of(term, on=on) if term else edition_on(on)
    except NoOffers as error:
        raise Refused("no-offers", _("No offers have been published yet. Try again later.")) from error


def _tell(kind: Kind, each: Entitlement, on: date, by: User | None, **data: object) -> None:
    details = {"entitlement": each.pk, "benefit": each.benefit, **data}
    events.record(kind, on=on, by=by, organisation=each.organisation, data=details)
