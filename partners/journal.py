"""What the journal can say: its kinds and the codes of reasons, in one place.

Neither is ever renamed: rows that hold them are never changed. Each has its words in every language: a
kind's label is what staff reads; what partners read is made by a presenter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What happened. First changes of facts, then changes of status that a review found."""

    ORGANISATION_ENROLLED = "organisation-enrolled", _("organisation enrolled")
    LOGIN_MADE = "login-made", _("login made")
    STAFF_APPOINTED = "staff-appointed", _("member of staff appointed")
    STAFF_GROUPS_MADE = "staff-groups-made", _("groups of the staff made")
    STAFF_ACTED = "staff-acted", _("done by staff")
    SUPPORT_STARTED = "support-started", _("support began to look inside")
    SUPPORT_ENDED = "support-ended", _("support stopped looking inside")
    SESSIONS_ENDED = "sessions-ended", _("sessions ended by staff")
    ADMIN_APPOINTED = "admin-appointed", _("admin appointed by staff")
    MARKET_CORRECTED = "market-corrected", _("market of a country corrected")
    MARKET_CHANGED = "market-changed", _("market changed")
    FACTORS_REMOVED = "factors-removed", _("second factors removed")
    ACCOUNT_OPENED = "account-opened", _("account opened")
    ACCOUNT_ENDED = "account-ended", _("account ended")
    ROLES_SET = "roles-set", _("roles set")
    SHARING_SET = "sharing-set", _("sharing of the transcript set")
    EDITION_DRAFTED = "edition-drafted", _("file of an edition uploaded")
    EDITION_PUBLISHED = "edition-published", _("edition published")
    TRANSCRIPT_RECORDED = "transcript-recorded", _("transcript recorded")
    TRANSCRIPT_CLAIMED = "transcript-claimed", _("transcript claimed")
    TRANSCRIPT_MOVED = "transcript-moved", _("transcript moved to another user")
    TRANSCRIPTS_MERGED = "transcripts-merged", _("transcripts merged")
    FOLLOWING_SET = "following-set", _("following of later achievements set")
    CREDIT_REPORTED = "credit-reported", _("missing credit reported")
    CREDIT_ANSWERED = "credit-answered", _("missing credit answered")
    CREDIT_CLOSED = "credit-closed", _("missing credit has come")
    CREDIT_WITHDRAWN = "credit-withdrawn", _("report of missing credit withdrawn")
    ACHIEVEMENTS_RECORDED = "achievements-recorded", _("achievements recorded")
    ACHIEVEMENTS_ASSOCIATED = "achievements-associated", _("achievements associated")
    ACHIEVEMENTS_SEVERED = "achievements-severed", _("achievements severed")
    OVERRIDE_PLACED = "override-placed", _("override placed")
    OVERRIDE_ENDED = "override-ended", _("override ended early")
    OVERRIDE_EXPIRED = "override-expired", _("override ended")
    READING_RECORDED = "reading-recorded", _("reading recorded")
    ATTESTATION_RECORDED = "attestation-recorded", _("attestation recorded")
    FEED_LOADED = "feed-loaded", _("feed loaded")
    FEED_REFUSED = "feed-refused", _("feed refused")
    TERM_STARTED = "term-started", _("term started")
    TERM_ENDED = "term-ended", _("term ended")
    INVITATION_SENT = "invitation-sent", _("invitation sent")
    INVITATION_SENT_AGAIN = "invitation-sent-again", _("invitation sent again")
    INVITATION_WITHDRAWN = "invitation-withdrawn", _("invitation withdrawn")
    INVITATION_ACCEPTED = "invitation-accepted", _("invitation accepted")
    ENROLMENT_CONFIRMED = "enrolment-confirmed", _("enrolment: address confirmed")
    ENROLMENT_APPROVED = "enrolment-approved", _("enrolment approved")
    ENROLMENT_REFUSED = "enrolment-refused", _("enrolment refused")
    PEOPLE_REMINDED = "people-reminded", _("people reminded to associate")
    OFFERS_PUBLISHED = "offers-published", _("offers published")
    ORDER_PLACED = "order-placed", _("order placed")
    ORDER_PROOF_ADDED = "order-proof-added", _("proof of payment uploaded")
    ORDER_CONFIRMED = "order-confirmed", _("order confirmed")
    ORDER_REFUSED = "order-refused", _("order refused")
    ORDER_CANCELLED = "order-cancelled", _("order cancelled")
    ORDER_EXPIRED = "order-expired", _("order expired")
    PROFILE_SAVED = "profile-saved", _("marketing profile saved")
    PROFILE_PUBLISHED = "profile-published", _("marketing profile published")
    PROFILE_WITHDRAWN = "profile-withdrawn", _("marketing profile withdrawn")
    REQUEST_CONFIRMED = "request-confirmed", _("request of a customer confirmed")
    REQUEST_WITHDRAWN = "request-withdrawn", _("request of a customer withdrawn")
    REQUEST_CLOSED = "request-closed", _("request of a customer closed as misuse")
    REQUEST_ERASED = "request-erased", _("personal data of a request removed")
    REFERRAL_SENT = "referral-sent", _("referral sent")
    REFERRAL_INTERESTED = "referral-interested", _("referral: partner interested")
    REFERRAL_SKIPPED = "referral-skipped", _("referral skipped")
    REFERRAL_MISSED = "referral-missed", _("referral missed")
    REFERRAL_ACCEPTED = "referral-accepted", _("referral accepted")
    REFERRAL_DECLINED = "referral-declined", _("referral declined")
    REFERRAL_EXPIRED = "referral-expired", _("referral expired")
    REFERRAL_ESTIMATED = "referral-estimated", _("referral estimated anew")
    REFERRAL_NOTED = "referral-noted", _("referral: note added")
    REFERRAL_WON = "referral-won", _("referral won")
    REFERRAL_LOST = "referral-lost", _("referral lost")
    REFERRAL_WITHDRAWN = "referral-withdrawn", _("referral withdrawn by the customer")
    REFERRAL_CLOSED = "referral-closed", _("referral closed by staff as misuse")
    TERM_LAPSED = "term-lapsed", _("term over, not renewed")
    BENEFIT_ACTIVATED = "benefit-activated", _("benefit activated")
    BENEFIT_CARRIED_OVER = "benefit-carried-over", _("benefit carried over to another year")
    BENEFIT_ENDED = "benefit-ended", _("benefit ended")
    SEAT_ASSIGNED = "seat-assigned", _("seat assigned")
    SEAT_TAKEN_BACK = "seat-taken-back", _("seat taken back")
    SEATS_FREED = "seats-freed", _("seats freed with an account")
    KEY_GIVEN = "key-given", _("product key given")
    KEY_REVEALED = "key-revealed", _("product key shown")
    KEY_WANTED = "key-wanted", _("product key asked for, none left")
    KEY_POOL_SET = "key-pool-set", _("pool of product keys set")
    KEYS_ADDED = "keys-added", _("product keys added")
    KEYS_DISCARDED = "keys-discarded", _("file of product keys discarded")
    MESSAGE_SENT_AGAIN = "message-sent-again", _("message sent again")
    PERSON_ERASED = "person-erased", _("personal data erased")

    LEVEL_ATTAINED = "level-attained", _("level attained")
    LEVEL_LOST = "level-lost", _("level lost")
    DISPLAY_ADDED = "display-added", _("display added")
    RISK_RAISED = "risk-raised", _("risk raised")
    RISK_CHANGED = "risk-changed", _("risk changed")
    RISK_CLEARED = "risk-cleared", _("risk cleared")


