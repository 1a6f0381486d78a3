"""What partners tell customers of themselves: marketing profiles, published a month ago (F1)."""

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from memberships.actions import profiles
from memberships.actions.profiles import Content, Place
from memberships.demo.partner import Partner
from memberships.demo.person import address
from memberships.demo.world import World

DATA = Path(__file__).parent.parent / "data" / "profiles.csv"
SINCE = 30
ANSWERS = (930, 640, None, 810, 480)
"""How reliably the partners answer, one after the other."""


def tell(world: World) -> None:
    """Each from the table; Fabrikam has saved something since that customers do not see yet, and one is withdrawn."""
    for place, row in enumerate(_rows()):
        _publishes(world.partner_named(row["name"]), row, ANSWERS[place % len(ANSWERS)])
    fabrikam = world.partner_named("Fabrikam")
    world.diary.note(2, lambda on: _goes_on(fabrikam, on))
    tailspin, reason = world.partner_named("Tailspin Toys"), "The website leads to a shop for watches."
    world.diary.note(
        4,
        lambda on: profiles.withdraw_by_staff(
            profile=tailspin.row.profiles.get(), reason=reason, on=on, by=world.manager
        ),
    )


def _publishes(partner: Partner, row: dict[str, str], answers: int | None) -> None:
    def publish(on: date) -> None:
        by, logo = partner.lead, drawn(row["colour"], len(row["name"]))
        made = profiles.begin(organisation=partner.row, country=partner.row.country, on=on, by=by)
        profiles.save(profile=made, content=_content(partner, row), logo=logo, on=on, by=by)
        listing = profiles.publish(profile=made, on=on, by=by)
        profiles.keep_responsiveness({listing.profile_id: answers}, on=on)

    partner.diary.note(SINCE, publish)


def _content(partner: Partner, row: dict[str, str]) -> Content:
    domain = f"{address(partner.name).replace('.', '')}.example"
    office = partner.row.locations.get(is_head_office=True)
    contact = Place(office.city, office.country, partner.lead.name, f"hello@{domain}", row["address"])
    return Content(
        description=row["description"],
        website=f"https://www.{domain}",
        industries=row["industries"].split(),
        services=row["services"].split(),
        languages=row["languages"].split(),
        locations=[contact],
    )


def _goes_on(partner: Partner, on: date) -> None:
    profile = partner.row.profiles.get()
    office = profile.locations.get()
    kept = Content(
        description=f"{profile.description}\n\nNow also in Portland.",
        website=profile.website,
        industries=profile.industries,
        services=profile.services,
        languages=profile.languages,
        locations=[
            Place(office.city, office.country, office.contact_name, office.contact_email, office.address),
            Place("Portland", office.country, office.contact_name, office.contact_email),
        ],
    )
    profiles.save(profile=profile, content=kept, on=on, by=partner.lead)


def drawn(colour: str, shape: int) -> bytes:
    """A plain mark as a PNG: a ring, a roof or three bars."""
    picture = Image.new("RGBA", (256, 256), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    if shape % 3 == 0:
        pen.arc((56, 56, 200, 200), 40, 320, fill=colour, width=30)
    elif shape % 3 == 1:
        pen.polygon([(40, 190), (128, 60), (216, 190)], fill=colour)
        pen.polygon([(96, 190), (128, 142), (160, 190)], fill="white")
    else:
        for number in range(3):
            pen.rectangle((56, 64 + 48 * number, 200 - 40 * number, 92 + 48 * number), fill=colour)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _rows() -> Iterator[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
