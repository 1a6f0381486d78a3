"""Erasing a person's data: nothing tells who they were, and what levels rest on stays."""

from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.test import Client

from competencies import erased
from competencies.actions import claims, credit, overrides, transcript_merges, transcripts
from competencies.actions.erasures import erase
from competencies.models import Achievement, Association, Attainment, CreditReport, Erasure, Transcript
from competencies.review import review_all
from partners.actions import accounts, enrolments, invitation_files, invitations
from partners.clock import now, today
from partners.journal import Kind
from partners.models import Account, Invitation, JournalEntry, Message, Role, Session, StaffRole, User
from partners.refusals import Refused
from tests.competencies.evidence_files import PDF
from tests.refusing import refused
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db

NAME, EMAIL, MCID, OTHER = "Zebedee Quillfeather", "zebedee@contoso.example", "MC-77-QUILL", "MC-78-QUILL"


@pytest.fixture
def world(settings, tmp_path):
    """Contoso's silver rests on Zebedee alone, of whom there is a trace of every kind."""
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    made = World()
    end, made.on = made.on, made.on - timedelta(days=40)
    contoso = made.organisation("Contoso")
    made.account(contoso, "ada", Role.ADMIN)
    made.user("petra", domain="vendor.example", role=StaffRole.PROGRAMME_MANAGER)
    made.specialist()
    invited = invitations.invite(
        organisation=contoso, email=EMAIL, name=NAME, roles=[Role.EMPLOYEE], language="en", on=made.on,
        by=made.users["ada"],
    )  # fmt: skip
    account = invitations.accept_as_new(
        invitation=invited, version=1, password=PASSWORD, language="zh-hant", on=made.on
    )
    made.users["zebedee"] = account.user
    for mcid in (MCID, OTHER):
        one = transcripts.record(mcid=mcid, name=NAME, email=EMAIL, access_code="1", on=made.on, by=None)
        transcripts.give(transcript=one, user=account.user, on=made.on, by=account.user)
    stays = Transcript.objects.get(mcid=MCID)
    made.achievement(stays, "cloud-basic")
    transcript_merges.merge(transcript=stays, other=one, on=made.on, by=made.users["petra"])
    made.associate(account.user, contoso)
    made.on = end
    return made


@pytest.fixture
def contoso(world):
    return world.organisations["Contoso"]


@pytest.fixture
def zebedee(world):
    return world.users["zebedee"]


@pytest.fixture
def traces(world, contoso, zebedee):
    """What else a portal gathers of somebody."""
    on, ada = world.on, world.users["ada"]
    Client().force_login(zebedee)
    EmailAddress.objects.create(user=zebedee, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=zebedee, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=zebedee, provider="oidc", uid="q", extra_data={"name": NAME})
    report = credit.report_achievement(
        user=zebedee, organisation=contoso, credential="cloud-expert", day=on, on=on, note=f"I am {NAME}",
        file=PDF.replace(b"%%EOF", f"% {NAME}\n%%EOF".encode()),
    )  # fmt: skip
    credit.answer(report=report, text=f"Dear {NAME.upper()}, it comes.", on=on, by=world.users["spencer"])
    overrides.place(
        organisation=contoso, competency="cloud", level="gold", reason=f"{NAME} ({MCID}) passed.", on=on,
        by=world.users["spencer"],
    )  # fmt: skip
    enrolments.ask(
        legal_name="Quill Ltd", display_name="", country="BE", city="Ghent", name=NAME, email=EMAIL,
        language="en", on=on,
    )  # fmt: skip
    invitations.invite(
        organisation=world.organisation("Fabrikam"), email=EMAIL, name=NAME, roles=[Role.EMPLOYEE],
        language="en", on=on, by=ada,
    )  # fmt: skip
    invitation_files.load(
        organisation=contoso, content=f"name,email\n{NAME},{EMAIL}".encode(), language="en", on=on, by=ada
    )
    transcripts.record(mcid="MC-79-QUILL", name=NAME, email=EMAIL, on=on, by=None)
    refused(
        "no-such-transcript", claims.claim, user=zebedee, mcid="MC-80", access_code="1", origin="::1", on=on,
        at=now(),
    )  # fmt: skip
    for shown in (NAME, EMAIL, MCID):
        LogEntry.objects.create(
            user=world.users["petra"], object_id="1", object_repr=shown, action_flag=CHANGE
        )


def gone(world, user, **changes):
    given = {"reason": "Asked by letter, identity card seen.", "on": world.on, "by": world.users["petra"]}
    return erase(user=user, **{**given, **changes})


def everything() -> list[str]:
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            found += [f"{table}: {value}" for value in chain.from_iterable(cursor.fetchall())]
    return found


def naming(texts) -> list[str]:
    telling = [NAME.lower(), EMAIL, MCID.lower(), OTHER.lower(), "quill-", "-quill"]
    return [text for text in texts if any(each in text.lower() for each in telling)]


