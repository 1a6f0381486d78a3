"""The lookup for many ids."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Organisation, Term


def test_among_is_in(world):
    made = [world.organisation(name) for name in ("Contoso", "Fabrikam", "Northwind")]
    wanted = [made[0].pk, made[2].pk, 999]
    assert set(Organisation.objects.filter(pk__among=wanted)) == {made[0], made[2]}
    assert not Organisation.objects.filter(pk__among=[]).exists()
    assert not Term.objects.filter(organisation__among=wanted).exists()


def test_only_whole_numbers_get_into_it(world):
    with pytest.raises(ValueError, match="invalid literal"):
        list(Organisation.objects.filter(pk__among=["1} OR TRUE"]))


@pytest.mark.postgres
def test_it_is_one_parameter_there(world):
    with CaptureQueriesContext(connection) as asked:
        list(Organisation.objects.filter(pk__among=[1, 2, 3]))
    assert "= ANY('{1,2,3}'::bigint[])" in asked[0]["sql"]
