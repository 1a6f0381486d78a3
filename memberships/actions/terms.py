"""Terms of membership: one year each (E2, E3, F2)."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from competencies.actions.reckoning import refuse_far
from competencies.models import Attainment
from competencies.programme import Programme
from competencies.published import current_programme
from competencies.review import changing
from competencies.rules.calendar import add_months
from memberships.actions import benefits
from memberships.models import Listing, OfferEdition
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, Term, TermEntry, User
from partners.refusals import Refused

GRACE = timedelta(days=30)


def start(*, organisation: Organisation, level: str, on: date, by: User | None) -> Term:
    """Start a term of one year, with 30 days of grace after it, as staff may without any order.

    It starts on the day; a renewal in grace to the same or a lower level starts on the anniversary (E3). It
    displays what is attained on its first day, and what was since (F2). Refused: a level that cannot be
    bought; one that needs a competency while none is attained at it or higher (E1); while another term
    runs, unless the new level is higher: an upgrade ends that term on the day.
    """
    refuse_far(on)
    with changing([organisation.pk], on=on) as because:
        _refuse_level(organisation, level, on)
        return begin(organisation=organisation, level=level, on=on, by=by, because=because)


def begin(
    *,
    organisation: Organisation,
    level: str,
    on: date,
    by: User | None,
    because: dict[int, list[Cause]],
    renews: Term | None = None,
    edition: OfferEdition | None = None,
) -> Term:
    """Start the term that `start` describes, or that an order of the list `edition` has paid for.

    Call it inside `changing`, whose causes it adds to. `renews`: the term that the order renews; if it is not
    ended, the new one starts on its anniversary, however long staff took (E3). Benefits are carried over, or end
    (E5). Refused: while another term runs; a renewal whose year is over by now.
    """
    before = Term.objects.in_force_or_grace(on).filter(organisation=organisation).first()
    starts_on = _make_room(before, level, on, by)
    if renews is not None and renews.ended_on is None and before in (None, renews):
        starts_on, before = renews.until, renews
        _end_grace(renews)
    until = add_months(starts_on, 12)
    if until <= on:
        message = _("The year that this order renews is over. Refuse it, and take a new order.")
        raise Refused("year-over", message)
    term = Term.objects.create(
        organisation=organisation, level=level, starts_on=starts_on, until=until, grace_until=until + GRACE
    )
    _display(term, on)
    benefits.carry_over(term=term, after=before, edition=edition, on=on, by=by)
    Listing.objects.mark_stale([organisation], on)
    because[organisation.pk].append(_tell(Kind.TERM_STARTED, Reason.TERM_STARTED, term, on, by))
    return term


def end(*, term: Term, reason: str, on: date, by: User) -> Term:
    """End a term early, by staff and with a reason (E2); level, display and benefits end on the day."""
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason: the partner will read it."))
    with changing([term.organisation_id], on=on) as because:
        running = Term.objects.in_force_or_grace(on).filter(pk=term.pk)
        if not running.update(ended_on=on, ended_by=by, ended_reason=reason.strip()):
            raise Refused("term-over", _("This term is over already. There is nothing to do."))
        term.refresh_from_db()
        benefits.end_with(term=term, on=on, by=by)
        Listing.objects.mark_stale([term.organisation_id], on)
        because[term.organisation_id].append(_tell(Kind.TERM_ENDED, Reason.TERM_ENDED, term, on, by))
    return term


def _refuse_level(organisation: Organisation, level: str, on: date) -> None:
    """E1: paid levels that ask for no competency may always start; the others need one attained."""
    edition = current_programme().edition_on(on)
    ranks = [each.key for each in edition.levels]
    if level == "network" or level not in {*ranks, *edition.levels_without_competency}:
        raise Refused("unknown-level", _("There is no membership to buy at this level. Choose another."))
    if level in edition.levels_without_competency:
        return
    enough = ranks[ranks.index(level) :]
    attained = Attainment.objects.in_force(on).filter(organisation=organisation, level__in=enough)
    if not attained.exists():
        message = _("This level needs one competency attained at it or higher. Attain one first.")
        raise Refused("not-eligible", message)


def _make_room(before: Term | None, level: str, on: date, by: User | None) -> date:
    """The day on which the new term starts; ends the term before it if this one is an upgrade."""
    if before is None:
        return on
    order = levels_in_order(current_programme())
    if order.index(level) > order.index(before.level):
        Term.objects.filter(pk=before.pk).update(ended_on=on)
        before.refresh_from_db()
        _tell(Kind.TERM_ENDED, Reason.TERM_ENDED, before, on, by)
        return on
    if on < before.until:
        message = _("A term of this level or a higher one is running. Renew it when it ends.")
        raise Refused("term-running", message)
    _end_grace(before)
    return before.until


def levels_in_order(programme: Programme) -> list[str]:
    """All levels of membership, the lowest first; those that ask for no competency stand below the others.

    Editions share their levels of competencies, while a later one may have more that ask for none.
    """
    free = (level for edition in programme.editions for level in edition.levels_without_competency)
    levels = programme.level_keys
    return [*(level for level in dict.fromkeys(free) if level not in levels), *levels]


def _display(term: Term, on: date) -> None:
    """Keep what the term displays from its start; one that asks for no competency displays none (F2)."""
    if term.level not in current_programme().level_keys:
        return
    shown = displayable(term.organisation, starts_on=term.starts_on, on=on)
    TermEntry.objects.bulk_create(
        TermEntry(term=term, competency=competency, level=level, since=day)
        for (competency, level), day in sorted(shown.items())
    )


def displayable(organisation: Organisation, *, starts_on: date, on: date) -> dict[tuple[str, str], date]:
    """F2: what a silver or gold term of that first day would display, by competency and level, and since when.

    That is what was attained on its first day or since; the review adds what is attained later.
    """
    since_start = Q(until=None) | Q(until__gt=starts_on)
    attained = Attainment.objects.filter(since_start, organisation=organisation, starts_on__lte=on)
    since: dict[tuple[str, str], date] = {}
    for row in attained.order_by("starts_on", "pk"):
        since.setdefault((row.competency, row.level), max(row.starts_on, starts_on))
    return since


def keep_grace(kept: Collection[Term], *, until: date) -> int:
    """Let the grace of terms last to a day at least: while an order placed in it is not settled (E3).

    Call it while their organisations are locked. Returns how many were lengthened.
    """
    later = Term.objects.filter(pk__in=[each.pk for each in kept], ended_on=None, grace_until__lt=until)
    lengthened = later.update(grace_until=until)
    if lengthened:
        # What they show now they show longer.
        Listing.objects.mark_stale([each.organisation_id for each in kept], until - GRACE)
    return lengthened


def release_grace(term: Term, *, on: date) -> None:
    """Give a term back its own grace when the renewal that lengthened it is settled without a new term."""
    own = max(term.until + GRACE, on)
    if Term.objects.filter(pk=term.pk, ended_on=None, grace_until__gt=own).update(grace_until=own):
        benefits.redate(Term.objects.get(pk=term.pk))
        Listing.objects.mark_stale([term.organisation_id], on)


def _end_grace(term: Term) -> None:
    """A renewed term has no grace any more, so that it does not come back if the new one is ended early."""
    Term.objects.filter(pk=term.pk).update(grace_until=F("until"))


def _tell(kind: Kind, reason: Reason, term: Term, on: date, by: User | None) -> Cause:
    details = {
        "term": term.pk, "starts_on": term.starts_on.isoformat(), "until": term.until.isoformat(),
    }  # fmt: skip
    event = events.record(kind, on=on, by=by, organisation=term.organisation, level=term.level, data=details)
    return Cause(reason, {"event": event.pk, "term": term.pk})
