"""Associating achievements with an organisation, and severing them (C4, C5)."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from competencies.actions import moves
from competencies.models import Achievement, Affiliation, Association
from competencies.review import changing
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Account, Organisation, User
from partners.models.prepared import Prepared
from partners.refusals import Refused


@Prepared
def _open_affiliations(user: int) -> QuerySet[Affiliation, Affiliation]:
    """The open affiliation of a user, of which there is one at most (C5)."""
    return Affiliation.objects.open().filter(user_id=user).select_related("organisation")


@Prepared
def _open_accounts(user: int) -> QuerySet[Account, Account]:
    return Account.objects.open().filter(user_id=user)


def _own(user: int, here: int) -> QuerySet[Achievement, Achievement]:
    """A user's achievements, the transcripts locked; `is_here`: whether this affiliation has them already."""
    associated = Association.objects.open().filter(affiliation_id=here, achievement=OuterRef("pk"))
    own = Achievement.objects.filter(transcript__user_id=user).select_related("transcript")
    locked = own.order_by("transcript_id", "pk").select_for_update(of=("transcript",), no_key=True)
    return locked.annotate(is_here=Exists(associated))


_NONE = 0
"""No affiliation has this key."""

_all_own = Prepared(_own)
_some_own = Prepared(lambda user, here, wanted: _own(user, here).filter(pk__among=wanted))


def associate(
    *,
    user: User,
    organisation: Organisation,
    on: date,
    by: User | None,
    achievements: Collection[Achievement] | None = None,
    consents_to_move: bool = False,
    follows: bool | None = None,
) -> Affiliation:
    """Let achievements of a user count for an organisation: the given ones, or all that the user has.

    `follows`: whether what the user earns later is associated by itself; None leaves that as it is.

    C5: an affiliation with another organisation ends on that day, with all its associations; both are
    re-evaluated in this transaction. That needs `consents_to_move`, which the page asks for after it has
    listed what will be severed. Refused also without an account there, for somebody else's achievements, and
    for a move too many within a year.
    """
    earlier = elsewhere(user, organisation)
    if earlier is not None and not consents_to_move:
        message = _("Your achievements count for another organisation. Confirm that they move here.")
        raise Refused("move-needs-consent", message)
    involved = {organisation.pk} | ({earlier.organisation_id} if earlier else set())
    with changing(involved, on=on, of_users=[user.pk]) as because:
        here = _still_here(user, organisation, earlier)
        _account(user, organisation, on)
        chosen = _chosen(user, achievements, here, may_be_none=bool(follows))
        moves.refuse_too_often(user, organisation, on=on)
        is_move = here is None and moves.is_move(user, organisation)
        if earlier is not None:
            because[earlier.organisation_id].append(end(earlier, on, by))
        affiliation, added = _associated(user, organisation, here, chosen, on, is_move=is_move)
        if follows is not None:
            _set_following(affiliation, follows=follows, on=on, by=by)
        if added:
            cause = _tell(Kind.ACHIEVEMENTS_ASSOCIATED, Reason.PERSON_ASSOCIATED, affiliation, added, on, by)
            because[organisation.pk].append(cause)
    return affiliation


def follow(
    *, user: User, organisation: Organisation, follows: bool, on: date, by: User | None
) -> Affiliation:
    """Let what the user earns later be associated by itself with the organisation, or no longer (C4).

    It ends with the affiliation. Refused if nothing of the user's counts for this organisation.
    """
    with transaction.atomic():
        tied = Affiliation.objects.open().filter(user=user, organisation=organisation)
        affiliation = tied.select_for_update(of=("self",)).select_related("organisation").first()
        if affiliation is None:
            message = _("Your achievements do not count for this organisation. Associate them first.")
            raise Refused("not-associated", message)
        _set_following(affiliation, follows=follows, on=on, by=by)
    return affiliation


def sever(
    *,
    user: User,
    on: date,
    by: User | None,
    achievements: Collection[Achievement] | None = None,
    organisation: Organisation | None = None,
) -> Affiliation:
    """End the open associations of these achievements, or of all; the person keeps the transcript.

    With the last of them ends the affiliation. Refused when nothing of that is associated, with the
    `organisation` if one is given.
    """
    affiliation = _open_of(user)
    if affiliation is None or organisation not in (None, affiliation.organisation):
        raise Refused("not-associated", _("None of these achievements is associated. Nothing was changed."))
    with changing([affiliation.organisation_id], on=on, of_users=[user.pk]) as because:
        because[affiliation.organisation_id].append(end(affiliation, on, by, only=achievements))
    return affiliation


