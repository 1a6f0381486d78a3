"""A process of its own that loads a file and kills itself with SIGKILL at a chosen place.

    python -m tests.competencies.feeds.dying FEED FILE STAGE NUMBER WHEN

STAGE is staging, sifting, merging or marking; it dies in the NUMBERth step of that stage, WHEN is `inside`
(everything is done, nothing committed) or `after` (just committed). Ten lines, rows or organisations a step.
"""

import os
import signal
import sys
from pathlib import Path

import django

STEPS = {"staging": "stage", "sifting": "sift", "merging": "merge", "marking": "mark"}


def main(feed: str, path: str, stage: str, number: str, when: str) -> None:
    """Never returns if the place is reached."""
    from competencies.feeds import advance, concerns, merging, opened, runs, staging
    from competencies.models import Feed
    from partners.clock import now

    staging.CHUNK = merging.CHUNK = concerns.CHUNK = 10
    seen = 0

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def counted(step):
        def run(*arguments):
            nonlocal seen
            step(*arguments)
            seen += 1
            if when == "inside" and seen == int(number):
                die()

        return run

    setattr(runs, STEPS[stage], counted(getattr(runs, STEPS[stage])))
    run = opened(feed=Feed(feed), path=Path(path), now=now(), by=None)
    advance(run, progress=lambda _run: die() if when == "after" and seen == int(number) else None)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
