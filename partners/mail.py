"""Handing messages over to the mail server: each at most once, unless a member of staff says again (E4).

A row is claimed before it is handed over. Whoever dies in between leaves it claimed; then nobody knows whether
the server took it, so it is marked unsure and waits for staff. What the server refused is tried again after
growing pauses, and given up visibly in the end.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.models import F, Q

from partners.access import needed_to_read, permissions_of
from partners.clock import now, today
from partners.holders import is_dead, me
from partners.models import Account, Message, MessageKind, MessageState, User

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""So long a claimed row is its holder's; no hand-over takes a fraction of it."""

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720, 1440)]
"""Between one try and the next; after the last of them a message is given up."""

PATIENCE = (0.5, 1, 2, 4, 8)
"""Seconds between the tries to write what became of a mail while the database is away."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in its reader's words: plain text."""

    subject: str
    body: str


Writer = Callable[[Message], Letter | None]
"""Makes the words of a message, in the language of its reader; None if there is nothing to tell any more."""


class NotTaken(Exception):  # noqa: N818 an answer of the mail server
    """The server certainly did not take the mail; `final` if it will not take it later either."""

    def __init__(self, problem: str, *, final: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.final = final


class Away(Exception):  # noqa: N818 a state of the machine
    """The database went away before the mail was handed over: nothing has happened yet."""


class Unsure(Exception):  # noqa: N818 a state of the message
    """The connection broke off while the server had the mail: perhaps it took it."""


def send_waiting(*, write: Writer, seconds: float) -> int:
    """Hand over what waits, the longest due first, for about so long; returns how many were handed over.

    Safe on several workers at once: a row is handed over by whoever claimed it.
    """
    end = time.monotonic() + seconds
    mark_unsure(at=now())
    connection, sent = get_connection(), 0
    try:
        while time.monotonic() < end and (message := claim(at=now())):
            sent += _settle(message, write, connection)
    finally:
        connection.close()
    return sent


def claim(*, at: datetime) -> Message | None:
    """The next message, claimed for this process; None if none waits."""
    holder = me()
    for pk in Message.objects.waiting(at).values_list("pk", flat=True)[:20]:
        mine = Message.objects.filter(pk=pk, state=MessageState.WAITING)
        if mine.update(
            state=MessageState.SENDING, holder=holder, leased_until=at + LEASE, attempts=F("attempts") + 1
        ):
            return Message.objects.select_related("recipient", "organisation").get(pk=pk)
    return None


def mark_unsure(*, at: datetime) -> int:
    """Mark what a dead process had claimed: perhaps it was handed over. Returns how many."""
    held = Message.objects.sending()
    dead = {holder for holder in held.values_list("holder", flat=True).distinct() if is_dead(holder)}
    lost = held.filter(Q(leased_until__lte=at) | Q(holder__in=dead))
    marked = lost.update(state=MessageState.UNSURE, leased_until=None, problem="worker-died")
    if marked:
        logger.warning("%s messages are unsure: their worker died while handing them over", marked)
    return marked


def may_read(message: Message, *, as_of: date) -> bool:
    """Whether its reader may still read it (A6, A7): staff, or who reads its kind in that organisation.

    A digest is read by who may still read something in it. Whether an address may still be written to is known to
    what asked for it: the writer of the words.
    """
    if message.recipient is None:
        return True
    told = digested(message) if message.kind == MessageKind.DIGEST else [message]
    return bool(readable(told, message.recipient, as_of=as_of))


def readable(messages: Sequence[Message], reader: User, *, as_of: date) -> list[Message]:
    """Those of a reader's messages that may still be read, in their order; one query, whatever their number."""
    if not reader.is_active:
        return []
    if reader.is_staff:
        return list(messages) if reader.staff_roles else []
    accounts = Account.objects.visible_to(reader, as_of=as_of).with_roles()
    allowed = {account.organisation_id: permissions_of(account) for account in accounts}
    return [
        each
        for each in messages
        if needed_to_read(MessageKind(each.kind)) in allowed.get(each.organisation_id or 0, ())
    ]


def digested(digest: Message) -> list[Message]:
    """The messages that a digest tells of, the oldest first."""
    rows = Message.objects.filter(pk__in=digest.data["messages"], recipient=digest.recipient_id)
    return list(rows.select_related("organisation").order_by("written_at", "pk"))


def _settle(message: Message, write: Writer, connection: BaseEmailBackend) -> bool:
    """Hand a claimed message over and write what became of it. Returns whether the server took it."""
    if not may_read(message, as_of=today()):
        _end(message, MessageState.WITHDRAWN)
        return False
    try:
        letter = _written(message, write)
        if letter is None:
            _end(message, MessageState.WITHDRAWN)
            return False
        _hand_over(message, letter, connection)
    except NotTaken as answer:
        _put_back(message, answer)
    except Away:
        _end(message, MessageState.WAITING, problem="database-away", attempts=message.attempts - 1)
    except Unsure:
        connection.close()
        _end(message, MessageState.UNSURE, problem="connection-broke")
    else:
        _end(message, MessageState.SENT, sent_at=now())
        return True
    return False


def _written(message: Message, write: Writer) -> Letter | None:
    """The words; a fault of ours in making them must not hold up the others."""
    try:
        return write(message)
    except (OperationalError, InterfaceError) as error:
        raise Away from error
    except Exception as fault:
        logger.exception("message %s cannot be put into words", message.pk)
        raise NotTaken("no-words") from fault


def _hand_over(message: Message, letter: Letter, connection: BaseEmailBackend) -> None:
    """Raises NotTaken or Unsure."""
    mail = EmailMessage(
        letter.subject,
        letter.body,
        to=[message.address or message.reader.email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(_problem(error)) from error
    try:
        mail.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise NotTaken(_problem(error), final=_is_final(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure from error


def message_id(message: Message) -> str:
    """The Message-ID header: the row's id at the portal's domain."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{message.pk}@{domain}>"


def _put_back(message: Message, answer: NotTaken) -> None:
    """Let it wait for its next try, or give it up: visibly, for staff sees what was given up."""
    if answer.final or message.attempts > len(PAUSES):
        _end(message, MessageState.GIVEN_UP, problem=answer.problem)
        logger.warning("message %s is given up: %s", message.pk, answer.problem)
    else:
        due_at = now() + PAUSES[message.attempts - 1]
        _end(message, MessageState.WAITING, problem=answer.problem, due_at=due_at)


def _end(message: Message, state: MessageState, *, problem: str = "", **columns: datetime | int) -> None:
    """Write the end of this process's claim; a claim that was lost meanwhile is no longer its to end.

    A database that has just gone away is waited for a little: only this process knows what became of the mail.
    """
    for pause in (*PATIENCE, None):
        try:
            mine = Message.objects.sending().filter(pk=message.pk, holder=message.holder)
            mine.update(state=state, leased_until=None, problem=problem, **columns)
        except (OperationalError, InterfaceError):
            if pause is None:
                raise
            time.sleep(pause)
            close_old_connections()
        else:
            return


def _is_final(error: smtplib.SMTPException) -> bool:
    return all(500 <= code < 600 for code in _codes(error))


def _problem(error: Exception) -> str:
    """A code without an address in it: what the server says may name the reader."""
    codes = _codes(error)
    return f"smtp-{codes[0]}" if codes else type(error).__name__


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _answer in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
