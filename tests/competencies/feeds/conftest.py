"""What the tests of feeds share."""

import pytest

from tests.competencies.feeds.files import Desk


@pytest.fixture
def desk(world, tmp_path):
    """Where the vendor's files arrive, on the day of the world."""
    return Desk(tmp_path, world.on)
