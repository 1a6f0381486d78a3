"""Somebody in the demo world: what they earn, where they work, what they associate."""

import re
import secrets
import unicodedata
from collections.abc import Collection
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from competencies.actions import achievements, affiliations, transcripts
from competencies.models import Achievement, Transcript
from memberships.actions import accounts as endings
from memberships.demo.diary import Diary
from memberships.demo.seat import Seat
from partners.actions import accounts, users
from partners.models import Account, Role, User


class Person:
    """A human of a story. Methods note what happens; `user` is there once the diary has come so far."""

    def __init__(self, diary: Diary, number: int, name: str, *, domain: str, language: str) -> None:
        self.diary = diary
        self.name = name
        self.email = f"{address(name)}@{domain}"
        self.mcid = str(10_400_000 + 131 * number)
        self.access_code = secrets.token_hex(4)
        self.language = language
        self.password: str | None = None
        self._user: User | None = None
        self._transcript: Transcript | None = None
        self._earned: dict[str, Achievement] = {}

    @property
    def user(self) -> User:
        """The login, made when the person first gets an account."""
        if self._user is None:
            raise LookupError(f"{self.name} has no account yet")
        return self._user

    def joins(self, organisation: Seat, ago: int, roles: Collection[Role]) -> None:
        """Get an account."""

        def open_account(on: date) -> None:
            admin = organisation.admin_user
            user = self._user or self._added(on, admin)
            accounts.open_account(organisation=organisation.row, user=user, roles=roles, on=on, by=admin)
            if Role.ADMIN in roles:
                organisation.is_led_by(user)

        self.diary.note(ago, open_account)

    def claims(self, credentials: Collection[str], ago: int, *, earned: int) -> None:
        """Own a transcript with these credentials, the last of them earned `earned` days ago."""

        def claim(on: date) -> None:
            made = transcripts.record(mcid=self.mcid, name=self.name, email=self.email, on=on, by=None)
            self._transcript = transcripts.give(transcript=made, user=self.user, on=on, by=self.user)
            for place, credential in enumerate(credentials):
                self._record(credential, self.diary.ago(earned + 53 * place), on=on)

        self.diary.note(ago, claim)

    def claims_by_code(self, ago: int) -> None:
        """Prove with MCID and access code that the transcript which the vendor's files brought is one's own."""
        self.diary.note(
            ago,
            lambda on: transcripts.claim(user=self.user, mcid=self.mcid, access_code=self.access_code, on=on),
        )

    def associates(self, organisation: Seat, ago: int) -> None:
        """Let everything earned so far count for the organisation."""

        def associate(on: date) -> None:
            affiliations.associate(
                user=self.user, organisation=organisation.row, on=on, by=self.user, consents_to_move=True
            )

        self.diary.note(ago, associate)

    def follows(self, organisation: Seat, ago: int) -> None:
        """Let what is earned later be associated with the organisation by itself (C4)."""
        self.diary.note(
            ago,
            lambda on: affiliations.follow(
                user=self.user, organisation=organisation.row, follows=True, on=on, by=self.user
            ),
        )

    def earns(self, credential: str, *, earned: int, known: int, ends: int | None = None) -> None:
        """The vendor's system tells, `known` days ago, of a credential earned `earned` days ago, or to come.

        `ends`: it expires so many days ago; a negative number is a day to come. It counts when associated.
        """
        expires_on = None if ends is None else self.diary.ago(ends)
        self.diary.note(
            known, lambda on: self._record(credential, self.diary.ago(earned), on=on, expires_on=expires_on)
        )

    def is_revoked(self, credential: str, ago: int) -> None:
        """The vendor's system withdraws a credential."""

        def revoke(on: date) -> None:
            known = self._earned[credential]
            self._record(credential, known.earned_on, on=on, revoked_on=on)

        self.diary.note(ago, revoke)

    def shares(self, organisation: Seat, ago: int) -> None:
        """Let the organisation see the whole transcript (A7)."""

        def share(on: date) -> None:
            accounts.share_transcript(
                account=self._account_in(organisation), shares=True, on=on, by=self.user
            )

        self.diary.note(ago, share)

    def has_app(self, key: str, ago: int) -> None:
        """Have an authenticator app with this key (base 32) as a second factor."""
        self.diary.note(
            ago,
            lambda on: Authenticator.objects.create(
                user=self.user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(key)}
            ),
        )

    def leaves(self, organisation: Seat, ago: int) -> None:
        """Have the account ended by an admin, and with it what counted there (B3)."""

        def leave(on: date) -> None:
            endings.end_account(account=self._account_in(organisation), on=on, by=organisation.admin_user)

        self.diary.note(ago, leave)

    def _added(self, on: date, by: User | None) -> User:
        self._user = users.add(
            email=self.email, name=self.name, password=self.password, language=self.language, on=on, by=by
        )
        return self._user

    def _account_in(self, organisation: Seat) -> Account:
        return Account.objects.open().get(user=self.user, organisation=organisation.row)

    def _record(
        self,
        credential: str,
        earned_on: date,
        *,
        on: date,
        expires_on: date | None = None,
        revoked_on: date | None = None,
    ) -> None:
        if self._transcript is None:
            raise LookupError(f"{self.name} has no transcript yet")
        self._earned[credential] = achievements.record(
            transcript=self._transcript, credential=credential, earned_on=earned_on,
            expires_on=expires_on, revoked_on=revoked_on, on=on, by=None,
        )  # fmt: skip


def address(name: str) -> str:
    """A name as part of an address: lower case, without accents, a dot between its words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return ".".join(re.findall(r"[a-z0-9-]+", plain.lower()))
