"""How the journal is told (D5): for each kind a sentence, and what was so before and is so after it.

Each app has the words of its kinds in a module of this name, and `memberships.presenters.telling` puts all of
them together. A new kind gets its line in `WORDS` of its app; what stands in curly brackets is looked up in
`VALUES`, to which an app may add.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from partners import days
from partners.access import Permission
from partners.journal import Kind
from partners.models import Role


class Subject(StrEnum):
    """What kinds are about, for choosing among them."""

    LEVELS = "levels"
    OVERRIDES = "overrides"
    PEOPLE = "people"
    FIGURES = "figures"
    MEMBERSHIP = "membership"
    PROGRAMME = "programme"


SUBJECTS: Mapping[Subject, Promise] = {
    Subject.LEVELS: gettext_lazy("Levels and risk"),
    Subject.OVERRIDES: gettext_lazy("Overrides"),
    Subject.PEOPLE: gettext_lazy("People and achievements"),
    Subject.FIGURES: gettext_lazy("Figures and attestations"),
    Subject.MEMBERSHIP: gettext_lazy("Membership and orders"),
    Subject.PROGRAMME: gettext_lazy("Programme and vendor"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of a kind. `needs`: what a reader must be allowed besides reading the journal."""

    subject: Subject
    sentence: Promise
    before: Promise | str = ""
    after: Promise | str = ""
    needs: Permission | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it was read. `beside`: what the row that it concerns says, such as a reason."""

    pk: int
    on: date
    recorded_at: datetime
    kind: str
    competency: str
    level: str
    edition: str
    data: Mapping[str, Any]
    by: int | None
    beside: Mapping[str, str] = field(default_factory=dict)


class Naming(Protocol):
    """What the words of this app ask of the reader's words."""

    organisation: str

    def person(self, person: str) -> str:
        """The person's name."""


Value = Callable[[Told, Any], str]
"""What stands for a name in curly brackets: text that is not yet escaped, or safe; empty where nothing is known."""


class _Values(Mapping[str, str]):
    """What the names in curly brackets stand for in one entry, each looked up only if it is asked for."""

    def __init__(self, told: Told, words: Any, values: Mapping[str, Value]) -> None:
        self.told, self.words, self.known = told, words, values

    def __getitem__(self, name: str) -> SafeString:
        return conditional_escape(self.known[name](self.told, self.words))

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def filled(text: Promise | str, told: Told, words: Any, values: Mapping[str, Value]) -> SafeString:
    """The text with what its names stand for in this entry."""
    return SafeString(str(text).format_map(_Values(told, words, values)))


def _person(told: Told, words: Naming) -> str:
    person = told.data.get("person")
    return words.person(str(person)) if person is not None else _("Somebody")


def _people(told: Told, words: Naming) -> str:
    count = len(told.data.get("people", ()))
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def role_names(roles: Iterable[str] | None) -> str:
    """The roles as a list, in the order in which they are usually told."""
    given = set(roles or ())
    known = [str(role.label) for role in Role if role.value in given]
    return pgettext("between the parts of a list", ", ").join(known)


def switched(on: object) -> str:
    """The state of a switch; nothing where it is not known."""
    return "" if on is None else _("yes") if on else _("no")


def period(told: Told, words: Naming) -> str:
    """From the first to the last day, as far as the entry knows them."""
    starts_on, until = told.data.get("starts_on"), told.data.get("until")
    start = days.short(date.fromisoformat(starts_on)) if starts_on else ""
    end = days.short(days.last_day(date.fromisoformat(until))) if until else ""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return _("from %(day)s") % {"day": start} if start else end


def _opposite(told: Told, key: str) -> str:
    value = told.data.get(key)
    return "" if value is None else switched(not value)


def _time(told: Told, words: Naming) -> str:
    """Until what time of the day."""
    until = told.data.get("until")
    if not until:
        return ""
    return date_format(datetime.fromisoformat(until).astimezone(get_default_timezone()), "TIME_FORMAT")


VALUES: dict[str, Value] = {
    "time": _time,
    "organisation": lambda told, words: words.organisation,
    "person": _person,
    "people": _people,
    "roles": lambda told, words: role_names(told.data.get("roles")),
    "roles_before": lambda told, words: role_names(told.data.get("before")),
    "shares": lambda told, words: switched(told.data.get("shares")),
    "shares_before": lambda told, words: _opposite(told, "shares"),
    "invited": lambda told, words: told.beside.get("name") or _("Somebody"),
    "edition": lambda told, words: told.edition or str(told.data.get("edition", "")),
    "period": period,
}

