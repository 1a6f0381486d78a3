"""The rows behind facts: one query for each kind, for a chunk of organisations by their ids."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import DateField, DecimalField, F, QuerySet, Value

from competencies.models import Achievement, Association, Attestation, Override, Reading
from partners.models import Organisation, Term
from partners.models.prepared import Prepared


def _accounts(organisations: QuerySet[Any, Any], *names: str) -> QuerySet[Any, Any]:
    """Each organisation with its accounts, and once where it has none."""
    columns = ("pk", "market", "accounts__user_id", "accounts__until", "accounts__shares_transcript")
    return organisations.order_by("pk", "accounts__pk").values_list(*columns, *names)


@Prepared
def accounts(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Of everybody."""
    return _accounts(Organisation.objects.filter(pk__among=ids))


@Prepared
def accounts_named(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Of everybody, with the names."""
    organisations = Organisation.objects.filter(pk__among=ids)
    return _accounts(organisations, "accounts__user__name", "accounts__user__erased_on")


@Prepared
def accounts_of(ids: Sequence[int], users: Sequence[int]) -> QuerySet[Any, Any]:
    """Of these users alone."""
    return _accounts(Organisation.objects.filter(pk__among=ids, accounts__user_id__among=users))


def _ties(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Everything that was ever associated, a row for each time."""
    return Association.objects.filter(affiliation__organisation_id__among=ids)


def _shared(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Everything on the transcripts of those who show it to the organisation of their account."""
    return Achievement.objects.filter(
        transcript__user__accounts__organisation_id__among=ids,
        transcript__user__accounts__until=None,
        transcript__user__accounts__shares_transcript=True,
    )


def _of_ties(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "affiliation__organisation_id", "affiliation__user_id", "achievement_id", "achievement__credential",
        "achievement__earned_on", "achievement__expires_on", "achievement__revoked_on",
        "starts_on", "until",
    )  # fmt: skip


def _of_shared(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.values_list(
        "transcript__user__accounts__organisation_id", "transcript__user_id", "pk", "credential",
        "earned_on", "expires_on", "revoked_on",
        Value(None, DateField()), Value(None, DateField()),
    )  # fmt: skip


associated = Prepared(lambda ids: _of_ties(_ties(ids)))
associated_and_shared = Prepared(lambda ids: _of_ties(_ties(ids)).union(_of_shared(_shared(ids)), all=True))


@Prepared
def associated_and_shared_of(ids: Sequence[int], users: Sequence[int]) -> QuerySet[Any, Any]:
    """The same of these users alone."""
    ties = _ties(ids).filter(affiliation__user_id__among=users)
    shared = _shared(ids).filter(transcript__user_id__among=users)
    return _of_ties(ties).union(_of_shared(shared), all=True)


@Prepared
def reported(ids: Sequence[int]) -> QuerySet[Any, Any]:
    """Readings and attestations; only readings have an amount."""
    measured = Reading.objects.filter(organisation_id__among=ids).values_list(
        "organisation_id", "metric", "on", Value(None, DateField()), "amount"
    )
    attested = Attestation.objects.filter(organisation_id__among=ids).values_list(
        "organisation_id", "attestation", "starts_on", "until", Value(None, DecimalField())
    )
    return measured.union(attested, all=True)


@Prepared
def overrides_placed(ids: Sequence[int]) -> QuerySet[Override, Override]:
    """All of them, with who placed them."""
    rows = Override.objects.filter(organisation_id__among=ids).order_by("starts_on", "pk")
    return rows.select_related("placed_by")


@Prepared
def overrides_alone(ids: Sequence[int], first: date) -> QuerySet[Override, Override]:
    """Those that may count from that day on, or ended on it."""
    rows = Override.objects.filter(organisation_id__among=ids).order_by("starts_on", "pk")
    return rows.filter(until__gte=first).defer("reason", "ended_reason")


@Prepared
def terms_shown(ids: Sequence[int], first: date) -> QuerySet[Term, Any]:
    """The terms that are not over on the day: a row for each entry, and one for a term that has none."""
    rows = Term.objects.filter(organisation_id__among=ids, grace_until__gt=first)
    shown = rows.annotate(shown=F("entries__competency"), shown_at=F("entries__level"))
    return shown.order_by("starts_on", "pk", "entries__pk")
