"""One run in several processes, each with a connection of its own, that take ranges of organisations by turns."""

import contextlib
import gc
import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from django.db import connection, connections

from competencies.review.report import Report

logger = logging.getLogger(__name__)

RANGE = 2_500
"""So many ids are taken at once: few enough that nobody waits long for the last."""

Work = Callable[[int, int], Iterator[Report]]
"""Reviews the organisations from the first id up to and without the other; a report for each chunk."""


class ProcessFailed(RuntimeError):  # noqa: N818 what became of the run, as it is told
    """One of the processes ended before its work was done; what it had committed stays."""


def in_processes(count: int, first: int, end: int, work: Work, progress: Callable[[Report], object]) -> None:
    """Do the work on all ids from `first` up to and without `end`; `progress` is told of each chunk.

    Raises ProcessFailed, after ending the others, as soon as one has failed. A keyboard interrupt ends all.
    """
    fork = multiprocessing.get_context("fork")
    turn = fork.Value("q", first)
    # A connection belongs to one process: each opens its own when it first asks something.
    connections.close_all()
    processes, readers = [], []
    try:
        for _ in range(count):
            reader, writer = fork.Pipe(duplex=False)
            readers.append(reader)
            process = fork.Process(
                target=_take_turns, args=(turn, end, work, writer, list(readers)), daemon=True
            )
            process.start()
            writer.close()
            processes.append(process)
        for report in _reports(readers):
            progress(report)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _reports(readers: list[Connection]) -> Iterator[Report]:
    """What the processes tell, until each has said that it is done."""
    while readers:
        for reader in [each for each in readers if each in set(wait(readers))]:
            try:
                told = reader.recv()
            except EOFError:
                raise ProcessFailed("a process was killed") from None
            if isinstance(told, str):
                raise ProcessFailed(f"a process failed: {told}")
            if told is None:
                readers.remove(reader)
            else:
                yield told


def _take_turns(turn: Any, end: int, work: Work, writer: Connection, readers: list[Connection]) -> None:
    """The life of one process: the next range, until there is none; then None, or the error's name."""
    # Only the first process reads: with it the pipe breaks.
    for reader in readers:
        reader.close()
    # The keyboard interrupts them all at once; the first process ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # When nobody listens any more, the first process is gone: so goes this one.
    with contextlib.suppress(BrokenPipeError):
        try:
            _settle_in()
            while (first := _next(turn)) < end:
                for report in work(first, min(first + RANGE, end)):
                    writer.send(report)
            writer.send(None)
        except BrokenPipeError:
            raise
        except Exception as error:
            logger.exception("a process of the review failed")
            writer.send(type(error).__name__)


def forget_connections() -> None:
    """In a process that was just forked: drop the connections of the one before, without a word to the server.

    Closing them would end them there, too; used by both, neither would know whose answer is whose.
    """
    for alias in connections:
        with contextlib.suppress(AttributeError):
            del connections[alias]


def _settle_in() -> None:
    forget_connections()
    # Nothing that was there before is garbage, nor is it looked through again and again for any.
    gc.freeze()
    gc.disable()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The processes are the parallel work: a query that starts more of its own only takes from the others.
            cursor.execute("SET max_parallel_workers_per_gather = 0")


def _next(turn: Any) -> int:
    with turn.get_lock():
        first = int(turn.value)
        turn.value = first + RANGE
    return first
