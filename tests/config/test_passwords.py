"""Which passwords may be set: long ones that nobody guesses first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from memberships.management.commands import build_demo
from partners.models import User
from tests.world import PASSWORD

ADA = User(email="ada.lovelace@contoso.example", name="Augusta Lovelace-King")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "123456789012345",
        "passwordpassword",
        "Password2026!!",
        "qwertydragon1",
        "!!!!!!!!!!!!!!",
        "abababababab",
        "augusta lovelace",
        "ada.lovelace@contoso",
    ],
)
def test_guessable_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, ADA)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "a long enough password", "correct horse battery staple", build_demo._made_up()],
    ids=["tests", "sentence", "words", "demo"],
)
def test_a_long_password_or_sentence_will_do(password):
    validate_password(password, ADA)
