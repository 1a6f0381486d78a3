"""A world that shows every node kind, stage and reason, and browsers signed in to it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from competencies.actions import accounts, attestations, readings
from competencies.jobs import flag_renewal_risk
from competencies.models import Feed, FeedRun
from partners import links
from partners.actions import enrolments, invitation_files, invitations
from partners.clock import now, today
from partners.models import Account, Role
from tests.competencies.presenters.worlds import EDITION
from tests.memberships.files import picture
from tests.signing_in import confirmed
from tests.world import World

# The dates of the edition lie around 2018: the same days, as far from today.
YEARS = today().year - 2018
KEY = "2018"


def edition_of_today() -> str:
    """The small edition, its credential's end moved to next year."""
    text = EDITION.replace("retires_on: 2017-12-31", f"retires_on: {2017 + YEARS + 1}-12-31")
    return text.replace("accepted_through: 2018-12-31", f"accepted_through: {2018 + YEARS + 1}-12-31")


@pytest.fixture
def world(transactional_db, monkeypatch) -> World:
    """Contoso with a gold term at risk: an override holds what a leaver made fall."""
    monkeypatch.setattr("tests.world.EDITION", edition_of_today())
    made = World()
    end, made.on = made.on, made.on - timedelta(days=200)
    contoso = made.organisation("Contoso")
    ada = made.account(contoso, "ada", Role.ADMIN).user
    made.transcript(ada, "70-2", "ta-x")
    made.associate(ada, contoso)
    _people(made, contoso)
    _figures(made, contoso)
    leaver = made.employee(contoso, "lukas", "70-3")
    made.term(contoso, "gold")
    made.on = end - timedelta(days=20)
    accounts.end_account(account=Account.objects.get(user=leaver), on=made.on, by=ada)
    made.on = end - timedelta(days=10)
    made.override(contoso, "team", "gold")
    made.on = end
    fabrikam = made.organisation("Fabrikam")
    made.join(fabrikam, ada, Role.EMPLOYEE)
    made.user("stella")
    _feeds()
    flag_renewal_risk(as_of=end)
    return made


def _people(world: World, contoso) -> None:
    world.employee(contoso, "erik", "70-1")
    revoked = world.account(contoso, "rita", Role.EMPLOYEE).user
    transcript = world.transcript(revoked)
    world.achievement(transcript, "70-1", revoked_on=world.on + timedelta(days=50))
    world.achievement(transcript, "ta-x")
    world.associate(revoked, contoso)
    expired = world.account(contoso, "emil", Role.EMPLOYEE).user
    world.achievement(world.transcript(expired), "70-2", expires_on=world.on + timedelta(days=60))
    world.associate(expired, contoso)


def _figures(world: World, contoso) -> None:
    for metric, amount in (("sales", "1200"), ("seats", "4")):
        readings.record(
            organisation=contoso, metric=metric, day=world.on, amount=Decimal(amount), on=world.on, by=None
        )
    attestations.record(
        organisation=contoso,
        attestation="reseller",
        reference="R-1",
        starts_on=world.on,
        until=None,
        on=world.on,
        by=None,
    )


def _feeds() -> None:
    """Each feed was loaded some days ago."""
    for days, feed in enumerate(Feed.values, start=3):
        moment = now() - timedelta(days=days)
        FeedRun.objects.create(
            feed=feed, stage="finished", size=1, generated_at=moment, started_at=moment, finished_at=moment
        )


class Visit:
    """A page in a browser of its own, as somebody sees it; `complaints` are what its console says."""

    def __init__(self, context, url: str) -> None:
        self.page = context.new_page()
        self.url = url
        self.complaints: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message) -> None:
        # The answer's own status is no complaint of the page.
        if message.type == "error" and "status of 40" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str):
        self.page.goto(f"{self.url}{path}")
        return self.page


