"""Every address of the portal and who may open it: what `test_access_matrix.py` walks.

To list a page: its name in `OWN_PAGES` with the roles that open it (in `POSTS`, too, or only there, with those
that may send its form), or in `OPEN_PAGES` if it belongs to no organisation. If its address names an object
besides the organisation, say in `OBJECTS` how one of an organisation is found.
"""

import uuid
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from memberships.actions import seats
from memberships.models import Listing, Order, Profile, Referral
from partners.actions import invitation_files, invitations
from partners.clock import now
from partners.models import Invitation, InvitationFile, Organisation, Role, Session, StaffRole, User
from partners.views.your_account import public_id_of
from tests.memberships.files import picture
from tests.world import World

ROLES = [*Role, "stranger", "former", *StaffRole, "anonymous"]
ADMIN = {Role.ADMIN}
BUYERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER}
PROMOTERS = {Role.ADMIN, Role.REFERRALS_MANAGER}
READERS = {Role.ADMIN, Role.MEMBERSHIP_MANAGER, Role.REPORT_VIEWER}

# An organisation's pages: who opens them in the own organisation. Others with an account there get 403,
# everybody else 404, and without signing in the way leads to the sign-in.
OWN_PAGES = {
    "competencies:list": READERS,
    "competencies:detail": READERS,
    "competencies:coming": READERS,
    "competencies:overrides": READERS,
    "competencies:requirement": READERS,
    "competencies:my_achievements": set(Role),
    "competencies:people": READERS,
    "competencies:person": READERS,
    "competencies:people_invite": ADMIN,
    "competencies:people_upload": ADMIN,
    "competencies:people_file": ADMIN,
    "competencies:person_roles": ADMIN,
    "memberships:person_end": ADMIN,
    "competencies:claim": set(Role),
    "competencies:report_missing": set(Role),
    "competencies:dispute": READERS,
    # Both ask before they do anything, and lead back where there is nothing to ask.
    "competencies:associate": set(Role),
    "competencies:sever": set(Role),
    "competencies:performance": READERS,
    "competencies:performance_csv": READERS,
    "competencies:skills": READERS,
    "competencies:skills_csv": READERS,
    "competencies:skills_xlsx": READERS,
    "memberships:home": set(Role),
    "memberships:notifications": set(Role),
    "memberships:notification_settings": set(Role),
    "memberships:history": READERS,
    "memberships:history_csv": READERS,
    "memberships:calendar": READERS,
    "memberships:offers": BUYERS,
    "memberships:benefits": BUYERS,
    "memberships:seats": BUYERS,
    "memberships:order_offer": BUYERS,
    "memberships:orders": BUYERS,
    "memberships:order": BUYERS,
    "memberships:invoice": BUYERS,
    "memberships:invoice_file": BUYERS,
    "memberships:profiles": PROMOTERS,
    "memberships:profile": PROMOTERS,
    "memberships:preview_profile": PROMOTERS,
    "memberships:profile_logo": PROMOTERS,
    "memberships:referrals": PROMOTERS,
    "memberships:referral_archive": PROMOTERS,
    "memberships:referral_analysis": PROMOTERS,
    "memberships:referral_csv": PROMOTERS,
    "memberships:referral": PROMOTERS,
    # Leads back to the referral: what comes back with an error stands at this address.
    "memberships:referral_act": PROMOTERS,
}
# Who may send a form to an address of an organisation, whether or not it is also a page.
POSTS: dict[str, set[Role]] = {
    "competencies:people_invite": ADMIN,
    "competencies:people_upload": ADMIN,
    "competencies:people_file": ADMIN,
    "competencies:people_remind": ADMIN,
    "competencies:person_roles": ADMIN,
    "competencies:person_remind": ADMIN,
    "memberships:person_end": ADMIN,
    "competencies:invitation_send": ADMIN,
    "competencies:invitation_withdraw": ADMIN,
    "competencies:claim": set(Role),
    "competencies:report_missing": set(Role),
    "competencies:dispute": READERS,
    "competencies:associate": set(Role),
    "competencies:sever": set(Role),
    "competencies:follow": set(Role),
    "competencies:share": set(Role),
    "memberships:mark_read": set(Role),
    "memberships:notification_settings": set(Role),
    "memberships:make_calendar": READERS,
    "memberships:remove_calendar": READERS,
    "memberships:activate_benefit": BUYERS,
    "memberships:reveal_key": BUYERS,
    "memberships:assign_seat": BUYERS,
    "memberships:take_back_seat": BUYERS,
    "memberships:order_offer": BUYERS,
    "memberships:upload_proof": BUYERS,
    "memberships:cancel_order": BUYERS,
    "memberships:profiles": PROMOTERS,
    "memberships:profile": PROMOTERS,
    "memberships:publish_profile": PROMOTERS,
    "memberships:withdraw_profile": PROMOTERS,
    "memberships:referral_act": PROMOTERS,
}
# What is about one's own report: to everybody else it does not exist.
OWN_REPORTS = {"competencies:withdraw_report": "post", "competencies:evidence": "get"}
NOBODY = uuid.UUID(int=0)
# What follows the organisation in the address: the arguments of an object of that organisation, which is made
# if need be. Of a foreign one the address answers 404 in the own organisation, too.
OBJECTS: dict[str, Callable[[World, Organisation], list[object]]] = {
    "competencies:person": lambda _world, organisation: account_of(organisation),
    "competencies:person_roles": lambda _world, organisation: account_of(organisation),
    "competencies:person_remind": lambda _world, organisation: account_of(organisation),
    "memberships:person_end": lambda _world, organisation: account_of(organisation),
    "competencies:invitation_send": lambda world, organisation: invitation_of(world, organisation),
    "competencies:invitation_withdraw": lambda world, organisation: invitation_of(world, organisation),
    "competencies:people_file": lambda world, organisation: file_of(world, organisation),
    "memberships:reveal_key": lambda world, organisation: entitlement_of(world, organisation),
    "memberships:seats": lambda world, organisation: entitlement_of(world, organisation),
    "memberships:assign_seat": lambda world, organisation: entitlement_of(world, organisation),
    "memberships:take_back_seat": lambda world, organisation: seat_of(world, organisation),
    "memberships:order": lambda world, organisation: order_of(world, organisation),
    "memberships:invoice": lambda world, organisation: order_of(world, organisation),
    "memberships:invoice_file": lambda world, organisation: order_of(world, organisation),
    "memberships:upload_proof": lambda world, organisation: order_of(world, organisation),
    "memberships:cancel_order": lambda world, organisation: order_of(world, organisation),
    **dict.fromkeys(
        [
            f"memberships:{view}"
            for view in ("profile", "preview_profile", "profile_logo", "publish_profile", "withdraw_profile")
        ],
        lambda world, organisation: profile_of(world, organisation),
    ),
    "memberships:referral": lambda world, organisation: referral_of(world, organisation),
    "memberships:referral_act": lambda world, organisation: [*referral_of(world, organisation), "interested"],
}
# What stands behind the object in the address.
FOLLOWED_BY: dict[str, list[object]] = {"memberships:referral_act": ["interested"]}

