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
    entries = [
        ("home", Permission.SEE_OWN_ACHIEVEMENTS, _("Home"), "home", "memberships:home"),
        ("membership", Permission.SEE_COMPETENCIES, _("Competencies"), "competency", "competencies:list"),
        ("membership", Permission.SEE_BENEFITS, _("Benefits"), "benefit", "memberships:benefits"),
        ("membership", Permission.SEE_OFFERS, _("Offers"), "offer", "memberships:offers"),
        ("membership", Permission.SEE_REPORTS, _("Performance"), "performance", "competencies:performance"),
        ("membership", Permission.SEE_HISTORY, _("History"), "clock", "memberships:history"),
        ("people", Permission.SEE_REPORTS, _("People"), "people", "competencies:people"),
        ("people", Permission.SEE_REPORTS, _("Skills report"), "report", "competencies:skills"),
        ("referrals", Permission.MANAGE_REFERRALS, _("Referrals"), "mail", "memberships:referrals"),
        ("referrals", Permission.MANAGE_PROFILE, _("Marketing profile"), "profile", "memberships:profiles"),
        (
            "you",
            Permission.SEE_OWN_ACHIEVEMENTS,
            _("My achievements"),
            "star",
            "competencies:my_achievements",
        ),
        (
            "you",
            Permission.SEE_OWN_ACHIEVEMENTS,
            _("Notifications"),
            "bell",
            "memberships:notifications",
        ),
    ]
    headings = {
        "home": "",
        "membership": _("Membership"),
        "people": _("People"),
        "referrals": _("Referrals"),
        "you": _("You"),
    }
    allowed = permissions_of(account)
    links: dict[str, list[Link]] = {key: [] for key in headings}
    for key, permission, name, icon, view in entries:
        if permission in allowed:
            links[key].append(_link(request, account, name, icon, view))
    return tuple(Section(key, headings[key], tuple(found)) for key, found in links.items() if found)


# A page that has no entry of its own, and the one under which it is found.
_PART_OF = {
    "competencies:detail": "competencies:list",
    "competencies:coming": "competencies:list",
    "competencies:overrides": "competencies:list",
    "competencies:requirement": "competencies:list",
    "memberships:notification_settings": "memberships:notifications",
    **dict.fromkeys(["memberships:seats", "memberships:reveal_key"], "memberships:benefits"),
    "memberships:person_end": "competencies:people",
    **dict.fromkeys(
        [f"memberships:referral{view}" for view in ("", "_act", "_archive", "_analysis")],
        "memberships:referrals",
    ),
    **dict.fromkeys(["memberships:profile", "memberships:preview_profile"], "memberships:profiles"),
    **dict.fromkeys(
        [f"memberships:{view}" for view in ("order_offer", "orders", "order", "upload_proof")],
        "memberships:offers",
    ),
    **dict.fromkeys(
        [f"competencies:{view}" for view in ("person", "person_roles")]
        + [f"competencies:people_{view}" for view in ("invite", "upload", "file")],
        "competencies:people",
    ),
}


def _link(request: HttpRequest, account: Account, name: str, icon: str, view: str) -> Link:
    here = request.resolver_match.view_name if request.resolver_match else ""
    current = view in {here, _PART_OF.get(here)}
    return Link(name, icon, reverse(view, args=[account.organisation.public_id]), current)
