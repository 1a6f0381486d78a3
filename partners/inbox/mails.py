"""Reading what the backend kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

KEY = r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}"
"""The name of a file without its ending; as it stands in addresses."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message: `text` is its plain text body, empty if it has none."""

    key: str
    sender: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def keys(folder: Path) -> list[str]:
    """The keys of all mails, the newest first."""
    return sorted((path.stem for path in folder.glob("*.eml") if re.fullmatch(KEY, path.stem)), reverse=True)


def read_all(folder: Path, wanted: Iterable[str]) -> Iterator[Mail]:
    """These mails, without those that are gone by now."""
    for key in wanted:
        mail = read(folder, key)
        if mail is not None:
            yield mail


def read(folder: Path, key: str) -> Mail | None:
    """One mail; none of that key, none is returned. The key must be of the form `KEY`."""
    try:
        content = (folder / f"{key}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=default)
    return Mail(
        key,
        sender=_header(message, "From"),
        to=_header(message, "To"),
        subject=_header(message, "Subject"),
        sent_at=_sent_at(key),
        text=_text(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _sent_at(key: str) -> datetime:
    """Of the file, not of the Date header: the list is in this order."""
    return datetime.strptime(key.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        return ""
    content = body.get_content()
    return content.replace("\r\n", "\n").strip("\n") if isinstance(content, str) else ""
