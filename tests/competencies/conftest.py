"""What these tests share: the known universe, on a day of its own."""

from datetime import date

import pytest

from tests.world import World


@pytest.fixture
def world(db):
    """A portal with the small programme and nobody in it, on 1 March 2018."""
    return World(date(2018, 3, 1))
