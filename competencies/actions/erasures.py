"""Erasing a person's data, when they ask for it: nothing tells any more who they were.

What levels rest on stays, without a name: the user's row, accounts, affiliations, associations, achievements, and
the journal, which holds ids only. So no level changes for the past. What is open ends on the day.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from competencies import erased, evidence
from competencies.actions import affiliations, credit
from competencies.actions.accounts import end_account
from competencies.actions.transcript_merges import refuse_while_loading
from competencies.models import Affiliation, ClaimTry, CreditReport, Erasure, Transcript, TranscriptAlias
from competencies.review import changing
from partners import security
from partners.actions import erasures, events
from partners.identifying import Identifying, models_with_free_texts, take_out
from partners.journal import Kind
from partners.models import Account, Organisation, User
from partners.refusals import Refused
from partners.security import Event

Ending = Callable[..., Account]
"""A verb that ends an `account`, `on` a day, `by` somebody."""

Forgetting = Callable[[Collection[Organisation], Identifying], Mapping[str, int]]
"""A verb that takes the person out of what an app above keeps of these organisations; returns how much, by kind."""

PSEUDONYM = "erased-{key}"
"""What stands in place of an MCID."""


def erase(
    *,
    user: User,
    reason: str,
    on: date,
    by: User,
    ending: Ending = end_account,
    forgetting: Forgetting | None = None,
) -> Erasure:
    """Erase the personal data of a user; done once more it changes nothing and returns what was done.

    `ending`: the verb that ends an account, `forgetting`: one that forgets besides; an app above hands in its own.

    Open accounts and affiliations end on the day, and those organisations are judged anew, all in one transaction.
    Refused: for staff; where the person is an organisation's last admin; without a reason, or with one that names
    the person, since it stays; while a feed is taken over.
    """
    known = Erasure.objects.filter(person=user).first()
    if known is not None:
        return known
    identifying = identifying_texts(user)
    _refuse(user, reason, identifying)
    with changing(_concerned(user), on=on):
        refuse_while_loading()
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if person.erased_on is not None:
            return Erasure.objects.get(person=person)
        places = _places(person)
        removed = {**_ended(person, on, by, ending), **_forgotten(person, on)}
        removed["texts"] = _texts(places, identifying)
        removed |= forgetting(places, identifying) if forgetting else {}
        erasures.forget_trace(identifying)
        return _recorded(person, places, reason.strip(), removed, on, by)


def identifying_texts(user: User) -> Identifying:
    """Everything by which the person is known here: name, address, and both of each transcript with its MCIDs."""
    texts = [user.email, user.name]
    for transcript in _all_transcripts(user):
        texts += [transcript.mcid, transcript.name, transcript.email]
        texts += [alias.mcid for alias in transcript.aliases.all()]
    return Identifying.of(texts)


def _refuse(user: User, reason: str, identifying: Identifying) -> None:
    if user.is_staff:
        message = _(
            "This is a member of the vendor’s staff, who signs what was decided. Take the role first."
        )
        raise Refused("staff", message)
    if not reason.strip():
        raise Refused("no-reason", _("Give the reason."))
    if identifying.within(reason):
        message = _("The reason stays. Write it without the person’s name, address or MCID.")
        raise Refused("reason-names-person", message)


def _concerned(user: User) -> set[int]:
    """The organisations in which something ends."""
    accounts = Account.objects.open().filter(user=user).values_list("organisation_id", flat=True)
    ties = Affiliation.objects.open().filter(user=user).values_list("organisation_id", flat=True)
    return {*accounts, *ties}


def _places(user: User) -> list[Organisation]:
    """Every organisation that knows the person or did."""
    known = Account.objects.filter(user=user).values("organisation")
    tied = Affiliation.objects.filter(user=user).values("organisation")
    reported = CreditReport.objects.filter(reporter=user).values("organisation")
    return list(Organisation.objects.filter(pk__in=known.union(tied, reported)).order_by("pk"))


def _ended(user: User, on: date, by: User, ending: Ending) -> dict[str, int]:
    """Accounts with all that hangs on them, then what hangs on none."""
    accounts = (
        Account.objects.open().filter(user=user).select_related("organisation").order_by("organisation")
    )
    found = list(accounts)
    for account in found:
        try:
            ending(account=account, on=on, by=by)
        except Refused as refusal:
            raise _named(refusal, account.organisation) from refusal
    for tie in Affiliation.objects.open().filter(user=user).select_related("organisation"):
        with changing([tie.organisation_id], on=on) as because:
            because[tie.organisation_id].append(affiliations.end(tie, on, by))
    return {"accounts": len(found)}


def _named(refusal: Refused, organisation: Organisation) -> Refused:
    """Staff sees no page of the organisation, so it is told which one is meant."""
    if refusal.code != "last-admin":
        return refusal
    message = _(
        "This person is the last admin of %(organisation)s (MPN ID %(mpn_id)s). Let somebody else become admin "
        "there first."
    )
    shown = {"organisation": organisation.display_name, "mpn_id": organisation.mpn_id}
    return Refused(refusal.code, message % shown)


def _forgotten(user: User, on: date) -> dict[str, int]:
    """The login last: by its address the transcripts are found."""
    return {**_reports(user, on), **_transcripts(user), **erasures.forget_login(user, on=on)}


def _reports(user: User, on: date) -> dict[str, int]:
    """Open reports are withdrawn; of every report the evidence and what the person wrote go."""
    for report in CreditReport.objects.open().filter(reporter=user).select_related("organisation"):
        credit.withdraw(report=report, on=on, by=user)
    reports = CreditReport.objects.filter(reporter=user)
    files = list(reports.exclude(evidence="").values_list("evidence", flat=True))
    count = reports.update(evidence="", evidence_type="", note="")
    # Once it holds: a file that was removed does not come back with what is rolled back.
    transaction.on_commit(partial(evidence.remove, files))
    ClaimTry.objects.filter(user=user).delete()
    return {"reports": count, "evidence": len(files)}


def _all_transcripts(user: User) -> list[Transcript]:
    """The person's own, and those that wait unclaimed under the same address."""
    waiting = Transcript.objects.unclaimed().exclude(email="").filter(email=user.email)
    own = Transcript.objects.visible_to(user)
    rows = Transcript.objects.filter(pk__in=own.values("pk").union(waiting.values("pk")))
    return list(rows.prefetch_related("aliases").order_by("pk"))


