"""A known universe, built through the actions only.

`World(day)` is a portal with one small programme and nobody in it; its methods add what a test needs and
return it. `World.populated(day)` adds the people below, who are found by their first names in
`world.users`, and the organisations in `world.organisations`. `world.on` moves only when a test says so.

Contoso (silver term since 100 days; cloud silver attained):
    ada admin · mina membership manager · rolf report viewer · rita referrals manager
    erik employee, cloud-basic, associated · pia employee, cloud-expert, associated
    nora employee, transcript claimed but nothing associated
Fabrikam (no term; cloud silver attained through leo):
    fay admin · leo employee, cloud-expert, at Contoso until 30 days ago, which lost cloud gold then
Nobody's: stella, a login without any account
Staff: spencer specialist · petra programme manager · sam support
Everybody's password is `PASSWORD`; addresses are <name>@contoso.example, @fabrikam.example, @vendor.example.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from competencies.actions import (
    achievements,
    affiliations,
    attestations,
    editions,
    overrides,
    readings,
    transcripts,
)
from competencies.models import Achievement, Override, Transcript
from memberships.actions import benefits, key_pools, offers, orders, profiles, requests, terms
from memberships.actions.orders import Billing
from memberships.actions.profiles import Content, Place
from memberships.actions.requests import Asked, Choice
from memberships.models import (
    CustomerRequest,
    Entitlement,
    KeyFile,
    KeyPool,
    Listing,
    OfferEdition,
    Order,
    Profile,
    Referral,
)
from partners.actions import accounts, organisations, users
from partners.clock import today
from partners.models import Account, Organisation, Role, StaffRole, Term, User
from tests.offered import OFFERS

PASSWORD = "a-password-for-tests"

EDITION = """
format: 1
programme: world
edition: "first"
effective_from: 2017-01-01
name: {en: A programme for tests, zh-hant: 測試用計畫}
levels:
  - {key: silver, name: {en: Silver, zh-hant: 銀級}}
  - {key: gold, name: {en: Gold, zh-hant: 金級}}
markets:
  - {key: developed, name: {en: Developed markets}}
  - {key: developing, name: {en: Developing markets}}
centres:
  - {key: platform, name: {en: Platform, zh-hant: 平台}}
credentials:
  - {code: cloud-basic, kind: exam, title: {en: Cloud basics}}
  - {code: cloud-expert, kind: certification, title: {en: Cloud expert}}
  - {code: data-basic, kind: exam, title: {en: Data basics}}
  - {code: cloud-old, kind: exam, title: {en: Old}, retires_on: 2018-01-31, accepted_through: 2018-06-30}
metrics:
  - {key: consumption, name: {en: Consumption}, unit: USD, kind: flow}
attestations:
  - {key: reseller, name: {en: Authorised reseller}}
competencies:
  - key: cloud
    name: {en: Cloud, zh-hant: 雲端}
    centre: platform
    paths:
      - key: cloud-silver
        level: silver
        name: {en: One person}
        requires: [{people: 1, each: {any_of: [cloud-basic, cloud-expert, cloud-old]}}]
      - key: cloud-gold
        level: gold
        name: {en: Two experts}
        requires: [{people: 2, each: cloud-expert}]
  - key: data
    name: {en: Data, zh-hant: 資料}
    centre: platform
    paths:
      - key: data-silver
        level: silver
        name: {en: Sales and a person}
        requires:
          - {metric: consumption, at_least: 1000, within_months: 12}
          - {people: 1, each: data-basic}
  - key: devices
    name: {en: Devices, zh-hant: 裝置}
    centre: platform
    paths:
      - key: devices-silver
        level: silver
        name: {en: Reseller}
        requires: [{attestation: reseller}]
