"""Pools of product keys in the staff's admin (A3, E5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from memberships.actions import keys
from memberships.models import KeyFile, KeyPool, ProductKey
from partners.models import StaffRole
from tests.world import World

pytestmark = pytest.mark.django_db
WHY = {"reason": "Bought for the new year"}
PRESSED = {"csrfmiddlewaretoken": "as a browser sends it"}


@pytest.fixture
def world():
    made = World()
    made.offers()
    return made


@pytest.fixture
def manager(client, world):
    client.force_login(world.manager())
    return client


def page(model, *parts):
    return "/".join(["/admin/memberships", model, *map(str, parts)]) + "/"


def test_from_opening_a_pool_to_adding_its_keys(manager, world):
    manager.post(page("keypool", "add"), {"benefit": "windows", "low_at": "5", **WHY})
    pool = KeyPool.objects.get()
    content = SimpleUploadedFile("keys.csv", b"SECRET-1\nSECRET-1\nx\nSECRET-2")
    shown = manager.post(page("keyfile", "add"), {"pool": pool.pk, "file": content, **WHY}, follow=True)
    text = shown.content.decode()
    assert "line 2: stands in an earlier line of the file" in text
    assert "line 3: no key" in text
    assert "Add the keys" in text
    assert "SECRET" not in text
    assert not ProductKey.objects.exists()
    file = KeyFile.objects.get()
    manager.post(page("keyfile", file.pk, "add-keys"), {**PRESSED, **WHY})
    assert ProductKey.objects.count() == 2
    assert (
        "added or discarded already"
        in manager.post(page("keyfile", file.pk, "discard"), {**PRESSED, **WHY}).content.decode()
    )


def test_what_is_wrong_with_a_file_stands_above_the_form(manager, world):
    pool = world.pool()
    nothing = SimpleUploadedFile("keys.csv", b"\n")
    text = manager.post(page("keyfile", "add"), {"pool": pool.pk, "file": nothing, **WHY}).content.decode()
    assert "The submitted file is empty" in text or "has no keys" in text
    bad = SimpleUploadedFile("keys.csv", b"\xff\xfe")
    assert (
        "not UTF-8"
        in manager.post(page("keyfile", "add"), {"pool": pool.pk, "file": bad, **WHY}).content.decode()
    )
    large = SimpleUploadedFile("keys.csv", b"a" * (2 * 1024 * 1024 + 1))
    answer = manager.post(page("keyfile", "add"), {"pool": pool.pk, "file": large, **WHY})
    assert "larger than 2 MB" in answer.content.decode()
    wrong = manager.post(page("keypool", "add"), {"benefit": "office", "low_at": "5", **WHY}).content.decode()
    assert "gives keys for this benefit" in wrong


def test_a_pool_that_runs_low_is_marked_and_filtered(manager, world):
    pool = world.pool("WINDOWS-1", "WINDOWS-2", low_at=1)
    assert "runs low" not in _states(manager)
    contoso = world.organisation("Contoso")
    world.term(contoso, "action-pack")
    keys.reveal(entitlement=world.benefit(contoso, "windows"), on=world.on, by=world.buyer(contoso))
    assert _states(manager) == ["runs low"]
    assert _states(manager, low="yes") == ["runs low"]
    manager.post(page("keypool", pool.pk, "set-low"), {"low_at": "0", **WHY})
    assert _states(manager, low="yes") == []


def test_a_partner_who_waits_is_seen(manager, world):
    contoso = world.organisation("Contoso")
    world.term(contoso, "action-pack")
    keys.reveal(entitlement=world.benefit(contoso, "windows"), on=world.on, by=world.buyer(contoso))
    assert _states(manager) == ["empty: a partner waits"]


def _states(manager, **query):
    found = manager.get(page("keypool"), query).context["cl"]
    return [found.model_admin.state(row) for row in found.result_list]


@pytest.mark.parametrize("role", [StaffRole.SPECIALIST, StaffRole.SUPPORT])
def test_others_of_the_staff_look_and_see_no_key(client, world, role):
    pool = world.pool("SECRET-1")
    client.force_login(world.user("other", domain="vendor.example", role=role))
    for address in (page("keypool"), page("keypool", pool.pk, "change"), page("keyfile")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "SECRET" not in answer.content.decode()
    assert client.get(page("keyfile", "add")).status_code == 403
    assert client.get("/admin/memberships/productkey/").status_code == 404


def test_the_list_of_pools_asks_few_queries(manager, world, django_assert_max_num_queries):
    world.pool(*(f"WINDOWS-{number}" for number in range(30)))
    with django_assert_max_num_queries(8):
        manager.get(page("keypool"))
