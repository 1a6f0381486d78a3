"""Proof of payment as partners upload it: judged by its content, kept outside of what is served (E2)."""

import os
from datetime import date
from pathlib import Path

import pytest

from competencies import evidence
from memberships import proofs
from memberships.actions import orders
from partners.clock import now
from tests.memberships.files import PDF, picture
from tests.refusing import refused
from tests.world import World


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.PROOF_STORE = str(tmp_path / "proofs")
    return tmp_path / "proofs"


@pytest.fixture
def contoso(world):
    """An organisation with somebody who buys."""
    made = world.organisation("Contoso")
    world.buyer(made)
    world.offers()
    return made


def place(world, organisation):
    return world.order(organisation, "action-pack")


def upload(world, order, content=PDF):
    return orders.attach_proof(order=order, content=content, on=world.on, by=world.buyer(order.organisation))


@pytest.mark.parametrize("content", [PDF, picture("PNG"), picture("JPEG")])
def test_a_pdf_or_a_picture_is_kept_outside_of_what_is_served(world, contoso, store, content):
    order = upload(world, place(world, contoso), content)
    assert (store / order.proof).read_bytes() == content
    assert (store / order.proof).stat().st_mode & 0o777 == 0o600
    assert order.proof_on == world.on


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"%PDF-1.7 cut off", picture()[:40], b"GIF89a", picture()[:8] + b"junk"],
)
def test_anything_else_is_refused_and_not_kept(world, contoso, store, content):
    order = place(world, contoso)
    refused("not-a-proof", upload, world=world, order=order, content=content)
    assert not store.exists()


def test_a_picture_of_too_many_pixels_is_refused(world, contoso, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_PIXELS", 100)
    order = place(world, contoso)
    refused("not-a-proof", upload, world=world, order=order, content=picture(size=(11, 10)))
    assert upload(world, order, picture(size=(10, 10))).proof


def test_over_five_megabytes_is_refused(world, contoso):
    order = place(world, contoso)
    large = PDF[:-6] + b" " * proofs.LARGEST + b"%%EOF\n"
    refused("too-large", upload, world=world, order=order, content=large)


def test_a_refused_upload_leaves_no_file(world, contoso, store):
    order = place(world, contoso)
    orders.cancel(order=order, on=world.on, by=world.buyer(contoso))
    refused("order-cancelled", upload, world=world, order=order)
    assert list(Path(store).iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_the_latest_one_counts_and_the_earlier_file_goes(store):
    world = World(date(2018, 3, 1))
    order = upload(world, world.order(world.organisation("Contoso"), "action-pack"))
    upload(world, order, picture())
    assert [path.name for path in store.iterdir()] == [order.proof]


def test_what_no_order_names_is_tidied_up_after_an_hour(world, contoso, store):
    order = upload(world, place(world, contoso))
    forgotten, fresh = proofs.kept(PDF), proofs.kept(PDF)
    for name in (forgotten, order.proof):
        os.utime(store / name, (0, 0))
    assert proofs.tidy(now()) == 1
    assert {path.name for path in store.iterdir()} == {order.proof, fresh}