# The same where it is of no organisation, such as a competency of the programme.
WORDS: dict[str, list[object]] = {
    "competencies:detail": ["cloud"],
    "competencies:requirement": ["cloud", "1", "cloud-silver"],
    "memberships:order_offer": ["action-pack"],
    "memberships:activate_benefit": ["hours"],
}

# Pages of no organisation: the answer without signing in, and for everybody signed in.
OPEN_PAGES = {
    "healthz": (200, 200),
    "partners:landing": (302, None),  # where it leads is tested in test_landing
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_signup": (200, 302),
    "account_inactive": (200, 200),
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "set_language": (405, 405),
    "mfa_index": (302, 200),
    "socialaccount_connections": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),  # nobody has one here
    "mfa_add_webauthn": (302, 200),
    "mfa_login_webauthn": (302, 302),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 200),
    "mfa_download_recovery_codes": (302, 404),
    "account_sessions": (302, 200),
    "socialaccount_login_cancelled": (200, 200),
    "partners:enrol": (200, 200),
    "partners:enrol_sent": (200, 200),
    "partners:enrolment": (404, 404),  # without the key of a link; with one in test_newcomers
    "partners:invitation": (404, 404),
    "memberships:calendar_file": (404, 404),  # without the key of an address; with one in test_calendars
    # No provider is set.
    "openid_connect_callback": (404, 404),
    # For customers.
    "memberships:find": (200, 200),
    "memberships:compare": (200, 200),
    "memberships:partner": (404, 404),  # of nobody; one that is published in test_partner_pages
    "memberships:logo": (404, 404),
    "memberships:badge": (404, 404),
    "memberships:request": (200, 200),
    "memberships:request_sent": (200, 200),
    "memberships:confirm_request": (404, 404),  # without the key of a link; with one in test_requests
    "memberships:own_request": (404, 404),
    "memberships:catalogue": (302, 302),
    "memberships:catalogue_edition": (200, 200),
    "memberships:catalogue_competency": (200, 200),
    "memberships:catalogue_json": (200, 200),
    "memberships:catalogue_yaml": (200, 200),
    "memberships:sitemap": (200, 200),
    "memberships:sitemap_part": (200, 200),
    "memberships:robots": (200, 200),
}
# The answers to a form without anything in it; who is not named here answers 405.
OPEN_POSTS = {
    "account_login": (200, 302),
    "account_logout": (302, 302),
    "account_signup": (200, 302),
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "set_language": (302, 302),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),
    "mfa_add_webauthn": (302, 200),
    "mfa_login_webauthn": (302, 302),
    "mfa_generate_recovery_codes": (302, 200),
    "account_end_other_sessions": (302, 302),
    "account_unlink_provider": (302, 302),
    "partners:end_look": (302, 302),
    "openid_connect_login": (404, 404),
    "partners:enrol": (200, 200),
    "partners:enrolment": (404, 404),
    "partners:invitation": (404, 404),
    "memberships:request": (200, 200),
    "memberships:confirm_request": (404, 404),
    "memberships:own_request": (404, 404),
}
# What follows in the address of a thing of one's own; another's does not exist.
PERSONAL: dict[str, Callable[[User], object]] = {
    "account_end_session": lambda user: session_of(user).public_id,
    "mfa_remove_webauthn": lambda user: passkey_of(user),
    "mfa_edit_webauthn": lambda user: passkey_of(user),
}
# The local inbox (the demo): nobody finds it where it is not set; where it is, whoever sits at the machine does.
INBOX_PAGES = {"inbox:list": 200, "inbox:mail": 404}
# Answers that depend on the machine, not on who asks.
ANY_ANSWER = {"readyz": {200, 503}}
ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
    "openid_connect_login": {"provider_id": settings.OIDC_MARK},
    "openid_connect_callback": {"provider_id": settings.OIDC_MARK},
    "memberships:partner": {"partner_id": NOBODY},
    "memberships:logo": {"partner_id": NOBODY, "digest": "0"},
    "memberships:badge": {"partner_id": NOBODY, "language": "en"},
    "memberships:catalogue_edition": {"edition": "first"},
    "memberships:catalogue_competency": {"edition": "first", "competency": "cloud"},
    "memberships:catalogue_json": {"edition": "first"},
    "memberships:catalogue_yaml": {"edition": "first"},
    "memberships:sitemap_part": {"number": 0},
}