def test_nothing_in_the_database_or_the_evidence_tells_who_it_was(
    world, zebedee, traces, settings, django_capture_on_commit_callbacks
):
    folder = Path(settings.EVIDENCE_STORE)
    assert len({text.partition(":")[0] for text in naming(everything())}) >= 9
    assert any(NAME.encode() in path.read_bytes() for path in folder.iterdir())
    with django_capture_on_commit_callbacks(execute=True):
        gone(world, zebedee)
    assert naming(everything()) == []
    assert not any(NAME.encode() in path.read_bytes() for path in folder.iterdir())


def test_every_way_in_is_closed(world, zebedee, traces, client):
    gone(world, zebedee)
    assert not Session.objects.filter(user=zebedee).exists()
    assert not Authenticator.objects.filter(user=zebedee).exists()
    assert not client.login(email=EMAIL, password=PASSWORD)
    assert not Message.objects.filter(recipient=zebedee).exists()
    assert not Invitation.objects.filter(email=EMAIL).exists()
    zebedee.refresh_from_db()
    assert not zebedee.is_active
    assert not zebedee.has_usable_password()


def test_what_is_open_ends_today_and_is_judged_at_once(world, contoso, zebedee):
    gone(world, zebedee)
    assert Account.objects.get(user=zebedee).until == world.on
    assert Association.objects.get().until == world.on
    row = Attainment.objects.get(competency="cloud", level="silver")
    assert row.until == world.on
    told = JournalEntry.objects.of(contoso).filter(kind=Kind.LEVEL_LOST).get()
    assert told.data["because"][0]["person"] == zebedee.pk


def test_what_was_stays_as_it_was(world, contoso, zebedee):
    before = list(Attainment.objects.values_list("competency", "level", "starts_on", "via"))
    gone(world, zebedee)
    review_all(as_of=today())
    assert list(Attainment.objects.values_list("competency", "level", "starts_on", "via")) == before
    assert Achievement.objects.count() == 1


def test_the_journal_says_a_former_employee(world, contoso, zebedee, client):
    gone(world, zebedee)
    entries = JournalEntry.objects.of(contoso).filter(kind=Kind.PERSON_ERASED)
    assert entries.get().data == {"person": zebedee.pk}
    client.force_login(world.users["ada"])
    page = client.get(f"/o/{contoso.public_id}/membership/history/").content.decode()
    assert "A former employee associated" in page
    assert "The account of a former employee was ended" in page
    assert "A former employee left" in page
    assert "a former employee" in client.get(f"/o/{contoso.public_id}/").content.decode().lower()


def test_the_last_admin_stays_until_there_is_another(world, contoso, zebedee):
    ada = world.users["ada"]
    with pytest.raises(Refused, match=r"Contoso \(MPN ID"):
        gone(world, ada)
    ada.refresh_from_db()
    assert ada.name == "Ada"
    account = Account.objects.get(user=zebedee)
    accounts.set_roles(account=account, roles=[Role.ADMIN], on=world.on, by=ada)
    gone(world, ada)
    assert Account.objects.get(user=ada).until == world.on


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("no-reason", " "),
        ("reason-names-person", f"For {EMAIL.upper()}"),
        ("reason-names-person", f"It is {MCID}."),
    ],
)
def test_the_reason_is_there_and_names_nobody(world, zebedee, code, reason):
    refused(code, gone, world=world, user=zebedee, reason=reason)


def test_staff_is_not_erased(world):
    refused("staff", gone, world=world, user=world.users["spencer"])


def test_once_more_changes_nothing(world, contoso, zebedee):
    done = gone(world, zebedee)
    entries = JournalEntry.objects.count()
    assert gone(world, zebedee) == done
    assert JournalEntry.objects.count() == entries
    assert Erasure.objects.get().removed["transcripts"] == 1


def test_open_reports_are_withdrawn(world, contoso, zebedee, traces):
    gone(world, zebedee)
    report = CreditReport.objects.get()
    assert (report.state, report.note, report.evidence) == ("withdrawn", "", "")
    assert report.answer == "Dear former employee, it comes."


@pytest.mark.parametrize("mcid", [MCID, OTHER])
def test_an_mcid_is_known_again_though_it_is_kept_nowhere(world, zebedee, mcid, settings):
    gone(world, zebedee)
    assert erased.is_erased(mcid)
    assert not erased.is_erased("MC-1")
    refused("erased", transcripts.record, mcid=mcid, name=NAME, on=world.on, by=None)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert erased.is_erased(mcid)
    assert mcid in erased.Erased()


def test_somebody_may_come_back_as_somebody_new(world, contoso, zebedee):
    gone(world, zebedee)
    again = invitations.invite(
        organisation=contoso, email=EMAIL, name=NAME, roles=[Role.EMPLOYEE], language="en", on=world.on,
        by=world.users["ada"],
    )  # fmt: skip
    invitations.accept_as_new(invitation=again, version=1, password=PASSWORD, language="en", on=world.on)
    assert User.objects.get(email=EMAIL).pk != zebedee.pk