def _transcripts(user: User) -> dict[str, int]:
    """Without name, address, code and number; the numbers are remembered by a hash, so that no feed brings them."""
    found = _all_transcripts(user)
    aliases = TranscriptAlias.objects.filter(transcript__in=found)
    erased.remember([*(each.mcid for each in found), *aliases.values_list("mcid", flat=True)])
    aliases.delete()
    for transcript in found:
        transcript.mcid = PSEUDONYM.format(key=uuid.uuid4().hex)
        transcript.name = transcript.email = transcript.access_code_hash = ""
        transcript.save(update_fields=["mcid", "name", "email", "access_code_hash"])
    return {"transcripts": len(found)}


def _texts(places: Collection[Organisation], identifying: Identifying) -> int:
    """What others wrote, where the person is or was known."""
    return sum(
        take_out(model._default_manager.filter(organisation__in=places), columns, identifying)
        for model, columns in models_with_free_texts()
    )


def _recorded(
    user: User, places: Collection[Organisation], reason: str, removed: dict[str, int], on: date, by: User
) -> Erasure:
    data = {"person": user.pk}
    where: list[Organisation | None] = [*places] or [None]
    events.record_all(
        events.entry(Kind.PERSON_ERASED, on=on, by=by, organisation=place, data=data) for place in where
    )
    transaction.on_commit(partial(security.note, Event.PERSON_ERASED, by=by, person=user.pk))
    return Erasure.objects.create(person=user, erased_on=on, erased_by=by, reason=reason, removed=removed)
