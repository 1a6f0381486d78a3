"""What referrals ask of the database: by their indexes, and as much for one as for many (F4)."""

import re
from datetime import timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from memberships.jobs import tend_referrals
from memberships.models import CustomerRequest, Referral
from memberships.referrals import responsiveness
from memberships.referrals.analysis import analysed
from memberships.referrals.mail_room import MailRoom
from partners import messages
from partners.models import MessageKind, Organisation, User


@pytest.mark.parametrize("hours", [48, 72])
def test_the_job_asks_as_much_for_one_as_for_many(world, listing, others, hours):
    counts = []
    for chosen in ([listing], [listing, *others]):
        for number, each in enumerate(chosen):
            world.referral(each, email=f"c{number}@x.example")
        with CaptureQueriesContext(connection) as captured:
            assert tend_referrals(at=world.at + timedelta(hours=hours)) == len(chosen)
        counts.append(len(captured))
        world.pass_days(4)
        tend_referrals(at=world.at)
        world.pass_days(1)
    assert counts[0] == counts[1]


def test_the_analysis_asks_three_times(world, listing, django_assert_num_queries):
    world.referral(listing)
    with django_assert_num_queries(3):
        assert analysed(listing.organisation, at=world.at).sent == 1


def test_responsiveness_is_of_the_latest_fifty(world, listing, monkeypatch):
    monkeypatch.setattr(responsiveness, "LATEST", 2)
    for number in range(3):
        referral = world.referral(
            listing, email=f"c{number}@x.example", at=world.at + timedelta(hours=number)
        )
        state = "missed" if number == 0 else "skipped"
        at = referral.sent_at
        Referral.objects.filter(pk=referral.pk).update(
            state=state, ended_at=at, due_at=None, remind_at=None, place=None
        )
    assert responsiveness.counted([listing.profile_id]) == {listing.profile_id: 1000}


def test_lists_and_queues_are_found_by_their_indexes(db):
    own, now = Organisation(pk=1), "2018-03-01T12:00:00Z"
    plans = {
        "referral_of_organisation": Referral.objects.filter(organisation=1).order_by("-sent_at", "-pk")[:26],
        "referral_by_state": Referral.objects.of(own).filter(state="new")[:26],
        "referral_run_out": Referral.objects.run_out(now)[:100],
        "referral_to_remind": Referral.objects.filter(remind_at__lte=now).order_by("remind_at", "pk")[:100],
        "request_to_erase": CustomerRequest.objects.filter(erased_at=None, erase_at__lte=now).order_by(
            "erase_at", "pk"
        )[:25],
        "referral_by_contact": Referral.objects.filter(contact_email="a@x.example", sent_at__gt=now).order_by(
            "sent_at"
        ),
    }
    for name, query in plans.items():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                    cursor.execute(f"SET LOCAL enable_{way} = off")
        # Of one organisation both are as good where there are few rows.
        names = {name, "referral_of_organisation"} if name == "referral_by_state" else {name}
        assert any(each in query.explain() for each in names), (name, query.explain())


@pytest.fixture
def many_mails(world, contoso):
    """A busy day: ten mails each to two hundred readers, and as many to addresses."""
    people = User.objects.bulk_create(User(email=f"r{number}@x.example") for number in range(200))
    told = {"organisation": contoso.pk, "on": world.on, "data": {}, "now": world.at}
    rows = [
        [
            messages.message(MessageKind.REFERRAL_NEW, recipient=each.pk, about=f"{number}", **told),
            messages.message_to_address(
                MessageKind.REFERRAL_NEW, address=each.email, about=f"{number}:{each.pk}", **told
            ),
        ]
        for each in people
        for number in range(10)
    ]
    messages.write(chain(*rows))
    return people


@pytest.mark.postgres
def test_mails_of_a_day_are_counted_by_indexes(world, many_mails):
    first = many_mails[0]
    with CaptureQueriesContext(connection) as captured:
        MailRoom([first.pk], [first.email], at=world.at)
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE partners_message")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for query in captured:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    # Of one reader alone, by whichever of the indexes that begin with it.
    for plan, column in zip(plans, ("recipient_id", "address"), strict=True):
        assert re.search(rf"Index Cond: \(+{column}\b", plan), plan
