"""What is measured inside a process of the portal; prints one line of JSON.

python -m tests.bench.portal.probing night|idle|associate DAY
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median, quantiles
from typing import Any

import django

IDLE_CALLS = 25
ASSOCIATIONS, WARMING = 300, 20
LARGEST, OF_THE_LARGEST = 1, 9


def night(day: date) -> dict[str, Any]:
    """The jobs of a night, one after the other."""
    from competencies.jobs import expire_overrides, flag_renewal_risk, remind_of_overrides
    from competencies.review import review_due

    # Every job that the night brings, each called with the day.
    jobs: list[Callable[..., Any]] = [expire_overrides, remind_of_overrides, review_due, flag_renewal_risk]
    started = time.perf_counter()
    for job in jobs:
        job(as_of=day)
    return {"seconds": time.perf_counter() - started}


def idle(day: date) -> dict[str, Any]:
    """A sweep that finds nothing due: the call alone, once the process has begun."""
    from competencies.review import review_due

    assert review_due(as_of=day).reviewed == 0
    return {"seconds": median(_seconds(lambda: review_due(as_of=day)) for _ in range(IDLE_CALLS))}


def associate(day: date) -> dict[str, Any]:
    """New achievements of people who have an organisation, each associated with it."""
    from competencies.models import Affiliation

    draw = random.Random(42)
    open_ones = Affiliation.objects.open().select_related("user", "organisation")
    last = Affiliation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    numbers = draw.sample(range(1, last + 1), 2 * (ASSOCIATIONS + WARMING))
    some = list(open_ones.filter(pk__in=numbers).exclude(organisation=LARGEST))[: ASSOCIATIONS + WARMING]
    times = [_associate(each, day, draw) for each in some][WARMING:]
    there = open_ones.filter(organisation=LARGEST)
    largest = [_associate(each, day, draw) for each in there[:OF_THE_LARGEST]]
    return {
        "times": len(times),
        "median": 1000 * median(times),
        "p95": 1000 * quantiles(times, n=20)[-1],
        "largest": 1000 * max(largest),
        "people": there.count(),
    }


def _associate(affiliation: Any, day: date, draw: random.Random) -> float:
    from competencies.actions import affiliations
    from competencies.models import Achievement
    from competencies.published import current_programme

    codes = list(current_programme().edition_on(day).credentials)
    achievement = Achievement.objects.create(
        transcript=affiliation.user.transcripts.get(),
        credential=draw.choice(codes),
        earned_on=day - timedelta(days=1),
    )
    return _seconds(
        lambda: affiliations.associate(
            user=affiliation.user,
            organisation=affiliation.organisation,
            on=day,
            by=affiliation.user,
            achievements=[achievement],
        )
    )


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    django.setup()
    probe = {"night": night, "idle": idle, "associate": associate}[sys.argv[1]]
    print(json.dumps(probe(date.fromisoformat(sys.argv[2]))))
