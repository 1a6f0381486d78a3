"""What a person earns later follows to the organisation, if they said so (C4): in sets, for actions and feeds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from competencies.models import Achievement, Affiliation, Association
from partners.journal import Cause, Kind, Reason
from partners.models import JournalEntry, User


class _New(NamedTuple):
    """An achievement that has just come."""

    pk: int
    credential: str
    person: int


def associated(
    achievement_ids: Collection[int], *, on: date, by: User | None, run: int | None = None
) -> dict[int, list[Cause]]:
    """Associate those of these new achievements whose owners let theirs follow, with journal entries.

    Returns the causes for the review by organisation id. The ties are locked meanwhile, and read anew: who
    moved or severed a moment ago is heard. A fixed number of queries, inside a transaction.
    """
    owners = Achievement.objects.filter(pk__in=achievement_ids).values("transcript__user_id")
    ties = Affiliation.objects.following().filter(user__in=owners).order_by("pk")
    following = {tie.user_id: tie for tie in ties.select_for_update(no_key=True)}
    rows = Achievement.objects.filter(pk__in=achievement_ids, transcript__user__in=following).order_by("pk")
    new: dict[int, list[_New]] = defaultdict(list)
    for row in rows.values_list("pk", "credential", "transcript__user_id"):
        new[row[2]].append(_New(*row))
    # One that a second run at the same moment associated is associated.
    Association.objects.bulk_create(
        [
            Association(affiliation=following[person], achievement_id=each.pk, starts_on=on)
            for person, found in new.items()
            for each in found
        ],
        ignore_conflicts=True,
    )
    return _told(following, new, on, by, run)


def _told(
    following: Mapping[int, Affiliation],
    new: Mapping[int, Sequence[_New]],
    on: date,
    by: User | None,
    run: int | None,
) -> dict[int, list[Cause]]:
    entries = [_entry(following[person], found, on, by, run) for person, found in new.items()]
    causes: dict[int, list[Cause]] = defaultdict(list)
    for entry in JournalEntry.objects.bulk_create(entries):
        details = {key: entry.data[key] for key in ("person", "credentials", "run") if key in entry.data}
        if entry.organisation_id is not None:
            cause = Cause(Reason.ACHIEVEMENT_FOLLOWED, {"event": entry.pk, **details})
            causes[entry.organisation_id].append(cause)
    return causes


def _entry(
    tie: Affiliation, found: Sequence[_New], on: date, by: User | None, run: int | None
) -> JournalEntry:
    data: dict[str, object] = {
        "person": tie.user_id,
        "credentials": sorted({each.credential for each in found}),
        "achievements": [each.pk for each in found],
        "follows": True,
    }
    if run is not None:
        data["run"] = run
    return JournalEntry(
        kind=Kind.ACHIEVEMENTS_ASSOCIATED,
        organisation_id=tie.organisation_id,
        on=on,
        by=by.pk if by else None,
        data=data,
    )