"""


def later_edition(key: str, effective_from: date, *changes: tuple[str, str]) -> str:
    """The text of another edition: the first with another key and day, and these replacements."""
    text = EDITION.replace('edition: "first"', f'edition: "{key}"')
    text = text.replace("effective_from: 2017-01-01", f"effective_from: {effective_from}")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


class World:
    """A portal on the day `on`, with one edition of a small programme."""

    def __init__(self, on: date | None = None) -> None:
        self.on = on or today()
        self.users: dict[str, User] = {}
        self.organisations: dict[str, Organisation] = {}
        editions.publish(document=EDITION, on=date(2017, 1, 1), by=None)

    def pass_days(self, days: int) -> date:
        """Let days pass; whoever wants a review on them asks for it."""
        self.on += timedelta(days=days)
        return self.on

    def organisation(self, name: str, *, country: str = "BE") -> Organisation:
        """An organisation that joins on the day."""
        made = organisations.enrol(
            legal_name=f"{name} Ltd", display_name=name, country=country, on=self.on, by=None
        )
        self.organisations[name] = made
        return made

    def user(self, name: str, *, domain: str = "elsewhere.example", role: StaffRole | None = None) -> User:
        """A login; with a role, one of the vendor's staff."""
        made = users.add(
            email=f"{name}@{domain}", name=name.capitalize(), password=PASSWORD, on=self.on, by=None
        )
        self.users[name] = made
        return users.appoint(user=made, role=role, on=self.on, by=None) if role else made

    def account(self, organisation: Organisation, name: str, *roles: Role) -> Account:
        """A new user with an account in the organisation."""
        plain = re.sub("[^a-z0-9]", "", organisation.display_name.lower())[:30] or f"org{organisation.pk}"
        user = self.user(name, domain=f"{plain}.example")
        return self.join(organisation, user, *roles)

    def join(self, organisation: Organisation, user: User, *roles: Role) -> Account:
        """An account for somebody who has a login."""
        return accounts.open_account(
            organisation=organisation, user=user, roles=roles or [Role.EMPLOYEE], on=self.on, by=None
        )

    def transcript(self, user: User, *credentials: str, earned_on: date | None = None) -> Transcript:
        """A transcript of the user's own with these credentials, earned a year ago unless said otherwise."""
        made = transcripts.record(
            mcid=f"MC-{user.pk}", name=user.name, email=user.email, access_code="1234", on=self.on, by=None
        )
        transcripts.give(transcript=made, user=user, on=self.on, by=user)
        for credential in credentials:
            self.achievement(made, credential, earned_on=earned_on)
        return made

    def achievement(
        self,
        transcript: Transcript,
        credential: str,
        *,
        earned_on: date | None = None,
        expires_on: date | None = None,
        revoked_on: date | None = None,
    ) -> Achievement:
        """What the vendor's system says today of a credential."""
        return achievements.record(
            transcript=transcript,
            credential=credential,
            earned_on=earned_on or date(2017, 1, 1),
            expires_on=expires_on,
            revoked_on=revoked_on,
            on=self.on,
            by=None,
        )

    def associate(
        self, user: User, organisation: Organisation, only: Iterable[Achievement] | None = None
    ) -> None:
        """All of the user's achievements, or these, count for the organisation from today."""
        chosen = None if only is None else list(only)
        affiliations.associate(
            user=user,
            organisation=organisation,
            achievements=chosen,
            on=self.on,
            by=user,
            consents_to_move=True,
        )

    def employee(self, organisation: Organisation, name: str, *credentials: str) -> User:
        """Somebody whose credentials count for the organisation from today."""
        user = self.account(organisation, name, Role.EMPLOYEE).user
        self.transcript(user, *credentials)
        self.associate(user, organisation)
        return user

    def reading(self, organisation: Organisation, amount: str, *, day: date | None = None) -> None:
        """A reading of `consumption`."""
        readings.record(
            organisation=organisation,
            metric="consumption",
            day=day or self.on,
            amount=Decimal(amount),
            on=self.on,
            by=None,
        )

    def attest(
        self, organisation: Organisation, reference: str = "R-1", *, until: date | None = None
    ) -> None:
        """An attestation as reseller from today."""
        attestations.record(
            organisation=organisation,
            attestation="reseller",
            reference=reference,
            starts_on=self.on,
            until=until,
            on=self.on,
            by=None,
        )

    def specialist(self) -> User:
        """Spencer, who is hired if need be."""
        there = self.users.get("spencer")
        return there or self.user("spencer", domain="vendor.example", role=StaffRole.SPECIALIST)

    def override(
        self,
        organisation: Organisation,
        competency: str = "cloud",
        level: str = "gold",
        *,
        starts_on: date | None = None,
        until: date | None = None,
    ) -> Override:
        """An override by the specialist."""
        return overrides.place(
            organisation=organisation,
            competency=competency,
            level=level,
            reason="The vendor's system has not recognised it yet.",
            starts_on=starts_on,
            until=until,
            on=self.on,
            by=self.specialist(),
        )

    def term(self, organisation: Organisation, level: str = "silver") -> Term:
        """A term that starts today."""
        return terms.start(organisation=organisation, level=level, on=self.on, by=None)

    def offers(self) -> OfferEdition:
        """The offers for tests, published if need be."""
        there = OfferEdition.objects.first()
        return there or offers.publish(document=OFFERS, on=date(2017, 1, 1), by=None)

    def buyer(self, organisation: Organisation) -> User:
        """Somebody who orders for the organisation, with an account if need be."""
        name = f"buyer{organisation.pk}"
        if name not in self.users:
            self.account(organisation, name, Role.MEMBERSHIP_MANAGER)
        return self.users[name]

    def manager(self) -> User:
        """Petra, a programme manager, who is hired if need be."""
        there = self.users.get("petra")
        return there or self.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)

    def order(self, organisation: Organisation, offer: str = "silver") -> Order:
        """An order placed today."""
        self.offers()
        return orders.place(
            organisation=organisation,
            offer=offer,
            currency="USD",
            billing=Billing("Contoso Ltd", "1 Example Street", "BE"),
            on=self.on,
            by=self.buyer(organisation),
        )

    def benefit(self, organisation: Organisation, key: str = "office") -> Entitlement:
        """A benefit activated today."""
        self.offers()
        return benefits.activate(
            organisation=organisation, benefit=key, on=self.on, by=self.buyer(organisation)
        )

    def pool(self, *keys: str, low_at: int = 1) -> KeyPool:
        """The pool of Windows, with these keys added."""
        self.offers()
        by = {"on": self.on, "by": self.manager()}
        made = key_pools.set_pool(benefit="windows", low_at=low_at, **by)
        if keys:
            key_pools.add(file=self.key_file(made, *keys), **by)
        return made

    def key_file(self, pool: KeyPool, *lines: str) -> KeyFile:
        """A file of keys, checked and not added."""
        content = "\n".join(lines).encode()
        return key_pools.upload(pool=pool, content=content, on=self.on, by=self.manager())

    def promoter(self, organisation: Organisation) -> User:
        """Somebody who looks after the profile of the organisation, with an account if need be."""
        name = f"promoter{organisation.pk}"
        if name not in self.users:
            self.account(organisation, name, Role.REFERRALS_MANAGER)
        return self.users[name]

    def profile(
        self, organisation: Organisation, *, country: str = "", logo: bytes | None = None, **said: Any
    ) -> Profile:
        """A profile as it is saved; without further words with a description and an office."""
        by = {"on": self.on, "by": self.promoter(organisation)}
        where = country or organisation.country
        made = profiles.begin(organisation=organisation, country=where, **by)
        office = Place("Ghent", where, "Olga Office", "office@contoso.example", "1 Example Street")
        content = Content(**{"description": "We help.", "locations": [office], **said})
        return profiles.save(profile=made, content=content, logo=logo, **by)

    def listing(self, organisation: Organisation, **said: Any) -> Listing:
        """The same, published."""
        made = self.profile(organisation, **said)
        return profiles.publish(profile=made, on=self.on, by=self.promoter(organisation))

    def request(self, *listings: Listing, at: datetime | None = None, **said: Any) -> CustomerRequest:
        """A customer's request to these partners, not confirmed yet."""
        asked = Asked(
            **{
                "name": "Carla Customer", "company": "Woodgrove Bank", "email": "carla@woodgrove.example",
                "country": "BE", "sought": "We move our mail.", "language": "en", **said,
            }
        )  # fmt: skip
        return requests.ask(asked=asked, choices=[Choice(each) for each in listings], at=at or self.at)

    def referral(self, listing: Listing, *, at: datetime | None = None, **said: Any) -> Referral:
        """A referral that is new since that moment."""
        made = self.request(listing, at=at, **said)
        requests.confirm(request=made, at=at or self.at)
        return made.referrals.select_related("request", "organisation", "profile").get()

    @property
    def at(self) -> datetime:
        """Noon of the day."""
        return datetime.combine(self.on, time(12), UTC)

    @classmethod
    def populated(cls, on: date | None = None) -> "World":
        """The universe described at the top, as it stands on the day."""
        world = cls(on)
        end = world.on
        world.on = end - timedelta(days=100)
        _people_of_contoso(world)
        fabrikam = world.organisation("Fabrikam", country="TW")
        world.account(fabrikam, "fay", Role.ADMIN)
        world.on = end - timedelta(days=30)
        leo = world.users["leo"]
        world.join(fabrikam, leo)
        world.associate(leo, fabrikam)
        world.user("stella")
        world.user("spencer", domain="vendor.example", role=StaffRole.SPECIALIST)
        world.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)
        world.user("sam", domain="vendor.example", role=StaffRole.SUPPORT)
        world.on = end
        return world


def _people_of_contoso(world: World) -> None:
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    world.account(contoso, "mina", Role.MEMBERSHIP_MANAGER)
    world.account(contoso, "rolf", Role.REPORT_VIEWER)
    world.account(contoso, "rita", Role.REFERRALS_MANAGER)
    world.employee(contoso, "erik", "cloud-basic")
    world.employee(contoso, "pia", "cloud-expert")
    world.employee(contoso, "leo", "cloud-expert")
    nora = world.account(contoso, "nora", Role.EMPLOYEE)
    world.transcript(nora.user, "data-basic")
    world.term(contoso)
