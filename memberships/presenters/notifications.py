"""Notifications as lines of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from competencies.presenters.notices import Notice
from partners import days
from partners.clock import day_of
from partners.days import Day
from partners.models import Message, Organisation


@dataclass(frozen=True, slots=True)
class Line:
    """One notification: its words, where it leads, the day, and whether it waits unread."""

    key: str
    title: str
    lines: tuple[str, ...]
    url: str
    day: Day
    written_at: datetime
    unread: bool


def lines(found: Iterable[tuple[Message, Notice]], organisation: Organisation, *, as_of: date) -> list[Line]:
    """A line for each message, in their order."""
    return [_line(message, notice, organisation, as_of) for message, notice in found]


def _line(message: Message, notice: Notice, organisation: Organisation, as_of: date) -> Line:
    return Line(
        key=str(message.pk),
        title=notice.title,
        lines=notice.lines,
        url=notice.page or _page(notice.competency, organisation),
        day=days.written(day_of(message.written_at), as_of=as_of),
        written_at=message.written_at,
        unread=message.read_at is None,
    )


def _page(competency: str, organisation: Organisation) -> str:
    if competency:
        return reverse("competencies:detail", args=[organisation.public_id, competency])
    return reverse("competencies:list", args=[organisation.public_id])
