"""Notifications: the list, what is unread, and how somebody wants to be told."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners import messages
from partners.actions import accounts
from partners.clock import now
from partners.models import Message, MessageKind, MessagePreference, MessageState, Role

QUERIES = 13


def tell(world, organisation, name, count, *, entries=()):
    moment = now()
    messages.write(
        messages.message(
            MessageKind.RENEWAL_RISK,
            recipient=world.users[name].pk,
            organisation=organisation.pk,
            on=world.on,
            about=f"test:{number}",
            data={"entries": list(entries)},
            now=moment - timedelta(minutes=number),
        )
        for number in range(count)
    )


def unread(see, user="ada"):
    return see("notifications/", user).context["shell"].unread


def test_an_alert_is_told_with_what_changed_and_where_it_is_cured(see, lose):
    lose()
    answer = see("notifications/")
    (line,) = answer.context["lines"]
    assert (line.title, line.unread) == ("Membership renewal at risk", True)
    lost, left, cure = line.lines
    assert lost.startswith("Silver in Cloud lapsed on ")
    assert lost.endswith(", today: renewal will be refused.")
    assert left == "Erik left"
    assert cure.startswith(
        "What cures it: 1 more pass: any 1 of 5 people (Ada, Mina, Rolf, …) passes cloud-basic"
    )
    assert line.url.endswith("/competencies/cloud/")
    assert "Notifications, 1 unread" in answer.content.decode()


def test_a_reminder_says_how_many_days_and_what_cures_it_now(see, lose, world, contoso):
    lose()
    Message.objects.all().delete()
    messages.write(
        [
            messages.message(
                MessageKind.RISK_REMINDER,
                recipient=world.users["ada"].pk,
                organisation=contoso.pk,
                on=world.on,
                about="test",
                data={"term": 1, "days": 30, "alerts": [["cloud", "silver"]]},
                now=now(),
            )
        ]
    )
    (line,) = see("notifications/").context["lines"]
    assert line.title == "Renewal still at risk, 30 days before the anniversary"
    assert line.lines[0] == "Silver in Cloud"
    assert line.lines[1].startswith("What cures it: 1 more pass: ")
    assert line.url.endswith("/competencies/cloud/")


def test_the_words_are_those_of_the_readers_language(see, lose, client):
    lose()
    client.cookies["django_language"] = "zh-hant"
    (line,) = see("notifications/").context["lines"]
    assert "雲端" in line.lines[0]


def test_the_count_is_on_every_page(see, lose):
    lose()
    for path in ("", "competencies/", "competencies/cloud/", "me/", "skills/", "performance/"):
        assert see(path).context["shell"].unread == 1, path


def test_others_have_none(see, lose):
    lose()
    assert [unread(see, name) for name in ("mina", "rolf", "pia", "rita")] == [1, 0, 0, 0]
    assert see("notifications/", "pia").context["lines"] == []


def test_reading_one_and_reading_all(see, world, contoso, client):
    tell(world, contoso, "ada", 3)
    first = see("notifications/").context["lines"][0]
    address = f"/o/{contoso.public_id}/notifications/read/"
    assert client.post(address, {"message": first.key}).status_code == 302
    lines = see("notifications/").context["lines"]
    assert [line.unread for line in lines] == [False, True, True]
    read_at = Message.objects.get(pk=first.key).read_at
    client.post(address)
    assert unread(see) == 0
    assert Message.objects.get(pk=first.key).read_at == read_at


def test_a_message_of_somebody_else_is_left_alone(see, world, contoso, client):
    tell(world, contoso, "mina", 1)
    theirs = Message.objects.get()
    see("notifications/")
    address = f"/o/{contoso.public_id}/notifications/read/"
    for named in (theirs.pk, uuid.uuid4(), "nonsense", ""):
        assert client.post(address, {"message": str(named)}).status_code == 302
    client.post(address)
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert see("notifications/", before=str(theirs.pk)).status_code == 404


def test_nothing_of_another_organisation(see, world):
    other = world.organisation("Fabrikam")
    world.join(other, world.users["ada"], Role.ADMIN)
    tell(world, other, "ada", 2)
    assert unread(see) == 0
    assert see("notifications/").context["lines"] == []


def test_who_lost_the_role_learns_nothing(see, world, contoso, lose):
    lose()
    account = world.users["mina"].accounts.get(organisation=contoso)
    accounts.set_roles(account=account, roles=[Role.REPORT_VIEWER], on=world.on, by=None)
    answer = see("notifications/", "mina")
    assert (answer.context["shell"].unread, answer.context["lines"]) == (0, [])


def test_pages_of_the_list(see, world, contoso, monkeypatch):
    monkeypatch.setattr("memberships.views.notifications.PAGE", 2)
    tell(world, contoso, "ada", 5)
    seen, before = [], ""
    while True:
        answer = see("notifications/", **({"before": before} if before else {}))
        seen += [line.key for line in answer.context["lines"]]
        before = answer.context["before"]
        if not before:
            break
    order = Message.objects.order_by("-written_at", "-pk").values_list("pk", flat=True)
    assert seen == [str(pk) for pk in order]


def test_messages_of_one_moment_keep_their_order_over_pages(see, world, contoso, monkeypatch):
    monkeypatch.setattr("memberships.views.notifications.PAGE", 1)
    tell(world, contoso, "ada", 3)
    Message.objects.update(written_at=now())
    seen, before = set(), ""
    for _ in range(3):
        answer = see("notifications/", **({"before": before} if before else {}))
        seen |= {line.key for line in answer.context["lines"]}
        before = answer.context["before"]
    assert len(seen) == 3


@pytest.mark.parametrize("before", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_page_before_nothing_does_not_exist(see, before):
    assert see("notifications/", before=before).status_code == 404


def test_what_was_withdrawn_and_digests_are_not_listed(see, world, contoso):
    tell(world, contoso, "ada", 2)
    first, second = Message.objects.all()
    Message.objects.filter(pk=first.pk).update(state=MessageState.WITHDRAWN)
    Message.objects.filter(pk=second.pk).update(kind=MessageKind.DIGEST)
    assert unread(see) == 0
    assert see("notifications/").context["lines"] == []


def test_beyond_99_nobody_counts(see, world, contoso):
    tell(world, contoso, "ada", 120)
    assert "99+" in see("notifications/").content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_asks_few_queries_however_many_messages(see, world, contoso, lose, count):
    lose()
    entry = Message.objects.filter(recipient=world.users["ada"]).get().data["entries"]
    tell(world, contoso, "ada", count, entries=entry)
    see("notifications/")
    with CaptureQueriesContext(connection) as captured:
        assert see("notifications/").status_code == 200
    # Signing in again is the test's own.
    asked = [query["sql"] for query in captured if "notifications" not in query["sql"]]
    own = [sql for sql in asked if not sql.startswith(("INSERT", "UPDATE", "SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(own) <= QUERIES, "\n".join(own)


def test_the_list_and_the_count_are_found_by_their_indexes(db):
    rows = Message.objects.filter(recipient=1, organisation=1)
    plans = {
        "message_in_list": rows.order_by("-written_at", "-pk")[:21],
        "message_gathered": Message.objects.filter(state="gathered", recipient=1).only("recipient"),
    }
    for name, query in plans.items():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL enable_bitmapscan = off")
                # A few rows are as cheap to sort as to read in order.
                cursor.execute("SET LOCAL enable_sort = off")
                cursor.execute("SET LOCAL enable_incremental_sort = off")
        assert name in query.explain(), name


# -- settings --


OF_ONES_OWN = {"to-associate", "credit-answered", "credit-closed"}
OF_RISK = {
    "renewal-risk", "risk-reminder", "level-lost", "override-ending", "renewal-due", "membership-over",
    "order-confirmed", "order-refused", "order-expired", "benefits-ended", "edition-losses",
    "admin-appointed",
    "referral-new", "referral-reminder", "referral-over", "profile-withdrawn",
}  # fmt: skip


def test_settings_start_with_at_once(see):
    form = see("notifications/settings/").context["form"]
    assert set(form.fields) == {*OF_RISK, *OF_ONES_OWN}
    assert {field.initial for field in form.fields.values()} == {"at-once"}


def test_an_employee_chooses_for_what_is_their_own(see):
    form = see("notifications/settings/", "pia").context["form"]
    assert set(form.fields) == OF_ONES_OWN


def choose(client, world, contoso, **ways):
    client.force_login(world.users["ada"])
    given = dict.fromkeys({*OF_RISK, *OF_ONES_OWN}, "at-once")
    given |= {key.replace("_", "-"): way for key, way in ways.items()}
    return client.post(f"/o/{contoso.public_id}/notifications/settings/", given)


def test_what_was_chosen_is_kept_and_may_be_changed(see, client, world, contoso):
    assert choose(client, world, contoso, renewal_risk="here", level_lost="daily").status_code == 302
    form = see("notifications/settings/").context["form"]
    initial = {kind: field.initial for kind, field in form.fields.items()}
    assert initial == {**dict.fromkeys(initial, "at-once"), "renewal-risk": "here", "level-lost": "daily"}
    choose(client, world, contoso)
    assert set(MessagePreference.objects.values_list("way", flat=True)) == {"at-once"}
    assert set(MessagePreference.objects.values_list("kind", flat=True)) == {*OF_RISK, *OF_ONES_OWN}


@pytest.mark.parametrize("way", ["", "sometimes"])
def test_a_way_that_there_is_not_gets_a_word_beside_it(client, world, contoso, way):
    answer = choose(client, world, contoso, renewal_risk=way)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"renewal-risk"}
    assert 'id="id_renewal-risk_error"' in answer.content.decode()
    assert not MessagePreference.objects.exists()


@pytest.mark.parametrize(("way", "state"), [("at-once", "waiting"), ("daily", "gathered"), ("here", "kept")])
def test_a_message_goes_the_way_that_was_chosen(client, world, contoso, lose, see, way, state):
    choose(client, world, contoso, renewal_risk=way)
    lose()
    states = dict(Message.objects.values_list("recipient__name", "state"))
    assert states == {"Ada": state, "Mina": "waiting"}
    assert unread(see) == 1
