"""The frame around every change of a fact: what held is settled before it, what holds is judged after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from competencies.models import Standing
from competencies.published import NoProgramme, Published, published
from competencies.review.chunk import is_due, review_chunk
from competencies.review.locks import locked, refuse_before_last_review
from competencies.review.runs import CHUNK, refuse_after_today
from partners.journal import Cause


@contextmanager
def changing(organisation_ids: Iterable[int], *, on: date) -> Iterator[dict[int, list[Cause]]]:
    """A transaction in which an action changes facts of these organisations; `on` is the day of the action.

    Locks their standings in id order, waiting its turn, before the action reads or writes anything. What
    was due by then is reviewed by the facts as they stood, so that late facts never change past events
    (D5). When the block ends well, the organisations are reviewed again; the action puts the causes into
    the dictionary it is given, by organisation id. Raises Refused for a day after today or before an
    organisation's last review.
    """
    refuse_after_today(on)
    with transaction.atomic():
        standings = locked(organisation_ids)
        refuse_before_last_review(standings, on)
        because: defaultdict[int, list[Cause]] = defaultdict(list)
        rules = _published() if standings else None
        _settle(standings, on, rules)
        yield because
        # By the facts as they are now; without any edition the standings stay due for the first.
        if rules is not None:
            review_chunk(standings, as_of=on, because=because, published=rules)


def settle(standings: list[Standing], on: date) -> None:
    """Review those of these locked standings that are due, by the facts as they stand, 500 at a time."""
    if standings:
        _settle(standings, on, _published())


def _settle(standings: list[Standing], on: date, rules: Published | None) -> None:
    if rules is None:
        return
    due = [each for each in standings if is_due(each, as_of=on, published=rules)]
    for start in range(0, len(due), CHUNK):
        review_chunk(due[start : start + CHUNK], as_of=on, because={}, published=rules)


def _published() -> Published | None:
    try:
        return published()
    except NoProgramme:
        return None
