"""Adventure Works: a network member without a paid term that qualifies for gold."""

import base64
import secrets

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Had a silver term that staff ended early; attains Messaging and Collaboration today."""
    adventure = world.partner(
        "Adventure Works", legal_name="Adventure Works SARL", country="FR", city="Lyon", joined=950
    )
    adventure.person(
        "Camille Bernard",
        since=940,
        roles=[Role.ADMIN],
        note="no term: Messaging gold and Collaboration silver are qualified; Offers: an open order, a refused one",
    )
    key = base64.b32encode(secrets.token_bytes(20)).decode()
    careful = adventure.person(
        "Ines Moreau",
        since=90,
        roles=[Role.ADMIN],
        note=f"a second admin, with a second factor: add the key {key} to an authenticator app, it shows the code",
    )
    careful.has_app(key, 80)
    adventure.everybody(
        "800 Thibault Girard: 70-345 70-347",
        "790 Lea Fontaine: 70-345 70-347 70-339",
        "500 Bogdan Ionescu: 70-345 70-347 70-339",
        "140 Salma Idrissi: 70-347 70-345",
        "400 Julien Mercier: mcse-productivity",
        "380 Anh Nguyen: 70-339",
        "250 Clara Schmidt: 70-347",
        "100 Pavel Dvorak",
        "70 Louise Garnier: 70-346",
        "25 Tarek Said",
    )
    adventure.term("silver", world.diary.ago(620))
    adventure.term_is_ended(420, "Refund: the partner ordered for the wrong company.")
