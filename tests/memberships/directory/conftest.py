"""A small directory: partners whose words, levels and answers are known."""

import pytest

from memberships.actions import profiles
from memberships.actions.profiles import Place
from memberships.jobs import file_listings

PARTNERS = {
    # name: country, what attains something, description, industries, services, responsiveness
    "Northwind Traders": (
        "NL", "gold", "We move sales teams off ageing CRM systems, to the last migrated record.",
        ["manufacturing", "retail"], ["migration"], 900,
    ),
    "Contoso": (
        "BE", "gold", "Customer service desks: CRM, telephony, a data migration to rehearse.",
        ["logistics"], [], 400,
    ),
    "CRM Brothers": ("BE", "silver", "Family business.", ["retail"], ["support"], None),
    "Adventure Works": ("FR", "silver", "Loyalty programmes and web shops.", ["retail"], ["integration"], 1000),
    "Fabrikam": ("NL", "", "Field service on top of CRM for plants.", ["manufacturing"], [], 1000),
    "Trey Research": ("TW", "silver", "協助企業移轉至雲端平台，並培訓資訊人員。", ["banking"], [], None),
    "雲端先鋒": ("TW", "gold", "資料分析與人工智慧。", ["banking"], ["data-analytics"], None),
    "Proseware": ("TW", "", "雲與端點的管理。", [], [], None),
}  # fmt: skip


@pytest.fixture
def directory(world):
    """The partners above, published; those with a level have Cloud, and Contoso has Devices, too."""
    for number, (name, partner) in enumerate(PARTNERS.items()):
        country, level, description, industries, services, answers = partner
        made = world.organisation(name, country=country)
        if level:
            for person in range(1 if level == "silver" else 2):
                world.employee(made, f"p{number}x{person}", "cloud-expert")
        if name == "Contoso":
            world.attest(made)
        if level:
            world.term(made, level)
        listing = world.listing(
            made,
            description=description,
            industries=industries,
            services=services,
            locations=[Place("Ghent", country, "Olga", "olga@contoso.example")],
        )
        profiles.keep_responsiveness({listing.profile_id: answers}, on=world.on)
    file_listings(as_of=world.on)
    return world
