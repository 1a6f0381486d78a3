"""The demo world as it is told: one diary for all stories, the vendor's staff, and who may sign in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from competencies.published import current_programme
from memberships.demo.diary import Diary
from memberships.demo.partner import Partner
from memberships.demo.person import Person, address
from memberships.demo.vendor import Vendor
from partners.actions import enrolments, users
from partners.models import Role, StaffRole, User

STAFF_DOMAIN = "vendor.example"
_STAFF_SINCE = 4 * 365


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who can sign in. `partner` is None for staff; `note` says what to look at."""

    role: str
    partner: Partner | None
    email: str
    note: str


class World:
    """Hires the vendor's staff at once; everything else waits in the diary."""

    def __init__(self, diary: Diary, *, password: str, feeds_folder: Path) -> None:
        self.diary = diary
        self.vendor = Vendor(diary, feeds_folder)
        self.partners: list[Partner] = []
        self._logins: list[Login] = []
        self._password = password
        self._people = 0
        self.manager = self._superuser()
        self.specialist = self._hired("Ingrid Halvorsen", StaffRole.SPECIALIST, "places and ends overrides")
        self.support = self._hired(
            "Samuel Osei", StaffRole.SUPPORT, "sees everything, also an organisation's pages; changes nothing"
        )

    def partner(
        self, name: str, *, legal_name: str, country: str, city: str, joined: int, language: str = "en"
    ) -> Partner:
        """A partner that joined so many days ago."""
        made = Partner(
            self, name, legal_name=legal_name, country=country, city=city, joined=joined, language=language
        )
        self.partners.append(made)
        return made

    def enrols(self, name: str, *, legal_name: str, country: str, city: str, contact: str, ago: int) -> None:
        """A firm asks to become a partner, confirms its address, and waits for staff."""
        domain = f"{address(name).replace('.', '')}.example"

        def ask(on: date) -> None:
            made = enrolments.ask(
                legal_name=legal_name, display_name=name, country=country, city=city, name=contact,
                email=f"{address(contact)}@{domain}", language="en", on=on,
            )  # fmt: skip
            enrolments.confirm(enrolment=made, version=1, needs_approval=True, on=on)

        self.diary.note(ago, ask)

    @property
    def edition_day(self) -> date:
        """The day on which the edition of today took effect."""
        return current_programme().edition_on(self.diary.today).effective_from

    def person(self, name: str, partner: Partner) -> Person:
        """Somebody with an address at the partner, who cannot sign in unless `may_sign_in` says so."""
        self._people += 1
        domain = f"{address(partner.name).replace('.', '')}.example"
        return Person(self.diary, self._people, name, domain=domain, language=partner.language)

    def partner_named(self, name: str) -> Partner:
        """A partner of a story told before."""
        return next(partner for partner in self.partners if partner.name == name)

    def someone(self, name: str) -> Person:
        """A person of a story told before."""
        return next(each for partner in self.partners for each in partner.people if each.name == name)

    @property
    def logins(self) -> list[Login]:
        """Who may sign in: partner by partner in the order of the stories, staff last."""
        places = {partner.name: place for place, partner in enumerate(self.partners)}
        last = len(places)
        return sorted(self._logins, key=lambda login: places[login.partner.name] if login.partner else last)

    def may_sign_in(self, person: Person, partner: Partner, roles: Collection[Role], note: str) -> None:
        """Put somebody into the table of accounts, and give them a password when they join."""
        person.password = self._password
        for role in roles:
            self._logins.append(Login(role.value, partner, person.email, note))

    def _superuser(self) -> User:
        """The one user who is made as `manage.py createsuperuser` makes one: no action could be asked."""
        made = User.objects.create_superuser(
            f"admin@{STAFF_DOMAIN}", self._password, name="Margarethe Lindqvist"
        )
        note = "everything, as programme manager; feed runs: yesterday's files have bad rows; /admin/"
        self._logins.append(Login("staff", None, made.email, note))
        return made

    def _hired(self, name: str, role: StaffRole, note: str) -> User:
        email = f"{address(name)}@{STAFF_DOMAIN}"
        on = self.diary.ago(_STAFF_SINCE)
        made = users.add(email=email, name=name, password=self._password, on=on, by=self.manager)
        self._logins.append(Login(role.value, None, email, f"{role.label}: {note}; /admin/"))
        return users.appoint(user=made, role=role, on=on, by=self.manager)
