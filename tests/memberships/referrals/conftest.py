"""Contoso and Fabrikam, published, with people who look after referrals."""

import pytest
from django.core.cache import cache

from partners.models import Role


@pytest.fixture
def contoso(world):
    """A partner with an admin, a referrals manager and a report viewer."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "rita", Role.REFERRALS_MANAGER)
    world.account(made, "rolf", Role.REPORT_VIEWER)
    return made


@pytest.fixture
def listing(world, contoso):
    """Contoso's published profile; its promoter manages referrals, too."""
    return world.listing(contoso)


@pytest.fixture
def rita(world, contoso):
    """Who answers."""
    return world.users["rita"]


@pytest.fixture
def others(world):
    """Five other published partners."""
    return [world.listing(world.organisation(f"Partner {letter}")) for letter in "ABCDE"]


@pytest.fixture(autouse=True)
def _no_limits_used_up(db):
    """What earlier tests asked for counts against nobody here."""
    cache.clear()
