"""How far a run of a feed is, in per cent: reading the file and taking its rows over are half of it each. Pure."""

from competencies.models import FeedRun
from competencies.models.feeds import Stage

READ = 50
"""Per cent of a run whose file is read."""

TAKEN = 95
"""Per cent of a run whose rows are all taken over; the rest is left to whom they concern."""


def percent(run: FeedRun) -> int:
    """From 0 to 100; a run that was refused stays where it was."""
    match run.stage:
        case Stage.STAGING | Stage.REFUSED:
            return _part(run.offset, run.size, 0, READ)
        case Stage.SIFTING:
            return READ
        case Stage.MERGING:
            return _part(run.merged_line, run.line, READ, TAKEN)
        case Stage.MARKING:
            return TAKEN
        case _:
            return 100


def _part(done: int, all_of_it: int, first: int, last: int) -> int:
    """Where between two per cents it is; a packed file may be longer than its size says."""
    return first + (last - first) * min(done, all_of_it) // max(1, all_of_it)
