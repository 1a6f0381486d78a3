"""Handing messages over: at most once, tried again after pauses, given up visibly (E4)."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError

from partners import mail as handing
from partners import messages
from partners.actions import accounts
from partners.actions.messages import send_again
from partners.clock import now
from partners.mail import PAUSES, Letter, claim, mark_unsure, send_waiting
from partners.models import JournalEntry, Message, MessageKind, Role
from tests.refusing import refused
from tests.together import together
from tests.world import World

DAY = date(2018, 3, 1)


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    return made


@pytest.fixture
def server(monkeypatch):
    """A mail server that takes everything, until a test says how it answers."""
    Server.answers, Server.taken = [], []
    monkeypatch.setattr(handing, "get_connection", Server)
    return Server


class Server(BaseEmailBackend):
    """`answers`: what it raises, first come first served, by where: ("open" or "send", error)."""

    answers: list = []
    taken: list = []

    def open(self):
        self._answer("open")

    def send_messages(self, sent):
        self._answer("send")
        Server.taken += sent
        return len(sent)

    def _answer(self, where):
        if Server.answers and Server.answers[0][0] == where:
            raise Server.answers.pop(0)[1]


def words(message):
    return Letter(f"About {message.kind}", f"Dear {message.recipient.name}\n")


def waiting(world, organisation, name="ada", about="1"):
    messages.write(
        [
            messages.message(
                MessageKind.RENEWAL_RISK,
                recipient=world.users[name].pk,
                organisation=organisation.pk,
                on=world.on,
                about=about,
                data={"entries": []},
                now=now(),
            )
        ]
    )
    return Message.objects.latest("written_at")


def send():
    return send_waiting(write=words, seconds=10)


def test_a_message_is_handed_over_with_its_id(world, contoso):
    message = waiting(world, contoso)
    assert send() == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ada@contoso.example"], "About renewal-risk")
    assert sent.extra_headers["Message-ID"] == f"<{message.pk}@example.org>"
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == ("sent", 1, "")
    assert message.sent_at is not None


def test_it_is_handed_over_once(world, contoso):
    waiting(world, contoso)
    assert [send(), send()] == [1, 0]
    assert len(mail.outbox) == 1


def test_the_same_thing_is_written_to_a_reader_once(world, contoso):
    waiting(world, contoso)
    waiting(world, contoso)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("where", "error", "problem"),
    [
        ("open", ConnectionRefusedError(), "ConnectionRefusedError"),
        ("open", smtplib.SMTPAuthenticationError(535, b"no"), "smtp-535"),
        ("send", smtplib.SMTPDataError(451, b"later, ada@contoso.example"), "smtp-451"),
        ("send", smtplib.SMTPRecipientsRefused({"ada@contoso.example": (450, b"busy")}), "smtp-450"),
    ],
)
def test_what_the_server_did_not_take_waits_for_the_next_try(world, contoso, server, where, error, problem):
    message = waiting(world, contoso)
    server.answers = [(where, error)]
    assert send() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == ("waiting", 1, problem)
    assert timedelta(seconds=50) < message.due_at - now() <= PAUSES[0]
    assert send() == 0


def test_pauses_grow_until_it_is_given_up(world, contoso, server):
    message = waiting(world, contoso)
    pauses = []
    for _try in range(len(PAUSES) + 1):
        server.answers = [("open", ConnectionRefusedError())]
        Message.objects.update(due_at=now())
        send()
        message.refresh_from_db()
        pauses.append(message.due_at - now())
    assert message.state == "given-up"
    assert message.attempts == len(PAUSES) + 1
    assert pauses[:-1] == sorted(pauses[:-1])
    Message.objects.update(due_at=now())
    assert send() == 0


def test_what_the_server_refuses_for_good_is_given_up_at_once(world, contoso, server):
    message = waiting(world, contoso)
    server.answers = [("send", smtplib.SMTPRecipientsRefused({"ada@contoso.example": (550, b"unknown")}))]
    send()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("given-up", "smtp-550")


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected(), TimeoutError(), ConnectionResetError()])
def test_a_connection_that_broke_leaves_it_unsure_and_it_is_not_tried_again(world, contoso, server, error):
    message = waiting(world, contoso)
    server.answers = [("send", error)]
    send()
    message.refresh_from_db()
    assert (message.state, message.problem) == ("unsure", "connection-broke")
    assert send() == 0
    assert server.taken == []


def test_one_that_fails_does_not_hold_up_the_others(world, contoso, server):
    waiting(world, contoso)
    waiting(world, contoso, about="2")
    server.answers = [("send", smtplib.SMTPDataError(451, b"later"))]
    assert send() == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_words_that_cannot_be_made_do_not_hold_up_the_others(world, contoso):
    first, second = waiting(world, contoso), waiting(world, contoso, about="2")

    def broken(message):
        if message == first:
            raise KeyError("entries")
        return words(message)

    assert send_waiting(write=broken, seconds=10) == 1
    first.refresh_from_db()
    assert (first.state, first.problem) == ("waiting", "no-words")
    second.refresh_from_db()
    assert second.state == "sent"


def test_a_database_that_goes_away_before_the_hand_over_costs_no_try(world, contoso):
    message = waiting(world, contoso)
    failures = [OperationalError("server closed the connection")]

    def away_once(message):
        if failures:
            raise failures.pop()
        return words(message)

    assert send_waiting(write=away_once, seconds=10) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)


def test_a_worker_that_died_in_between_leaves_it_unsure(world, contoso, server):
    message = waiting(world, contoso)
    claim(at=now())
    Message.objects.update(holder="elsewhere:1:1", leased_until=now() - timedelta(seconds=1))
    assert send() == 0
    message.refresh_from_db()
    assert (message.state, message.problem) == ("unsure", "worker-died")


def test_a_dead_process_of_this_machine_is_noticed_at_once(world, contoso):
    import socket
    import subprocess

    gone = subprocess.Popen(["true"])
    gone.wait()
    waiting(world, contoso)
    claim(at=now())
    Message.objects.update(holder=f"{socket.gethostname()}:{gone.pid}:1")
    assert mark_unsure(at=now()) == 1


def test_what_a_living_worker_holds_is_left_to_it(world, contoso):
    waiting(world, contoso)
    assert claim(at=now()) is not None
    assert mark_unsure(at=now()) == 0
    assert claim(at=now()) is None


def test_a_claim_that_was_lost_is_not_ended_by_the_one_who_lost_it(world, contoso):
    message = waiting(world, contoso)
    late = claim(at=now())
    mark_unsure(at=now() + timedelta(hours=1))
    handing._end(late, "sent", sent_at=now())
    message.refresh_from_db()
    assert message.state == "unsure"


def test_a_database_that_goes_away_for_a_moment_does_not_make_it_unsure(world, contoso, monkeypatch):
    message = waiting(world, contoso)
    monkeypatch.setattr(handing, "PATIENCE", (0, 0))
    monkeypatch.setattr(handing, "close_old_connections", lambda: None)
    update, failures = type(Message.objects.all()).update, [OperationalError(), OperationalError()]

    def failing(rows, **columns):
        if columns.get("state") == "sent" and failures:
            raise failures.pop()
        return update(rows, **columns)

    monkeypatch.setattr(type(Message.objects.all()), "update", failing)
    assert send() == 1
    message.refresh_from_db()
    assert message.state == "sent"


def test_who_may_not_read_it_any_more_is_not_written_to(world, contoso):
    world.account(contoso, "amy", Role.ADMIN)
    message = waiting(world, contoso)
    accounts.close(account=world.users["ada"].accounts.get(), on=world.on, by=None)
    assert send() == 0
    message.refresh_from_db()
    assert (message.state, mail.outbox) == ("withdrawn", [])


def test_who_lost_the_role_is_not_written_to(world, contoso):
    world.account(contoso, "amy", Role.ADMIN)
    waiting(world, contoso)
    account = world.users["ada"].accounts.get()
    accounts.set_roles(account=account, roles=[Role.EMPLOYEE], on=world.on, by=None)
    send()
    assert mail.outbox == []


def test_staff_reads_without_an_account(world, contoso):
    world.specialist()
    waiting(world, contoso, name="spencer")
    assert send() == 1


def test_staff_sends_an_unsure_one_again_under_the_same_id(world, contoso, server):
    message = waiting(world, contoso)
    server.answers = [("send", TimeoutError())]
    send()
    spencer = world.specialist()
    send_again(message=message, on=world.on, by=spencer)
    assert send() == 1
    assert server.taken[0].extra_headers["Message-ID"] == f"<{message.pk}@example.org>"
    entry = JournalEntry.objects.get(kind="message-sent-again")
    assert (entry.by, entry.data["message"]) == (spencer.pk, str(message.pk))


def test_what_was_sent_or_waits_is_not_sent_again(world, contoso):
    message = waiting(world, contoso)
    spencer = world.specialist()
    refused("not-unsettled", send_again, message=message, on=world.on, by=spencer)
    send()
    refused("not-unsettled", send_again, message=message, on=world.on, by=spencer)


def test_logs_name_no_reader(world, contoso, server, caplog):
    waiting(world, contoso)
    server.answers = [("send", smtplib.SMTPDataError(550, b"ada@contoso.example is unknown"))]
    send()
    assert "given up" in caplog.text
    assert "ada@" not in caplog.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_each_message_over_once():
    world = World(DAY)
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    for number in range(8):
        waiting(world, contoso, about=str(number))
    assert sum(together(send, send)) == 8
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == len(mail.outbox) == 8