def end(
    affiliation: Affiliation,
    on: date,
    by: User | None,
    *,
    only: Collection[Achievement] | None = None,
    reason: Reason = Reason.PERSON_SEVERED,
) -> Cause:
    """End the open associations of an affiliation, and itself if none is left, inside a `changing` block.

    Returns the cause for the review. It never says where the person goes (A7).
    """
    open_ones = Association.objects.open().filter(affiliation=affiliation)
    ending = open_ones if only is None else open_ones.filter(achievement__in=only)
    severed = list(ending.select_related("achievement").order_by("pk"))
    if only is not None and not severed:
        raise Refused("not-associated", _("None of these achievements is associated. Nothing was changed."))
    Association.objects.filter(pk__in=[each.pk for each in severed]).update(until=on)
    if not open_ones.exists():
        Affiliation.objects.open().filter(pk=affiliation.pk).update(until=on)
        affiliation.until = on
    earned = [each.achievement for each in severed]
    return _tell(Kind.ACHIEVEMENTS_SEVERED, reason, affiliation, earned, on, by)


def elsewhere(user: User, organisation: Organisation) -> Affiliation | None:
    """The open affiliation with another organisation."""
    found = _open_of(user)
    return found if found is not None and found.organisation_id != organisation.pk else None


def _still_here(user: User, organisation: Organisation, expected: Affiliation | None) -> Affiliation | None:
    """The open affiliation with this organisation, once the organisations are locked.

    What was read before the locks must still be so: only these two organisations are locked.
    """
    now = _open_of(user)
    here = now if now is not None and now.organisation_id == organisation.pk else None
    other = now if here is None else None
    if (other.pk if other else None) != (expected.pk if expected else None):
        raise _moved_meanwhile()
    return here


def _open_of(user: User) -> Affiliation | None:
    return next(iter(_open_affiliations(user=user.pk)), None)


def _moved_meanwhile() -> Refused:
    message = _("Your achievements were changed at the same moment. Load the page again and repeat it.")
    return Refused("moved-meanwhile", message)


def _set_following(affiliation: Affiliation, *, follows: bool, on: date, by: User | None) -> None:
    changed = Affiliation.objects.open().filter(pk=affiliation.pk).exclude(follows=follows)
    if changed.update(follows=follows):
        data = {"person": affiliation.user_id, "follows": follows}
        events.record(Kind.FOLLOWING_SET, on=on, by=by, organisation=affiliation.organisation, data=data)
    affiliation.follows = follows


def _account(user: User, organisation: Organisation, on: date) -> None:
    """Refuse without an account that counts here; stop sharing the transcript with others.

    A7: letting an organisation see the whole transcript ends on associating with another.
    """
    accounts = _open_accounts(user=user.pk)
    if not any(each.organisation_id == organisation.pk and each.starts_on <= on for each in accounts):
        raise Refused(
            "no-account", _("You have no account in this organisation. Ask its admin to invite you.")
        )
    sharing = [
        each.pk for each in accounts if each.shares_transcript and each.organisation_id != organisation.pk
    ]
    if sharing:
        Account.objects.filter(pk__in=sharing).update(shares_transcript=False)


def _chosen(
    user: User,
    achievements: Collection[Achievement] | None,
    here: Affiliation | None,
    *,
    may_be_none: bool,
) -> list[Achievement]:
    """What is to count, locked; each with `is_here`: whether the affiliation `here` has it already."""
    tied = here.pk if here else _NONE
    # Whose the transcripts are stays so until this is done: staff that moves one waits.
    if achievements is None:
        chosen = _all_own(user=user.pk, here=tied)
    else:
        chosen = _some_own(user=user.pk, here=tied, wanted=[each.pk for each in achievements])
    if achievements is not None and len(chosen) < len(set(achievements)):
        raise Refused("not-yours", _("Some of these achievements are not on your transcripts. Choose again."))
    if not chosen and not may_be_none:
        raise Refused(
            "nothing-to-associate", _("There is no achievement to associate. Claim a transcript first.")
        )
    return sorted(chosen, key=lambda each: each.pk)


def _associated(
    user: User,
    organisation: Organisation,
    here: Affiliation | None,
    chosen: Sequence[Achievement],
    on: date,
    *,
    is_move: bool,
) -> tuple[Affiliation, list[Achievement]]:
    """The open affiliation, `here` or a new one, and which of the achievements were not associated before."""
    added = [each for each in chosen if not each.is_here]  # type: ignore[attr-defined]  # by `_chosen`
    # Whatever the constraints of C5 refuse undoes the whole of `changing`: no savepoint is needed.
    try:
        affiliation = here or Affiliation.objects.create(
            user=user, organisation=organisation, starts_on=on, is_move=is_move
        )
        affiliation.organisation = organisation
        Association.objects.bulk_create(
            Association(affiliation=affiliation, achievement=each, starts_on=on) for each in added
        )
    except IntegrityError as error:
        # The constraints of C5: another request was first.
        raise _moved_meanwhile() from error
    return affiliation, added


def _tell(
    kind: Kind,
    reason: Reason,
    affiliation: Affiliation,
    achievements: Sequence[Achievement],
    on: date,
    by: User | None,
) -> Cause:
    details = {
        "person": affiliation.user_id,
        "credentials": sorted({each.credential for each in achievements}),
    }
    data = {**details, "achievements": [each.pk for each in achievements]}
    event = events.record(kind, on=on, by=by, organisation=affiliation.organisation, data=data)
    return Cause(reason, {"event": event.pk, **details})
