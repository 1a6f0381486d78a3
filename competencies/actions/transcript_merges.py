"""Staff makes one transcript of two that are one human's (C3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from competencies.actions.transcript_moves import changed_meanwhile
from competencies.models import Achievement, Association, Feed, FeedRun, Transcript, TranscriptAlias
from competencies.models.feeds import Stage
from competencies.review import changing
from partners.actions import events
from partners.journal import Cause, Kind, Reason
from partners.models import Organisation, User
from partners.refusals import Refused

Pair = tuple[Achievement, Achievement]
"""Two achievements alike in credential and day: the one that stays, and the one that goes."""


@transaction.atomic
def merge(*, transcript: Transcript, other: Transcript, on: date, by: User) -> Transcript:
    """Let `transcript` stay with the achievements of both; the other's MCID becomes its alias for later feeds.

    Of two achievements alike in credential and day the one that counts somewhere stays, with its associations;
    what the other was associated for is kept as past. Refused if they belong to two users, or while a feed is
    taken over.
    """
    if transcript.pk == other.pk:
        raise Refused("same-transcript", _("These are one transcript. Choose another."))
    if None not in (transcript.user_id, other.user_id) and transcript.user_id != other.user_id:
        message = _("These transcripts belong to two users. Move one of them first.")
        raise Refused("two-owners", message)
    refuse_while_loading()
    both = Achievement.objects.filter(transcript__in=[transcript, other])
    concerned = [each.pk for each in both.counted_by()]
    with changing(concerned, on=on) as because:
        _lock(transcript, other)
        if not set(concerned).issuperset(each.pk for each in both.counted_by()):
            raise changed_meanwhile()
        pairs = _pairs(transcript, other)
        for pk, cause in _tell(pairs, on, by).items():
            because[pk].append(cause)
        for stays, goes in pairs:
            _make_one(stays, goes, on)
        Achievement.objects.filter(transcript=other).update(transcript=transcript)
        _take_over(transcript, other, on, by)
    transcript.refresh_from_db()
    return transcript


def refuse_while_loading() -> None:
    """Rows that are being taken over have had their aliases looked up; no run gets there until this is done."""
    runs = FeedRun.objects.unfinished().filter(feed__in=[Feed.ACHIEVEMENTS, Feed.TRANSCRIPTS])
    if any(run.stage == Stage.MERGING for run in runs.select_for_update(of=("self",))):
        message = _("A feed is being taken over. Repeat it when the run is at its end, in some minutes.")
        raise Refused("feed-loading", message)


def _lock(*transcripts: Transcript) -> None:
    """Both rows, lowest id first; refused if an owner changed since they were read."""
    rows = Transcript.objects.filter(pk__in=[each.pk for each in transcripts]).order_by("pk")
    owners = {row.pk: row.user_id for row in rows.select_for_update()}
    if owners != {each.pk: each.user_id for each in transcripts}:
        raise changed_meanwhile()


def _pairs(transcript: Transcript, other: Transcript) -> list[Pair]:
    """What both have; of each two, the one with an open association stays, else the one of `transcript`."""
    own = {(each.credential, each.earned_on): each for each in transcript.achievements.all()}
    counting = set(
        Association.objects.open().filter(achievement__transcript=other).values_list("achievement", flat=True)
    )
    mine = set(
        Association.objects.open()
        .filter(achievement__transcript=transcript)
        .values_list("achievement", flat=True)
    )
    pairs = []
    for theirs in other.achievements.order_by("pk"):
        ours = own.get((theirs.credential, theirs.earned_on))
        if ours is not None:
            stays_theirs = theirs.pk in counting and ours.pk not in mine
            pairs.append((theirs, ours) if stays_theirs else (ours, theirs))
    return pairs


def _make_one(stays: Achievement, goes: Achievement, on: date) -> None:
    """What is known of the two is known of one; the newer word of the vendor's holds."""
    Association.objects.open().filter(achievement=goes).update(until=on)
    Association.objects.filter(achievement=goes).update(achievement=stays)
    if _is_newer(goes, stays):
        Achievement.objects.filter(pk=stays.pk).update(
            expires_on=goes.expires_on, revoked_on=goes.revoked_on, generated_at=goes.generated_at
        )
    goes.delete()


def _is_newer(one: Achievement, than: Achievement) -> bool:
    if one.generated_at is None:
        return False
    return than.generated_at is None or one.generated_at > than.generated_at


def _tell(pairs: Sequence[Pair], on: date, by: User) -> dict[int, Cause]:
    """A journal entry, and the cause, for each organisation that counts one of two that become one."""
    touched: dict[int, set[str]] = defaultdict(set)
    people: dict[int, int] = {}
    alike = [each.pk for pair in pairs for each in pair]
    rows = Association.objects.open().filter(achievement__in=alike).order_by("pk")
    for pk, person, credential in rows.values_list(
        "affiliation__organisation_id", "affiliation__user_id", "achievement__credential"
    ):
        touched[pk].add(credential)
        people[pk] = person
    found = {}
    for organisation in Organisation.objects.filter(pk__in=touched).order_by("pk"):
        details = {"person": people[organisation.pk], "credentials": sorted(touched[organisation.pk])}
        event = events.record(Kind.TRANSCRIPTS_MERGED, on=on, by=by, organisation=organisation, data=details)
        found[organisation.pk] = Cause(Reason.TRANSCRIPTS_MERGED, {"event": event.pk, **details})
    return found


def _take_over(transcript: Transcript, other: Transcript, on: date, by: User) -> None:
    """Owner, aliases and MCID of the other; its row is gone then."""
    other.aliases.update(transcript=transcript)
    TranscriptAlias.objects.create(
        mcid=other.mcid,
        transcript=transcript,
        access_code_hash=other.access_code_hash,
        generated_at=other.generated_at,
        merged_on=on,
    )
    if transcript.user_id is None:
        Transcript.objects.filter(pk=transcript.pk).update(user=other.user_id, claimed_on=other.claimed_on)
    data = {"transcript": transcript.pk, "merged": other.pk, "person": transcript.user_id or other.user_id}
    Transcript.objects.filter(pk=other.pk).delete()
    events.record(Kind.TRANSCRIPTS_MERGED, on=on, by=by, data=data)
