"""Sign-in as the settings arrange it: closed, limited, one door for staff too."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def person(django_user_model):
    cache.clear()
    return django_user_model.objects.create_user(email="ada@example.org", password=PASSWORD)


def sign_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_address_may_be_written_in_any_case(client, person):
    assert sign_in(client, "ADA@Example.org", PASSWORD).status_code == 302


def test_nobody_signs_up(client, person, django_user_model):
    fields = {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not django_user_model.objects.filter(email="eve@example.org").exists()


def test_guessing_is_stopped_even_for_the_right_password(client, person):
    for _ in range(6):
        sign_in(client, person.email, "wrong")
    assert sign_in(client, person.email, PASSWORD).status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_the_count_is_kept_in_the_database(client, person):
    from django.db import connection

    sign_in(client, person.email, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_the_admin_has_no_door_of_its_own(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_passwords_are_kept_by_argon2():
    from tests.check import PRODUCTION
    from tests.config.reading import read_settings

    assert read_settings(PRODUCTION)["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
