"""The frame around every change of a fact: what held is settled before it, what holds is judged after it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from competencies.collecting import collecting_later
from competencies.models import Standing
from competencies.published import NoProgramme, Published, published
from competencies.review.chunk import Because, first_day, is_due, review_chunk, review_subjects
from competencies.review.locks import locked, refuse_before_last_review
from competencies.review.runs import CHUNK, refuse_after_today
from competencies.review.subject import Subject, load_changed, load_subjects
from partners.journal import Cause


@contextmanager
def changing(
    organisation_ids: Iterable[int], *, on: date, of_users: Collection[int] | None = None
) -> Iterator[dict[int, list[Cause]]]:
    """A transaction in which an action changes facts of these organisations; `on` is the day of the action.

    Locks their standings in id order, waiting its turn, before the action reads or writes anything. What
    was due by then is reviewed by the facts as they stood, so that late facts never change past events
    (D5). When the block ends well, the organisations are reviewed again; the action puts the causes into
    the dictionary it is given, by organisation id. Raises Refused for a day after today or before an
    organisation's last review.

    `of_users`: for a block that changes nothing but what these users hold, associate and show there. What was
    loaded for a review before it then serves the one after it, too: of a large organisation that is all the time.
    """
    refuse_after_today(on)
    with collecting_later():
        # A generator of its own: what it loaded is gone before the search for garbage goes on.
        yield from _changing(organisation_ids, on, of_users)


def _changing(
    organisation_ids: Iterable[int], on: date, of_users: Collection[int] | None
) -> Iterator[dict[int, list[Cause]]]:
    with transaction.atomic():
        standings = locked(organisation_ids)
        refuse_before_last_review(standings, on)
        because: defaultdict[int, list[Cause]] = defaultdict(list)
        rules = _published() if standings else None
        settled: list[Subject] = []
        if rules is not None and of_users is not None:
            settled = _settle_and_keep(standings, on, rules)
        else:
            _settle(standings, on, rules)
        yield because
        # By the facts as they are now; without any edition the standings stay due for the first.
        if rules is not None:
            _review_again(standings, settled, of_users or (), on, because, rules)


def _settle_and_keep(standings: Sequence[Standing], on: date, rules: Published) -> list[Subject]:
    """Review those that are due; returns those whose facts were loaded as of the very day."""
    due = [each for each in standings if is_due(each, as_of=on, published=rules)]
    if not due:
        return []
    days = {each.pk: first_day(each, as_of=on, published=rules) for each in due}
    subjects = load_subjects(due, days, rules.programme)
    review_subjects(subjects, days, as_of=on, because={}, published=rules)
    return [subject for subject in subjects if days[subject.standing.pk] == on]


def _review_again(
    standings: Sequence[Standing],
    settled: Sequence[Subject],
    users: Collection[int],
    on: date,
    because: Because,
    rules: Published,
) -> None:
    known = {subject.standing.pk for subject in settled}
    if others := [each for each in standings if each.pk not in known]:
        review_chunk(others, as_of=on, because=because, published=rules)
    if settled:
        subjects = load_changed(settled, users, as_of=on)
        review_subjects(subjects, dict.fromkeys(known, on), as_of=on, because=because, published=rules)


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
