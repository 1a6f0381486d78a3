"""The administration: every model × every page × every method × every staff role, and everybody else (A3).

Staff looks at everything. What each kind of page changes, and for whom, is listed in `CHANGES`; a page that is
not listed changes nothing for anybody, and an unknown kind of page fails.
"""

import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from competencies.actions import credit, drafts, markets
from competencies.models import Feed, FeedFile, FeedRun, FeedSource, TranscriptAlias
from memberships.actions import keys, orders
from memberships.actions.erasures import erase
from memberships.models import AddOn, NoticeKind, RenewalNotice
from partners.access import StaffPermission, staff_may
from partners.actions import support
from partners.clock import now
from partners.models import (
    CountryMarket,
    Enrolment,
    Location,
    MarketEffect,
    Message,
    MessageKind,
    Role,
    StaffRole,
    Sweep,
)
from tests.access_list import file_of, invitation_of, seat_of
from tests.competencies.evidence_files import PDF
from tests.signing_in import confirmed
from tests.test_access_matrix import METHODS, OFFERED, addresses, asked, user_of
from tests.world import World, later_edition

pytestmark = pytest.mark.django_db

MANAGER, SPECIALIST, SUPPORT = {StaffRole.PROGRAMME_MANAGER}, {StaffRole.SPECIALIST}, {StaffRole.SUPPORT}
OTHERS = [*Role, "stranger", "former", "anonymous"]

# Model → page → the staff roles for whom it is there; others of the staff get 403.
CHANGES: dict[str, dict[str, set[StaffRole]]] = {
    "partners.organisation": {"add": MANAGER, "appoint": MANAGER, "look": SUPPORT},
    "partners.user": {"factors": MANAGER, "sessions": MANAGER},
    "partners.supportgrant": {"end": MANAGER},
    "partners.countrymarket": {"correct": MANAGER},
    "partners.marketcorrection": {"apply": MANAGER, "drop": MANAGER},
    "partners.invitation": {"add": MANAGER, "send-again": MANAGER, "withdraw": MANAGER},
    "partners.enrolment": {"approve": MANAGER, "refuse": MANAGER},
    "memberships.offeredition": {"add": MANAGER},
    "memberships.order": {"confirm": MANAGER, "refuse": MANAGER, "proof": MANAGER},
    "memberships.keypool": {"add": MANAGER, "set-low": MANAGER},
    "memberships.keyfile": {"add": MANAGER, "add-keys": MANAGER, "discard": MANAGER},
    "memberships.listing": {"withdraw": MANAGER},
    "memberships.customerrequest": {"close": MANAGER},
    "partners.message": {"send-again": MANAGER},
    "partners.term": {"add": MANAGER, "end": MANAGER},
    "competencies.programmeedition": {"effect": MANAGER},
    "competencies.editiondraft": {"add": MANAGER, "replace": MANAGER, "effect": MANAGER, "publish": MANAGER},
    "competencies.transcript": {"add": MANAGER, "move": MANAGER, "merge": MANAGER},
    "competencies.creditreport": {
        "answer": MANAGER | SPECIALIST,
        "evidence": MANAGER | SPECIALIST,
        "override": SPECIALIST,
    },
    "competencies.achievement": {"add": MANAGER},
    "competencies.reading": {"add": MANAGER},
    "competencies.attestation": {"add": MANAGER},
    "competencies.erasure": {"add": MANAGER},
    "competencies.override": {"add": SPECIALIST, "end": SPECIALIST},
    "competencies.feedrun": {"add": MANAGER},
}
# Pages that only show something, for all of the staff, besides the list, the row and its history.
LOOKS = {
    "competencies.feedrun": {"bad_rows"},
    "competencies.editiondraft": {"file"},
    "competencies.programmeedition": {"file"},
    "competencies.editioneffect": {"organisations", "organisations_csv"},
}
# Of no model: what they answer to staff.
GENERAL = {
    "index": 200,
    "login": 302,
    "logout": 405,
    "jsi18n": 200,
    "password_change": 200,
    "password_change_done": 200,
    "autocomplete": 403,
    "app_list": 200,
    "view_on_site": 404,
}
GENERAL_ARGUMENTS = {"app_list": ["partners"], "view_on_site": [1, 1]}
MODELS = {model._meta.label_lower: model for model in admin.site._registry}
"""Every model of the administration."""


