"""What a browser may send instead of a passkey or a code."""

import json

import pytest
from allauth.mfa.webauthn.internal import auth

from tests.partners.sign_in.conftest import set_up_app
from tests.signing_in import confirmed

pytestmark = pytest.mark.django_db

NONSENSE = [
    "",
    "x",
    "null",
    "1",
    "[]",
    "{}",
    '"text"',
    '{"id": 1}',
    json.dumps({"response": {"userHandle": "!"}}),
]
SHAPED = {
    "type": "public-key",
    "id": "AAAA",
    "rawId": "AAAA",
    "response": {
        "clientDataJSON": "e30",
        "attestationObject": "AAAA",
        "authenticatorData": "AAAA",
        "signature": "AA",
        "userHandle": "MQ",
    },
}
ANSWERS = [
    *NONSENSE,
    json.dumps(SHAPED),
    json.dumps({**SHAPED, "response": []}),
    json.dumps({**SHAPED, "id": "é"}),
]


@pytest.mark.parametrize("credential", ANSWERS)
def test_signing_in_by_a_passkey(world, door, credential):
    door.client.get("/accounts/passkeys/sign-in/", headers={"Accept": "application/json"})
    answer = door.client.post("/accounts/passkeys/sign-in/", {"credential": credential})
    assert answer["Location"] == "/accounts/login/"
    assert door.user is None


@pytest.mark.parametrize("credential", ANSWERS)
def test_adding_a_passkey(world, door, credential):
    door.password(world.users["erik"])
    confirmed(door.client)
    door.client.get("/accounts/passkeys/add/")
    answer = door.client.post("/accounts/passkeys/add/", {"credential": credential, "name": "mine"})
    assert answer.status_code == 200
    assert 'value="mine"' in answer.content.decode()


@pytest.mark.parametrize("credential", ANSWERS)
def test_a_passkey_as_the_second_step(world, door, credential):
    door.password(world.users["erik"])
    door.confirm()
    set_up_app(door)
    door.client.post("/accounts/logout/")
    door.password(world.users["erik"])
    assert door.client.post("/accounts/second-step/", {"credential": credential}).status_code == 200
    assert door.user is None


@pytest.mark.parametrize("code", ["", "abc", "12345", "１２３４５６", "0" * 5000, "\x00"])
def test_codes(world, door, code):
    door.password(world.users["erik"])
    door.confirm()
    door.client.get("/accounts/app/set-up/")
    answer = door.client.post("/accounts/app/set-up/", {"code": code})
    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]


def test_a_wrong_first_code_keeps_the_key_that_the_app_has_read(world, door):
    door.password(world.users["erik"])
    door.confirm()
    key = door.client.get("/accounts/app/set-up/").context["form"].secret
    answer = door.client.post("/accounts/app/set-up/", {"code": "000000"})
    assert answer.context["form"].secret == key


def test_a_passkeys_challenge_is_asked_for_anew_each_time(world, client):
    asked = [
        client.get("/accounts/passkeys/sign-in/", headers={"Accept": "application/json"}).json()
        for _ in range(2)
    ]
    assert asked[0] != asked[1]
    assert asked[0]["request_options"]["publicKey"]["userVerification"] == "required"
    assert auth.STATE_SESSION_KEY in client.session
