"""Terms of membership: one year each (E2, E3, F2)."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from competencies.actions.reckoning import refuse_far
from competencies.models import Attainment
from competencies.published import current_programme
from competencies.review import changing
from competencies.rules.calendar import add_months
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, Term, TermEntry, User
from partners.refusals import Refused

GRACE = timedelta(days=30)


def start(*, organisation: Organisation, level: str, on: date, by: User | None) -> Term:
    """Start a term of one year, with 30 days of grace after it.

    It starts on the day; a renewal in grace to the same or a lower level starts on the anniversary (E3). It
    displays what is attained on its first day, and what was since (F2). Refused: a level that cannot be
    bought; one that needs a competency while none is attained at it or higher (E1); while another term
    runs, unless the new level is higher: an upgrade ends that term on the day.
    """
    refuse_far(on)
    with changing([organisation.pk], on=on) as because:
        before = Term.objects.in_force_or_grace(on).filter(organisation=organisation).first()
        _refuse_level(organisation, level, on)
        starts_on = _make_room(before, level, on, by)
        until = add_months(starts_on, 12)
        term = Term.objects.create(
            organisation=organisation,
            level=level,
            starts_on=starts_on,
            until=until,
            grace_until=until + GRACE,
        )
        _display(term, on)
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
    if _rank(level) > _rank(before.level):
        Term.objects.filter(pk=before.pk).update(ended_on=on)
        before.refresh_from_db()
        _tell(Kind.TERM_ENDED, Reason.TERM_ENDED, before, on, by)
        return on
    if on < before.until:
        message = _("A term of this level or a higher one is running. Renew it when it ends.")
        raise Refused("term-running", message)
    return before.until


def _rank(level: str) -> int:
    """The place of a level among all; those that ask for no competency stand below, in their order."""
    edition = current_programme().editions[0]
    order = [*edition.levels_without_competency, *(each.key for each in edition.levels)]
    return order.index(level)


def _display(term: Term, on: date) -> None:
    """F2: what was attained on the first day or since. The review adds what is attained later."""
    if term.level not in current_programme().level_keys:
        return
    since_start = Q(until=None) | Q(until__gt=term.starts_on)
    attained = Attainment.objects.filter(since_start, organisation=term.organisation_id, starts_on__lte=on)
    since: dict[tuple[str, str], date] = {}
    for row in attained.order_by("starts_on", "pk"):
        since.setdefault((row.competency, row.level), max(row.starts_on, term.starts_on))
    TermEntry.objects.bulk_create(
        TermEntry(term=term, competency=competency, level=level, since=day)
        for (competency, level), day in sorted(since.items())
    )


def _tell(kind: Kind, reason: Reason, term: Term, on: date, by: User | None) -> Cause:
    details = {
        "term": term.pk, "starts_on": term.starts_on.isoformat(), "until": term.until.isoformat(),
    }  # fmt: skip
    event = events.record(kind, on=on, by=by, organisation=term.organisation, level=term.level, data=details)
    return Cause(reason, {"event": event.pk, "term": term.pk})
