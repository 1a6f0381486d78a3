"""Nothing that was shown to somebody signed in is kept by a browser or a proxy."""

import uuid

import pytest
from django.urls import NoReverseMatch, reverse

from tests.test_access_matrix import OWN_PAGES, PERSONAL, address, addresses
from tests.world import World

pytestmark = pytest.mark.django_db


def pages(world):
    """Every address of the portal; of an organisation's pages, the own and one that is nowhere."""
    contoso = world.organisations["Contoso"].public_id
    for name in addresses():
        if name.startswith("admin:"):
            yield admin_address(name)
        elif name in PERSONAL:
            yield reverse(name, args=[uuid.uuid4()])
        else:
            yield address(name, contoso)
            if name in OWN_PAGES:
                yield address(name, uuid.uuid4())


def admin_address(name: str) -> str | None:
    """The address of an admin page; of an object's page, for an object that does not exist."""
    for arguments in ([], ["0"], ["0", "0"], ["partners"], ["partners/"], [1, 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return None


@pytest.mark.parametrize("name", ["ada", "petra"])
def test_no_answer_to_somebody_signed_in_is_stored(client, name):
    world = World.populated()
    for page in filter(None, pages(world)):
        client.force_login(world.users[name])
        answer = client.get(page)
        assert "no-store" in answer.get("Cache-Control", ""), page


def test_static_files_and_visitors_are_untouched(client, settings):
    settings.WHITENOISE_USE_FINDERS = True
    client.force_login(World().user("stella"))
    style = client.head("/static/css/assay.css")
    assert style.status_code == 200
    assert "no-store" not in style["Cache-Control"]
    client.logout()
    assert "Cache-Control" not in client.get("/nothing/here/")
