"""Queries that are written out once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from partners.models import Account, Organisation
from partners.models.prepared import Prepared

pytestmark = pytest.mark.django_db


@Prepared
def organisations(ids):
    return Organisation.objects.filter(pk__among=ids).order_by("pk").values_list("pk", "display_name")


@Prepared
def accounts(user, day):
    rows = Account.objects.filter(Q(until=None) | Q(until__gt=day), user_id=user, starts_on__lte=day)
    return rows.select_related("organisation").annotate(name=F("user__name")).order_by("pk")


def test_each_question_gets_its_own_rows(world):
    made = [world.organisation(name) for name in ("Contoso", "Fabrikam", "Northwind")]
    named = [(each.pk, each.display_name) for each in made]
    for wanted in ([0], [1, 2], [], [0, 1, 2]):
        assert organisations(ids=[made[each].pk for each in wanted]) == [named[each] for each in wanted]


def test_objects_come_with_what_was_read_along(world, django_assert_num_queries):
    made = [world.organisation(name) for name in ("Contoso", "Fabrikam")]
    ada, ben = world.account(made[0], "ada"), world.account(made[1], "ben")
    for account in (ada, ben, ada):
        with django_assert_num_queries(1):
            (found,) = accounts(user=account.user_id, day=world.on)
            assert (found, found.organisation, found.name) == (
                account, account.organisation, account.user.name,
            )  # fmt: skip
    assert accounts(user=ada.user_id, day=ada.starts_on - timedelta(days=1)) == []


@pytest.mark.postgres
def test_django_writes_it_once(world):
    built = []

    @Prepared
    def joined(day):
        built.append(day)
        return Organisation.objects.filter(joined_on__lte=day)

    with CaptureQueriesContext(connection) as asked:
        joined(day=date(2018, 3, 1))
        joined(day=date(2019, 4, 2))
    assert len(built) == 2  # to learn where it is asked, and to write it
    assert "'2018-03-01'::date" in asked[0]["sql"]
    assert "'2019-04-02'::date" in asked[1]["sql"]
