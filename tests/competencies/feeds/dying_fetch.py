"""A process of its own that fetches what is due and kills itself with SIGKILL at a chosen place.

    python -m tests.competencies.feeds.dying_fetch PLACE

PLACE is copying (all bytes are written, the copy is not yet whole), inside (the run is made, nothing
committed) or after (just committed, the source of transcripts still held).
"""

import os
import signal
import sys

import django


def main(place: str) -> None:
    """Never returns if the place is reached."""
    from competencies.feeds import fetch_due, fetching, folder, store

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    take = folder.take

    def take_and_die(*arguments, **options):
        take(*arguments, **options)
        die()

    release = fetching._release

    def die_or_release(source, failure):
        if source.feed == "transcripts":
            die()
        release(source, failure)

    match place:
        case "copying":
            store.os.fsync = die
        case "inside":
            folder.take = take_and_die
        case "after":
            fetching._release = die_or_release
    fetch_due(seconds=60)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
