"""The facts of one organisation that rules judge: `programme-format.md`, section 2. Periods are half-open."""

from datetime import date
from decimal import Decimal

from competencies.record import record


@record
class Period:
    """From `starts_on`, the first day in it, to `until`, the first day after it (None: no end)."""

    starts_on: date
    until: date | None


@record
class Achievement:
    """An earned credential, and when it was associated with this organisation (C1, C4)."""

    credential: str
    earned_on: date
    expires_on: date | None = None
    revoked_on: date | None = None
    associated: tuple[Period, ...] = ()


@record
class Person:
    """One human and what they hold; the id is opaque text."""

    id: str
    achievements: tuple[Achievement, ...] = ()


@record
class Reading:
    """What a metric read on a day, in its unit; credits are negative."""

    metric: str
    on: date
    amount: Decimal


@record
class Attestation:
    """A kind of attestation, and when this one is valid."""

    attestation: str
    starts_on: date
    until: date | None = None


@record
class Override:
    """A competency level counted as achieved on its days (D4); without `until`, for three months."""

    competency: str
    level: str
    starts_on: date
    until: date | None = None


@record
class Held:
    """A competency level that the term displays (F2)."""

    competency: str
    level: str


@record
class Membership:
    """The term: in force until `until`, in grace until `grace_until`."""

    level: str
    starts_on: date
    until: date | None = None
    grace_until: date | None = None
    held: tuple[Held, ...] = ()


@record
class Facts:
    """Everything that is known of one organisation."""

    organisation: str
    market: str
    people: tuple[Person, ...] = ()
    readings: tuple[Reading, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    overrides: tuple[Override, ...] = ()
    membership: Membership | None = None
