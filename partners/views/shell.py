"""The frame of an organisation's pages: switcher and navigation, showing only what the reader may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.access import Permission, permissions_of
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


def shell(request: SignedInRequest) -> Shell:
    """The frame for the reader whom `organisation_for` has let in."""
    account = request.account
    permissions = permissions_of(account)
    return Shell(account.organisation, _choices(request), _navigation(request, account), permissions)


def home_of(account: Account) -> str:
    """Where the reader of this account lands: the competencies, or for employees My achievements."""
    reads = Permission.SEE_COMPETENCIES in permissions_of(account)
    name = "competencies:list" if reads else "competencies:my_achievements"
    return reverse(name, args=[account.organisation.public_id])


def _choices(request: SignedInRequest) -> tuple[Choice, ...]:
    """The organisations of the reader by name; each leads to where the reader lands there."""
    own = request.account.organisation
    return tuple(
        Choice(each.display_name, reverse("partners:home", args=[each.public_id]), current=each == own)
        for each in (account.organisation for account in request.accounts)
    )


def _navigation(request: HttpRequest, account: Account) -> tuple[Section, ...]:
    """Pages that exist and that the roles may open; later pages add their entry here."""
    entries = [
        ("membership", Permission.SEE_COMPETENCIES, _("Competencies"), "competency", "competencies:list"),
        ("membership", Permission.SEE_OFFERS, _("Offers"), "offer", "memberships:offers"),
        ("people", Permission.SEE_REPORTS, _("People"), "people", "competencies:people"),
        (
            "you",
            Permission.SEE_OWN_ACHIEVEMENTS,
            _("My achievements"),
            "star",
            "competencies:my_achievements",
        ),
    ]
    headings = {"membership": _("Membership"), "people": _("People"), "you": _("You")}
    allowed = permissions_of(account)
    links: dict[str, list[Link]] = {key: [] for key in headings}
    for key, permission, name, icon, view in entries:
        if permission in allowed:
            links[key].append(_link(request, account, name, icon, view))
    return tuple(Section(key, headings[key], tuple(found)) for key, found in links.items() if found)


# A page that has no entry of its own, and the one under which it is found.
_PART_OF = {
    "competencies:detail": "competencies:list",
    **dict.fromkeys(
        [f"memberships:{view}" for view in ("order_offer", "orders", "order", "upload_proof")],
        "memberships:offers",
    ),
    **dict.fromkeys(
        [f"competencies:{view}" for view in ("person", "person_roles", "person_end")]
        + [f"competencies:people_{view}" for view in ("invite", "upload", "file")],
        "competencies:people",
    ),
}


def _link(request: HttpRequest, account: Account, name: str, icon: str, view: str) -> Link:
    here = request.resolver_match.view_name if request.resolver_match else ""
    current = view in {here, _PART_OF.get(here)}
    return Link(name, icon, reverse(view, args=[account.organisation.public_id]), current)