def account_of(organisation: Organisation) -> list[object]:
    """The account opened last."""
    return [organisation.accounts.open().latest("pk").public_id]


def invitation_of(world: World, organisation: Organisation) -> list[object]:
    """An invitation that waits."""
    invited = Invitation.objects.filter(organisation=organisation).first() or invitations.invite(
        name="Ivy", email="ivy@elsewhere.example", roles=[Role.EMPLOYEE], **_by_an_admin(world, organisation)
    )
    return [invited.public_id]


def file_of(world: World, organisation: Organisation) -> list[object]:
    """A file of people to invite."""
    loaded = InvitationFile.objects.filter(organisation=organisation).first() or invitation_files.load(
        content=b"name,email\nIvo,ivo@elsewhere.example", **_by_an_admin(world, organisation)
    )
    return [loaded.public_id]


def order_of(world: World, organisation: Organisation) -> list[object]:
    """An open order."""
    placed = Order.objects.filter(organisation=organisation).first()
    offer = "extra" if organisation.terms.exists() else "action-pack"
    return [(placed or world.order(organisation, offer)).public_id]


def entitlement_of(world: World, organisation: Organisation) -> list[object]:
    """A benefit with seats, in force."""
    found = organisation.entitlements.filter(benefit="office").first()
    if found is None and not organisation.terms.exists():
        world.term(organisation)
    return [(found or world.benefit(organisation)).public_id]


def seat_of(world: World, organisation: Organisation) -> list[object]:
    """A seat that somebody has."""
    (public_id,) = entitlement_of(world, organisation)
    entitlement = organisation.entitlements.get(public_id=public_id)
    account = organisation.accounts.open().latest("pk")
    held = entitlement.seats.first() or seats.assign(
        entitlement=entitlement, account=account, on=world.on, by=world.buyer(organisation)
    )
    return [held.public_id]


def profile_of(world: World, organisation: Organisation) -> list[object]:
    """A marketing profile with a logo, not published."""
    known = Profile.objects.of(organisation).first()
    return [(known or world.profile(organisation, logo=picture())).public_id]


def referral_of(world: World, organisation: Organisation) -> list[object]:
    """A referral that is new."""
    known = Referral.objects.of(organisation).first()
    if known is None:
        listing = Listing.objects.filter(organisation=organisation).first()
        known = world.referral(listing or world.listing(organisation, country="LU"), at=now())
    return [known.public_id]


def _by_an_admin(world: World, organisation: Organisation) -> dict:
    admin = organisation.accounts.open().of_role(Role.ADMIN).first().user
    return {"organisation": organisation, "language": "en", "on": world.on, "by": admin}


def session_of(user: User) -> Session:
    """A session of the user in another browser."""
    Client().force_login(user)
    return Session.objects.filter(user=user).latest("seen_at")


def passkey_of(user: User) -> uuid.UUID:
    """What addresses call a passkey of the user."""
    data = {"name": "laptop", "credential": {}}
    return public_id_of(Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data))