@pytest.fixture
def world() -> World:
    """A row of every model."""
    made = World.populated()
    contoso = made.organisations["Contoso"]
    left = made.account(contoso, "former", Role.REPORT_VIEWER)
    type(left).objects.filter(pk=left.pk).update(until=made.on)
    made.override(contoso, "data", "silver")
    made.reading(contoso, "10")
    made.attest(contoso)
    Location.objects.create(organisation=contoso, country="BE", city="Ghent", is_head_office=True)
    moment = now()
    FeedRun.objects.create(
        feed=Feed.READINGS, stage="finished", size=1, generated_at=moment, started_at=moment
    )
    FeedSource.objects.create(feed=Feed.READINGS, kind="folder")
    FeedFile.objects.create(name="readings.csv", size=1, changed_ns=1, seen_at=moment)
    Sweep.objects.create(job="mail", started_at=moment)
    Message.objects.create(
        kind=MessageKind.values[0],
        recipient=made.users["ada"],
        organisation=contoso,
        on=made.on,
        written_at=moment,
        due_at=moment,
        effect_key="matrix",
    )
    _of_newcomers(made)
    _of_credentials(made)
    _of_staff(made)
    _of_orders(made)
    _of_editions(made)
    made.referral(made.listing(contoso), at=moment)
    gone = made.user("gone")
    erase(user=gone, reason="Asked by letter.", on=made.on, by=made.users["petra"])
    root = made.user("root", domain="vendor.example")
    # In no group: is_superuser alone is no way round (A3).
    type(root).objects.filter(pk=root.pk).update(is_staff=True, is_superuser=True)
    return made


def _of_newcomers(made: World) -> None:
    contoso = made.organisations["Contoso"]
    invitation_of(made, contoso)
    file_of(made, contoso)
    Enrolment.objects.create(
        legal_name="Litware Ltd", display_name="Litware", country="BE", city="Ghent", name="Lou", language="en",
        email="lou@litware.example", asked_on=made.on, expires_on=made.on + timedelta(days=2),
    )  # fmt: skip


def _of_staff(made: World) -> None:
    contoso, sam = made.organisations["Contoso"], made.users["sam"]
    support.start(organisation=contoso, reason="They called.", on=made.on, at=now(), by=sam)
    belgium = CountryMarket.objects.get(country="BE")
    asked = {"market": "developing", "reason": "A typing error", "on": made.on, "by": made.users["petra"]}
    correction = markets.ask(country=belgium, **asked)
    MarketEffect.objects.get_or_create(correction=correction, organisation=contoso)


def _of_credentials(made: World) -> None:
    nora = made.users["nora"]
    TranscriptAlias.objects.create(mcid="MC-OLD", transcript=nora.transcripts.get(), merged_on=made.on)
    credit.report_achievement(
        user=nora, organisation=made.organisations["Contoso"], credential="cloud-basic", day=made.on,
        file=PDF, on=made.on,
    )  # fmt: skip


def _of_orders(made: World) -> None:
    contoso = made.organisations["Contoso"]
    order = made.order(contoso, "extra")
    orders.attach_proof(order=order, content=PDF, on=made.on, by=made.buyer(contoso))
    term = contoso.terms.get()
    AddOn.objects.create(term=term, offer="extra", starts_on=made.on, order=order)
    RenewalNotice.objects.create(term=term, kind=NoticeKind.values[0], on=made.on)
    seat_of(made, contoso)
    pool = made.pool("WINDOWS-1")
    keys.reveal(entitlement=made.benefit(contoso, "windows"), on=made.on, by=made.buyer(contoso))
    made.key_file(pool, "WINDOWS-2")


def _of_editions(made: World) -> None:
    petra = made.users["petra"]
    document = later_edition("second", made.on + timedelta(days=60))
    draft = drafts.upload(file_name="next.yaml", document=document, on=made.on, by=petra)
    drafts.work_out(draft=draft, on=made.on, by=petra)


@pytest.fixture
def signed_in(client, world):
    def sign_in(role: str):
        client.logout()
        user = user_of(world, role)
        if user is not None:
            client.force_login(user)
            confirmed(client)
        return client

    return sign_in