@pytest.fixture
def visit(browser, live_server, world):
    """Open a browser as one of the world's users, or as nobody."""
    contexts = []

    def opened(user: str | None = "ada", *, language: str = "en", **options) -> Visit:
        context = browser.new_context(**options)
        contexts.append(context)
        cookies = {"django_language": language}
        if user:
            client = Client()
            client.force_login(world.users[user])
            confirmed(client)
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        return Visit(context, live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def paths(world) -> dict[str, str]:
    """The pages by name."""
    home = f"/o/{world.organisations['Contoso'].public_id}"
    return {
        "home": f"{home}/",
        "list": f"{home}/competencies/",
        "nothing found": f"{home}/competencies/?q=nothing-like-it",
        "detail": f"{home}/competencies/team/",
        "alternatives": f"{home}/competencies/either/",
        "own": f"{home}/me/",
        "claim": f"{home}/me/claim/",
        "report missing": f"{home}/me/missing/",
        "dispute": f"{home}/figures/dispute/",
        "skills": f"{home}/skills/",
        "no skills": f"{home}/skills/?person=nobody-like-this",
        "performance": f"{home}/performance/",
        "notifications": f"{home}/notifications/",
        "settings": f"{home}/notifications/settings/",
        "history": f"{home}/membership/history/",
        "whose history": f"{home}/membership/history/?person=i&first=soon",
        "overrides": f"{home}/membership/overrides/",
        "calendar": f"{home}/calendar/",
        "missing": "/nowhere/",
        "profiles": f"{home}/profile/",
        **_pages_about_people(world, home),
        "password": "/accounts/password/change/",
    }


@pytest.fixture
def promoted(world) -> dict[str, str]:
    """Contoso's published profile, as its own people and as customers meet it."""
    contoso = world.organisations["Contoso"]
    listing = world.listing(
        contoso, logo=picture(size=(60, 20)), website="https://contoso.example", industries=["retail"],
        services=["migration"], languages=["en"], description="We move CRM. " * 30,
    )  # fmt: skip
    other = world.listing(world.organisations["Fabrikam"], description="雲端移轉。")
    own = f"/o/{contoso.public_id}/profile/{listing.public_id}/"
    found = {
        "profile": own,
        "preview": f"{own}preview/",
        "find": "/find/?q=crm",
        "nobody": "/find/?q=submarines",
        "partner": f"/find/{listing.public_id}/",
        "without a term": f"/find/{other.public_id}/",
        "compare": f"/find/compare/?partner={listing.public_id}&partner={other.public_id}",
        "nobody compared": "/find/compare/",
        "catalogue": f"/catalogue/{KEY}/",
    }
    return {**found, **{key: f"/catalogue/{KEY}/{key}/" for key in ("team", "either")}}


def _pages_about_people(world, home: str) -> dict[str, str]:
    """The pages about people, with an invitation and a file that has a bad row."""
    contoso = world.organisations["Contoso"]
    by = {"organisation": contoso, "language": "en", "on": world.on, "by": world.users["ada"]}
    invitations.invite(name="Ivy", email="ivy@elsewhere.example", roles=[Role.EMPLOYEE], **by)
    file = invitation_files.load(content=b"name,email\nIvo,ivo@elsewhere.example\nBad,bad", **by)
    accounts = {each.user.name: each for each in contoso.accounts.open().select_related("user")}
    newcomer = world.account(contoso, "nora")
    people, erik = f"{home}/people/", f"{home}/people/{accounts['Erik'].public_id}/"
    return {
        "people": people,
        "nobody found": f"{people}?q=nobody-like-it",
        "invited": f"{people}?show=invited",
        "invite": f"{people}invite/",
        "upload": f"{people}file/",
        "file": f"{people}file/{file.public_id}/",
        "person": erik,
        "nothing held": f"{people}{newcomer.public_id}/",
        "roles": f"{erik}roles/",
        "end": f"{erik}end/",
    }


@pytest.fixture
def newcomers(world) -> dict[str, str]:
    """Links of mails, by what they are for."""
    by = {"organisation": world.organisations["Contoso"], "on": world.on, "by": world.users["ada"]}
    invite = {"roles": [Role.EMPLOYEE], "language": "en", **by}
    asked = invitations.invite(name="Ivy", email="ivy@elsewhere.example", **invite)
    known = invitations.invite(name="Stella", email=world.users["stella"].email, **invite)
    firm = {
        "legal_name": "Northwind", "display_name": "", "country": "BE", "city": "Ghent",
        "name": "Nina", "language": "en", "on": world.on,
    }  # fmt: skip
    rows = [enrolments.ask(email=f"nina{number}@northwind.example", **firm) for number in range(3)]
    for row, needs_approval in zip(rows[1:], (True, False), strict=True):
        enrolments.confirm(enrolment=row, version=1, needs_approval=needs_approval, on=world.on)
    enrolment = [
        links.path("partners:enrolment", links.key_of("enrolment", row.public_id, 1)) for row in rows
    ]
    invitation = [
        links.path("partners:invitation", links.key_of("invitation", row.public_id, 1))
        for row in (asked, known)
    ]
    names = ("confirm", "waits", "finish", "invitation", "known")
    return dict(zip(names, [*enrolment, *invitation], strict=True))
