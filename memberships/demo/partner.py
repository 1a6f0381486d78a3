"""A partner organisation of a story, with its people, figures, overrides and terms."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from competencies.actions import attestations, overrides, readings
from competencies.models import Override
from competencies.rules.calendar import add_months
from memberships.actions import terms
from memberships.demo.person import Person, address
from memberships.demo.seat import Seat
from partners.actions import invitations, organisations
from partners.models import Role, Term

if TYPE_CHECKING:
    from memberships.demo.world import World

EMPLOYEE = (Role.EMPLOYEE,)


class Partner(Seat):
    """Methods note what happens so many days ago; see `Diary`."""

    def __init__(
        self, world: "World", name: str, *, legal_name: str, country: str, city: str, joined: int,
        language: str = "en",
    ) -> None:  # fmt: skip
        super().__init__()
        self.world, self.diary, self.vendor = world, world.diary, world.vendor
        self.name, self.language = name, language
        self.people: list[Person] = []
        self._overrides: list[Override] = []

        def enrol(on: date) -> None:
            row = organisations.enrol(
                legal_name=legal_name, display_name=name, country=country, city=city, on=on, by=None
            )
            self.is_enrolled(row)

        self.diary.note(joined, enrol)

    def person(
        self,
        name: str,
        credentials: str = "",
        *,
        since: int,
        roles: Collection[Role] = EMPLOYEE,
        earned: int | None = None,
        associated: bool = True,
        note: str = "",
    ) -> Person:
        """Somebody new with an account since so many days, at least three; with a `note`, one who can sign in.

        `credentials`, separated by blanks, were earned before joining, the last of them `earned` days ago;
        they count for the partner from two days after joining.
        """
        someone = self._joined(name, since, roles, note)
        if credentials:
            someone.claims(credentials.split(), since - 1, earned=since + 25 if earned is None else earned)
            if associated:
                someone.associates(self, since - 2)
        return someone

    def certified(
        self, name: str, credentials: str = "", *, since: int,
        roles: Collection[Role] = EMPLOYEE, note: str = "",
    ) -> Person:  # fmt: skip
        """As `person`, but transcript and credentials come by the vendor's files, and the code claims them."""
        someone = self._joined(name, since, roles, note)
        if credentials:
            self._known_to_the_vendor(someone, credentials, since)
            someone.claims_by_code(since - 1)
            someone.associates(self, since - 2)
        return someone

    def newcomer(self, name: str, credentials: str, *, since: int) -> Person:
        """As `certified`, but the transcript still waits to be claimed."""
        someone = self._joined(name, since, EMPLOYEE, "")
        self._known_to_the_vendor(someone, credentials, since)
        return someone

    def _known_to_the_vendor(self, someone: Person, credentials: str, since: int) -> None:
        told = self.vendor.delivery_before(since - 1)
        self.vendor.knows(someone, told)
        for place, credential in enumerate(credentials.split()):
            self.vendor.certifies(someone, credential, told, earned=told + 20 + 53 * place)

    def _joined(self, name: str, since: int, roles: Collection[Role], note: str) -> Person:
        someone = self.world.person(name, self)
        self.people.append(someone)
        someone.joins(self, since, roles)
        if note:
            self.world.may_sign_in(someone, self, roles, note)
        return someone

    def everybody(self, *lines: str) -> None:
        """More employees, one a line: "days since joining, name: credentials"."""
        for line in lines:
            who, _colon, credentials = line.partition(":")
            since, _blank, name = who.strip().partition(" ")
            self.person(name.strip(), credentials.strip(), since=int(since))

    def invites(self, name: str, ago: int, *, roles: Collection[Role] = EMPLOYEE) -> None:
        """The admin asks somebody in who has not come yet; after a week the link has expired."""
        email = f"{address(name)}@{address(self.name).replace('.', '')}.example"

        def ask(on: date) -> None:
            invitations.invite(
                organisation=self.row, email=email, name=name, roles=roles, language=self.language,
                on=on, by=self.lead,
            )  # fmt: skip

        self.diary.note(ago, ask)

    def monthly(self, metric: str, amount: int, *, months: int, stop: int = 0, by_file: bool = False) -> None:
        """A reading at the end of each of so many months, about the amount; `stop` months ago they ended.

        `by_file`: the vendor's files bring them, one a month for all partners.
        """
        for place in range(stop, stop + months):
            ago = self.diary.since(month_end(self.diary.today, place))
            uneven = Decimal(amount) * (90 + place * 7 % 21) / 100
            read = self._told if by_file else self.reading
            read(metric, uneven.quantize(Decimal(1)), ago)

    def _told(self, metric: str, amount: Decimal | int, ago: int) -> None:
        self.vendor.reads(self, metric, amount, ago)

    def reading(self, metric: str, amount: Decimal | int, ago: int) -> None:
        """What a metric read on a day, known on it."""

        def record(on: date) -> None:
            readings.record(
                organisation=self.row, metric=metric, day=on, amount=Decimal(amount), on=on, by=None
            )

        self.diary.note(ago, record)

    def attestation(self, kind: str, reference: str, ago: int, *, ends: int | None = None) -> None:
        """An attestation from that day on; `ends` as elsewhere in days ago, negative for a day to come."""
        until = None if ends is None else self.diary.ago(ends)
        self.diary.note(
            ago,
            lambda on: attestations.record(
                organisation=self.row, attestation=kind, reference=reference, starts_on=on, until=until,
                on=on, by=None,
            ),
        )  # fmt: skip

    def override(
        self, competency: str, level: str, ago: int, reason: str, *,
        ends: int | None = None, ended: tuple[int, str] | None = None,
    ) -> None:  # fmt: skip
        """An override for three months, or until `ends` days ago (negative: to come); `ended` early and why."""
        until = None if ends is None else self.diary.ago(ends)
        by = self.world.specialist

        def place(on: date) -> None:
            self._overrides.append(
                overrides.place(
                    organisation=self.row,
                    competency=competency,
                    level=level,
                    reason=reason,
                    until=until,
                    on=on,
                    by=by,
                )
            )

        self.diary.note(ago, place)
        if ended is not None:
            days, why = ended
            self.diary.note(
                days, lambda on: overrides.end(override=self._overrides[-1], reason=why, on=on, by=by)
            )

    def terms(self, anniversary: int, *levels: str) -> None:
        """Terms of a year, one after the other, the last with its anniversary in so many days.

        A term to the level of the one before or lower is renewed two days into grace.
        """
        last = self.diary.ago(-anniversary)
        for place, level in enumerate(reversed(levels), start=1):
            starts_on = add_months(last, -12 * place)
            renews = place < len(levels) and level == levels[-place - 1]
            self.term(level, starts_on + timedelta(days=2) if renews else starts_on)

    def term(self, level: str, day: date) -> None:
        """A term bought on that day."""
        self.diary.note(
            self.diary.since(day), lambda on: terms.start(organisation=self.row, level=level, on=on, by=None)
        )

    def term_is_ended(self, ago: int, reason: str) -> None:
        """Staff ends the running term early."""

        def end(on: date) -> None:
            running = Term.objects.in_force_or_grace(on).get(organisation=self.row)
            terms.end(term=running, reason=reason, on=on, by=self.world.manager)

        self.diary.note(ago, end)


def month_end(today: date, place: int) -> date:
    """The latest end of a month that has come, or the one so many months before it."""
    first = today.replace(day=1)
    has_come = add_months(first, 1) - timedelta(days=1) <= today
    return add_months(first, (1 if has_come else 0) - place) - timedelta(days=1)