_INVITATIONS = Permission.MANAGE_PEOPLE

WORDS: dict[Kind, Telling] = {
    Kind.ORGANISATION_ENROLLED: Telling(
        Subject.MEMBERSHIP, gettext_lazy("{organisation} joined as a network member")
    ),
    Kind.LOGIN_MADE: Telling(Subject.PEOPLE, gettext_lazy("{person} got a login")),
    Kind.STAFF_APPOINTED: Telling(
        Subject.PROGRAMME, gettext_lazy("{person} was appointed to the vendor’s staff")
    ),
    Kind.FACTORS_REMOVED: Telling(
        Subject.PEOPLE, gettext_lazy("The second factors of {person} were removed")
    ),
    Kind.ACCOUNT_OPENED: Telling(
        Subject.PEOPLE, gettext_lazy("{person} got an account here"), gettext_lazy("none"), "{roles}"
    ),
    Kind.ACCOUNT_ENDED: Telling(
        Subject.PEOPLE,
        gettext_lazy("The account of {person} was ended"),
        gettext_lazy("open"),
        gettext_lazy("ended"),
    ),
    Kind.ROLES_SET: Telling(
        Subject.PEOPLE, gettext_lazy("The roles of {person} were set"), "{roles_before}", "{roles}"
    ),
    Kind.SHARING_SET: Telling(
        Subject.PEOPLE,
        gettext_lazy("{person} decided whether the whole transcript is shown here"),
        "{shares_before}",
        "{shares}",
    ),
    Kind.INVITATION_SENT: Telling(
        Subject.PEOPLE, gettext_lazy("{invited} was invited"), after="{roles}", needs=_INVITATIONS
    ),
    Kind.INVITATION_SENT_AGAIN: Telling(
        Subject.PEOPLE, gettext_lazy("{invited} was sent the invitation again"), needs=_INVITATIONS
    ),
    Kind.INVITATION_WITHDRAWN: Telling(
        Subject.PEOPLE,
        gettext_lazy("The invitation of {invited} was withdrawn"),
        gettext_lazy("open"),
        gettext_lazy("withdrawn"),
        needs=_INVITATIONS,
    ),
    Kind.INVITATION_ACCEPTED: Telling(
        Subject.PEOPLE,
        gettext_lazy("{invited} accepted the invitation"),
        gettext_lazy("open"),
        gettext_lazy("accepted"),
        needs=_INVITATIONS,
    ),
    Kind.ENROLMENT_CONFIRMED: Telling(
        Subject.MEMBERSHIP, gettext_lazy("The firm that enrols confirmed its address")
    ),
    Kind.ENROLMENT_APPROVED: Telling(Subject.MEMBERSHIP, gettext_lazy("The enrolment was approved")),
    Kind.ENROLMENT_REFUSED: Telling(Subject.MEMBERSHIP, gettext_lazy("The enrolment was refused")),
    Kind.MESSAGE_SENT_AGAIN: Telling(
        Subject.PROGRAMME, gettext_lazy("A message that had perhaps not arrived was sent again")
    ),
    Kind.STAFF_GROUPS_MADE: Telling(Subject.PROGRAMME, gettext_lazy("The groups of the staff were made")),
    Kind.STAFF_ACTED: Telling(Subject.PROGRAMME, gettext_lazy("The vendor’s staff changed something here")),
    Kind.SUPPORT_STARTED: Telling(
        Subject.PROGRAMME,
        gettext_lazy("Support looks at these pages as an admin sees them, to read only, until {time}"),
    ),
    Kind.SUPPORT_ENDED: Telling(Subject.PROGRAMME, gettext_lazy("Support no longer looks at these pages")),
    Kind.SESSIONS_ENDED: Telling(
        Subject.PEOPLE, gettext_lazy("The sessions of {person} were ended by staff")
    ),
    Kind.ADMIN_APPOINTED: Telling(
        Subject.PEOPLE, gettext_lazy("The vendor’s staff made {person} an admin"), after=Role.ADMIN.label
    ),
    Kind.MARKET_CORRECTED: Telling(Subject.PROGRAMME, gettext_lazy("The market of a country was corrected")),
    Kind.PERSON_ERASED: Telling(
        Subject.PEOPLE, gettext_lazy("The personal data of {person} were erased at their own wish")
    ),
}
