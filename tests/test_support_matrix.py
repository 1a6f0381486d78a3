"""Support inside an organisation: every address × every method, with a grant, after it and without (A3, A6).

The addresses are those of `tests/access_list.py`; nothing has to be listed here. What an admin gets as a file is
refused, so that whatever is added to download is refused, too, or fails here.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.actions import support
from partners.clock import now
from partners.models import SupportGrant
from tests.access_list import OBJECTS, OWN_REPORTS
from tests.signing_in import confirmed
from tests.test_access_matrix import METHODS, OF_ORGANISATIONS, OWN_PAGES, POSTS, address, asked
from tests.world import World

pytestmark = pytest.mark.django_db

# A session is kept for every request; an organisation that is due is reviewed before its pages are shown.
MAY_CHANGE = ("partners_session", "competencies_standing", "SAVEPOINT", "django_cache")


@pytest.fixture
def world() -> World:
    made = World.populated()
    made.offers()
    return made


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return confirmed(client)


def look(world: World, organisation: str = "Contoso") -> SupportGrant:
    return support.start(
        organisation=world.organisations[organisation], reason="They called.", on=world.on, at=now(),
        by=world.users["sam"],
    )  # fmt: skip


def pages(world: World) -> list[tuple[str, str]]:
    """Every address of Contoso's, with its name."""
    contoso = world.organisations["Contoso"]
    names = [*OF_ORGANISATIONS, *OWN_REPORTS]
    further = {name: of(world, contoso) for name, of in OBJECTS.items()}
    return [(name, address(name, contoso.public_id, further.get(name))) for name in names]


PICTURES = {"memberships:profile_logo"}
"""Part of a page, and shown to customers once it is published."""


def is_file(answer) -> bool:
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and not kind.startswith(("text/html", "image/"))


def test_it_reads_what_an_admin_reads_but_files_and_changes_nothing(world):
    every = pages(world)
    look(world)
    admin, sam = signed_in(world, "ada"), signed_in(world, "sam")
    files = 0
    for name, page in every:
        theirs = asked(admin, "get", page)
        files += is_file(theirs)
        read = 403 if is_file(theirs) else theirs.status_code
        for method in METHODS:
            ours = asked(sam, method, page).status_code
            if method in {"get", "head"} and name in OWN_PAGES:
                assert ours == read, (name, method)
            elif method == "post" and name in POSTS:
                assert ours == 403, name
            else:
                assert ours in {403, 404, 405}, (name, method)
    assert files >= 4


def test_every_page_says_so_with_the_time_that_is_left(world):
    every = pages(world)
    look(world)
    sam = signed_in(world, "sam")
    for name, page in every:
        answer = asked(sam, "get", page)
        if name not in PICTURES and answer.status_code in {200, 403}:
            text = answer.content.decode()
            assert "You see Contoso as its admins do, to read only." in text, name
            assert "60 minutes left" in text, name
            assert "They called." in text, name
            assert 'action="/support/end/"' in text, name


def test_reading_writes_nothing(world):
    every = pages(world)
    look(world)
    sam = signed_in(world, "sam")
    for name, page in every:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sam.get(page)
        written = [
            each["sql"]
            for each in queries
            if each["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
            and not any(table in each["sql"] for table in MAY_CHANGE)
        ]
        assert written == [], name


@pytest.mark.parametrize("over", ["ended", "lapsed", "elsewhere", "somebody else's"])
def test_without_a_grant_the_organisation_does_not_exist(world, over):
    """Who never had one is walked by `test_access_matrix.py`."""
    every = pages(world) if over in {"ended", "lapsed"} else pages(world)[::7]
    name = "sam"
    if over == "ended":
        support.end(grant=look(world), on=world.on, at=now(), by=world.users["sam"])
    elif over == "lapsed":
        grant = look(world)
        hour = timedelta(hours=1)
        SupportGrant.objects.update(starts_at=grant.starts_at - hour, until=grant.until - hour)
    elif over == "elsewhere":
        look(world, "Fabrikam")
    elif over == "somebody else's":
        look(world)
        name = "petra"
    client = signed_in(world, name)
    for what, page in every:
        for method in ("get", "post"):
            status = asked(client, method, page).status_code
            assert status in {404, 405}, (what, method)
            offered = OWN_PAGES if method == "get" else POSTS
            assert status == 404 or what not in offered, (what, method)


def test_another_organisation_stays_foreign(world):
    look(world)
    fabrikam = world.organisations["Fabrikam"].public_id
    sam = signed_in(world, "sam")
    for name in OWN_PAGES:
        if name not in OBJECTS:
            assert asked(sam, "get", address(name, fabrikam)).status_code == 404, name