def pages_of(label: str) -> list[str]:
    """The kinds of page that a model has, as its addresses are named."""
    start = f"admin:{label.replace('.', '_')}_"
    return sorted(name.removeprefix(start) for name in addresses() if name.startswith(start))


def every_page() -> list[tuple[str, str]]:
    """Every model with every kind of page that it has."""
    return [(label, kind) for label in MODELS for kind in pages_of(label)]


def page_of(model: type[models.Model], kind: str) -> str:
    """The address of a page of a model, for its first row where it is about one."""
    label = f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}"
    if kind in {"add", "changelist"}:
        return reverse(label)
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"the world has no {model.__name__}: make one"
    return reverse(label, args=[row.pk])


def expected(label: str, kind: str, role: str, method: str) -> set[int]:
    """What a page answers to one of the staff."""
    if method not in OFFERED:
        return {405}
    looks = {"changelist", "change", "history"} | LOOKS.get(label, set())
    if kind in looks:
        return {200, 302} if method in {"get", "head"} else {200, 302, 403, 405}
    allowed = CHANGES.get(label, {}).get(kind, set())
    return {200, 302} if role in allowed else {403}


def test_every_model_and_page_is_listed():
    known = set(every_page())
    usual = {"add", "change", "changelist", "delete", "history"}
    listed = {(label, kind) for label in MODELS for kind in usual}
    listed |= {(label, kind) for each in (CHANGES, LOOKS) for label, kinds in each.items() for kind in kinds}
    assert known == listed


def test_every_general_page_is_listed():
    starts = tuple(f"admin:{label.replace('.', '_')}_" for label in MODELS)
    names = {name for name in addresses() if name.startswith("admin:") and not name.startswith(starts)}
    assert names - {"admin:None"} == {f"admin:{name}" for name in GENERAL}


@pytest.mark.parametrize("role", [*StaffRole, "superuser"])
def test_the_staff(signed_in, role):
    client = signed_in(role)
    for label, kind in every_page():
        for method in METHODS if role in set(StaffRole) else ("get", "post"):
            status = asked(client, method, page_of(MODELS[label], kind)).status_code
            assert status in expected(label, kind, role, method), (label, kind, method)


@pytest.mark.parametrize("role", [*StaffRole, "superuser"])
def test_no_request_changes_a_row_that_only_an_action_may(signed_in, role):
    client = signed_in(role)
    for label, model in MODELS.items():
        rows = model._default_manager.order_by("pk")
        client.get(page_of(model, "change"))  # the day's first look keeps the cures that it found
        before = list(rows.values())
        data = {"post": "yes", "action": "delete_selected", "_selected_action": [str(rows[0].pk)]}
        for kind in ("change", "delete", "changelist"):
            page = page_of(model, kind)
            client.post(page, data)
            for method in ("put", "patch", "delete"):
                getattr(client, method)(page)
        assert list(rows.values()) == before, label


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_it_is_closed(signed_in, role):
    client = signed_in(role)
    for label, kind in every_page():
        page = page_of(MODELS[label], kind)
        for method in METHODS:
            answer = asked(client, method, page)
            assert answer.status_code == (302 if method in OFFERED else 405), (label, kind, method)
            assert method not in OFFERED or answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", GENERAL)
def test_general_pages(signed_in, name):
    page = reverse(f"admin:{name}", args=GENERAL_ARGUMENTS.get(name, []))
    for role in [*StaffRole, "superuser"]:
        assert signed_in(role).get(page).status_code == GENERAL[name], role
    for role in OTHERS:
        assert signed_in(role).get(page).status_code in {302, 403, 404, 405}, role


def test_an_object_that_is_not_there(signed_in):
    for role in StaffRole:
        page = reverse("admin:partners_organisation_appoint", args=[uuid.uuid4().int % 10**9])
        assert signed_in(role).get(page).status_code in {403, 404}


def test_the_table_of_changes_is_the_policy_of_the_staff(world):
    for role in StaffRole:
        user = user_of(world, role)
        assert staff_may(user, StaffPermission.PLACE_OVERRIDES) == (role in SPECIALIST)
        assert staff_may(user, StaffPermission.MANAGE_ORGANISATIONS) == (role in MANAGER)
        assert staff_may(user, StaffPermission.LOOK_INSIDE) == (role in SUPPORT)
