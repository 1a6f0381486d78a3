"""The frame of an organisation's pages: switcher and navigation, showing only what the reader may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import UNREAD_AT_MOST, Permission, permissions_of, unread_of
from partners.models import Account, Organisation
from partners.views.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    name: str
    icon: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that belong together, under a heading."""

    key: str
    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation of the switcher, and where choosing it leads."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What the base template needs to know of the reader in this organisation."""

    organisation: Organisation
    organisations: tuple[Choice, ...]
    navigation: tuple[Section, ...]
    permissions: frozenset[Permission]
    unread: int = 0

    @property
    def unread_words(self) -> str:
        """How many messages wait unread, as far as they are counted: "3", "99+"."""
        return str(self.unread) if self.unread < UNREAD_AT_MOST else f"{UNREAD_AT_MOST - 1}+"


def shell(request: SignedInRequest) -> Shell:
    """The frame for the reader whom `organisation_for` has let in."""
    account = request.account
    permissions = permissions_of(account)
    navigation = _navigation(request, account)
    return Shell(account.organisation, _choices(request), navigation, permissions, unread_of(account))


def home_of(account: Account) -> str:
    """Where the reader of this account lands: Home."""
    return reverse("memberships:home", args=[account.organisation.public_id])


def _choices(request: SignedInRequest) -> tuple[Choice, ...]:
    """The organisations of the reader by name; each leads to its Home."""
    own = request.account.organisation
    return tuple(
        Choice(each.organisation.display_name, home_of(each), current=each.organisation == own)
        for each in request.accounts
    )


def _navigation(request: HttpRequest, account: Account) -> tuple[Section, ...]:
    """Pages that exist and that the roles may open; later pages add their entry here."""
    membership, people, you = _("Membership"), _("People"), _("You")
    entries = [
        ("home", "", Permission.SEE_OWN_ACHIEVEMENTS, _("Home"), "home", "memberships:home"),
        ("membership", membership, Permission.SEE_COMPETENCIES, _("Competencies"), "competency", _LIST),
        (
            "membership",
            membership,
            Permission.SEE_REPORTS,
            _("Performance"),
            "performance",
            "competencies:performance",
        ),
        ("people", people, Permission.SEE_REPORTS, _("Skills report"), "report", "competencies:skills"),
        ("you", you, Permission.SEE_OWN_ACHIEVEMENTS, _("My achievements"), "star", _OWN),
        (
            "you",
            you,
            Permission.SEE_OWN_ACHIEVEMENTS,
            _("Notifications"),
            "bell",
            "memberships:notifications",
        ),
    ]
    allowed = permissions_of(account)
    sections: dict[str, tuple[str, list[Link]]] = {}
    for key, heading, permission, name, icon, view in entries:
        if permission in allowed:
            _heading, links = sections.setdefault(key, (heading, []))
            links.append(_link(request, account, name, icon, view))
    return tuple(Section(key, heading, tuple(links)) for key, (heading, links) in sections.items())


_LIST, _OWN = "competencies:list", "competencies:my_achievements"

_INSIDE = {
    "competencies:detail": _LIST,
    "memberships:notification_settings": "memberships:notifications",
}
"""Pages without an entry of their own, and the entry under which they stand."""


def _link(request: HttpRequest, account: Account, name: str, icon: str, view: str) -> Link:
    here = request.resolver_match.view_name if request.resolver_match else ""
    current = view in {here, _INSIDE.get(here)}
    return Link(name, icon, reverse(view, args=[account.organisation.public_id]), current)
