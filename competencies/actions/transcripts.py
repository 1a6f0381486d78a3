"""Transcripts: people's records, and whose they are (C2, C3)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from competencies.erased import is_erased
from competencies.models import Transcript, TranscriptAlias
from partners.actions import events
from partners.journal import Kind
from partners.models import User
from partners.refusals import Refused


@transaction.atomic
def record(
    *, mcid: str, on: date, by: User | None, name: str = "", email: str = "", access_code: str = ""
) -> Transcript:
    """A transcript as the vendor's system gives it; given again it is replaced, but for its owner.

    The access code is kept as a keyed hash; without one, the earlier code stays. Under an MCID that became an
    alias, the transcript that stayed is replaced.
    """
    if is_erased(mcid):
        message = _(
            "The data of the person with this MCID were erased. Nothing is recorded of them any more."
        )
        raise Refused("erased", message)
    values = {"name": name.strip(), "email": email.strip().lower()}
    alias = TranscriptAlias.objects.select_related("transcript").filter(mcid=mcid.strip()).first()
    if alias is not None:
        return _recorded_again(alias, values, access_code)
    if access_code:
        values["access_code_hash"] = hashed(mcid, access_code)
    transcript, new = Transcript.objects.update_or_create(mcid=mcid.strip(), defaults=values)
    if new:
        events.record(Kind.TRANSCRIPT_RECORDED, on=on, by=by, data={"transcript": transcript.pk})
    return transcript


def _recorded_again(alias: TranscriptAlias, values: dict[str, str], access_code: str) -> Transcript:
    Transcript.objects.filter(pk=alias.transcript_id).update(**values)
    if access_code:
        TranscriptAlias.objects.filter(pk=alias.pk).update(access_code_hash=hashed(alias.mcid, access_code))
    alias.transcript.refresh_from_db()
    return alias.transcript


@transaction.atomic
def give(*, transcript: Transcript, user: User, on: date, by: User | None) -> Transcript:
    """Make a transcript a user's own. A user may own several; a transcript has at most one owner (C3).

    By itself this helps no organisation: the user associates achievements (C4).
    """
    claimed = Transcript.objects.unclaimed().filter(pk=transcript.pk).update(user=user, claimed_on=on)
    transcript.refresh_from_db()
    if claimed:
        events.record(
            Kind.TRANSCRIPT_CLAIMED, on=on, by=by, data={"transcript": transcript.pk, "person": user.pk}
        )
    elif transcript.user_id != user.pk:
        raise Refused("already-claimed", _("This transcript is already claimed. Ask support for help."))
    return transcript


def claim(*, user: User, mcid: str, access_code: str, on: date) -> Transcript:
    """Let a user prove with MCID and access code that a transcript is theirs.

    One message for an unknown MCID, a wrong code, and a wrong code of a taken transcript; that it is taken
    is only said to who knows the code (A6, C3).
    """
    transcript = Transcript.objects.filter(mcid=mcid.strip()).first()
    alias = TranscriptAlias.objects.select_related("transcript").filter(mcid=mcid.strip()).first()
    named = transcript or alias
    transcript = alias.transcript if alias is not None else transcript
    if not _proves(named, mcid, access_code) or transcript is None:
        raise Refused("no-such-transcript", _("MCID and access code do not go together. Check both."))
    return give(transcript=transcript, user=user, on=on, by=user)


def hashed(mcid: str, access_code: str, *, key: str | bytes | None = None) -> str:
    """The keyed hash of an access code, 64 hexadecimal digits; two people with one code have two hashes."""
    value = f"{mcid.strip()}:{access_code.strip()}"
    return salted_hmac(
        "competencies.transcript.access_code", value, secret=key, algorithm="sha256"
    ).hexdigest()


def _proves(named: Transcript | TranscriptAlias | None, mcid: str, access_code: str) -> bool:
    """Whether the code is right; takes as long for an unknown MCID. Earlier keys still do."""
    kept = named.access_code_hash if named is not None else ""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    matches = [constant_time_compare(kept, hashed(mcid, access_code, key=key)) for key in keys]
    return bool(kept) and any(matches)
