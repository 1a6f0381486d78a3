"""Limits on tries hold across processes, whoever else tries what."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.partners.sign_in.conftest import Door
from tests.together import together
from tests.world import PASSWORD, World


@pytest.mark.django_db
def test_many_other_addresses_do_not_undo_a_limit(world, door, settings):
    ada = world.users["ada"]
    for _ in range(6):
        door.password(ada, "wrong")
    # More counts than Django's own limit of rows; it would drop some of them at will.
    for number in range(400):
        cache.set(f"count-{number}", [1.0], 600)
    door.password(ada)
    assert door.user is None


@pytest.mark.django_db
def test_what_does_not_fit_any_more_is_far_off(settings):
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 1_000_000


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_are_all_counted(monkeypatch):
    cache.clear()
    world = World()
    ada = world.user("ada")
    asked = []

    def counted(self, password):
        asked.append(password)
        return False

    monkeypatch.setattr(type(ada), "check_password", counted)
    together(*[lambda: Door(Client()).password(ada, "wrong")] * 12)
    assert len(asked) <= 5
    monkeypatch.undo()
    door = Door(Client())
    door.password(ada, PASSWORD)
    assert door.user is None


@pytest.mark.django_db
def test_beyond_a_limit_the_page_says_what_to_do(world, client):
    for _ in range(21):
        answer = client.post("/accounts/password/reset/", {"email": "ada@contoso.example"})
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()