OF_LEVELS = (
    Kind.LEVEL_ATTAINED,
    Kind.LEVEL_LOST,
    Kind.DISPLAY_ADDED,
    Kind.RISK_RAISED,
    Kind.RISK_CHANGED,
    Kind.RISK_CLEARED,
    Kind.OVERRIDE_PLACED,
    Kind.OVERRIDE_ENDED,
    Kind.OVERRIDE_EXPIRED,
)
"""Kinds that tell what befell a level. An index is made for these: a list that grows needs another one."""


class Reason(models.TextChoices):
    """Why a status changed. The first group names fact events, the second what a passing day brings."""

    PERSON_ASSOCIATED = "person-associated"
    PERSON_SEVERED = "person-severed"
    ACCOUNT_ENDED = "account-ended"
    ACHIEVEMENT_RECORDED = "achievement-recorded"
    ACHIEVEMENT_FOLLOWED = "achievement-followed"
    TRANSCRIPT_MOVED = "transcript-moved"
    TRANSCRIPTS_MERGED = "transcripts-merged"
    OVERRIDE_PLACED = "override-placed"
    OVERRIDE_ENDED_EARLY = "override-ended-early"
    READING_RECORDED = "reading-recorded"
    ATTESTATION_RECORDED = "attestation-recorded"
    FEED_LOADED = "feed-loaded"
    TERM_STARTED = "term-started"
    TERM_ENDED = "term-ended"
    MARKET_CHANGED = "market-changed"

    PERSON_REVOKED = "revoked"
    PERSON_EXPIRED = "expired"
    PERSON_NO_LONGER_ACCEPTED = "no-longer-accepted"
    PERSON_NOT_YET_EARNED = "not-yet-earned"
    PERSON_NOT_ASSOCIATED = "not-associated"
    PERSON_INCOMPLETE = "incomplete"
    PERSON_NEEDED_ELSEWHERE = "needed-elsewhere"
    PERSON_COUNTS = "person-counts"
    OVERRIDE_BEGAN = "override-began"
    OVERRIDE_ENDED = "override-ended"
    READING_LEFT_WINDOW = "reading-left-window"
    READING_IN_WINDOW = "reading-in-window"
    ATTESTATION_BEGAN = "attestation-began"
    ATTESTATION_ENDED = "attestation-ended"
    EDITION_TOOK_EFFECT = "edition-took-effect"
    TERM_OVER = "term-over"
    FACTS_CHANGED = "facts-changed"
    FIRST_REVIEW = "first-review"


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for a change of status: a code, and ids and codes of what it concerns.

    `details` may hold `event` (id of the journal entry of the fact change), `person` (user id),
    `credential`, `since` (ISO day), `competency`, `level`, `metric`, `attestation`, `override`, `edition`,
    `run` (id of the feed run that brought the change).
    """

    reason: Reason
    details: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Cause":
        """From its JSON form."""
        return cls(Reason(data["reason"]), {key: data[key] for key in data if key != "reason"})

    def as_data(self) -> dict[str, Any]:
        """The JSON form kept in `JournalEntry.data["because"]` and `Standing.risk`."""
        return {"reason": str(self.reason), **self.details}
