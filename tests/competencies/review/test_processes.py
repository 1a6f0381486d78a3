"""`review --all` shared by several processes."""

import os
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from competencies.models import Attainment, Standing
from competencies.review import processes, review_all, runs
from competencies.review.processes import ProcessFailed, in_processes
from competencies.review.report import Report
from partners.models import JournalEntry
from tests.competencies.review.test_runs import lapsing

ALONE = ["review", "--all", "--on=2018-03-02"]


@pytest.fixture
def many(transactional_db, world, monkeypatch):
    """Seven organisations with three levels each, in ranges of two ids."""
    monkeypatch.setattr(processes, "RANGE", 2)
    ids = lapsing(world, 7, world.on.replace(month=4))
    Standing.objects.update(reviewed_on=None)
    Attainment.objects.all().delete()
    return ids


def test_processes_do_together_what_one_does(world, many):
    before = JournalEntry.objects.filter(kind="level-attained").count()
    told = []
    report = review_all(as_of=world.on, processes=2, progress=told.append)
    assert (report.reviewed, sum(told)) == (7, 7)
    assert report.kinds["level-attained"] == 21
    assert Attainment.objects.open().count() == 21
    assert JournalEntry.objects.filter(kind="level-attained").count() == before + 21
    assert set(Standing.objects.values_list("reviewed_on", flat=True)) == {world.on}


def test_the_command_sums_what_they_found(many, capsys):
    call_command(*ALONE, "--processes=2")
    assert capsys.readouterr().out.startswith("7 reviewed: 21 level-attained")


def test_a_dry_run_in_processes_writes_nothing(world, many):
    report = review_all(as_of=world.on, processes=2, dry_run=True)
    assert (report.reviewed, len(report.events)) == (7, report.kinds.total())
    assert not Attainment.objects.exists()


def test_an_error_in_one_is_told_and_ends_the_command(many, monkeypatch):
    def fails(ids, *_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(runs, "_review_ids", fails)
    with pytest.raises(CommandError, match="OSError"):
        call_command(*ALONE, "--processes=2")


def test_one_that_is_killed_is_told(many):
    def dies(first, end):
        yield Report(reviewed=1)
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ProcessFailed, match="killed"):
        in_processes(2, 1, 100, dies, lambda report: None)


def test_an_interrupt_of_the_first_ends_them_all(many):
    started = []

    def tells_who_works(first, end):
        while True:
            yield Report(reviewed=os.getpid())

    def interrupt(report):
        started.append(report.reviewed)
        if len(set(started)) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_processes(2, 1, 100, tells_who_works, interrupt)
    for process in set(started):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_nobody_works_on_for_a_first_process_that_was_killed(many):
    reader, writer = os.pipe()

    def tells_who_works(first, end):
        os.write(writer, f"{os.getpid()}\n".encode())
        while True:
            yield Report()
            time.sleep(0.01)

    connections.close_all()
    first = os.fork()
    if first == 0:
        processes.forget_connections()
        in_processes(2, 1, 100_000, tells_who_works, lambda report: None)
    os.close(writer)
    with os.fdopen(reader) as lines:
        workers = [int(lines.readline()) for _ in range(2)]
        os.kill(first, signal.SIGKILL)
        os.waitpid(first, 0)
        # The end of the pipe is there when the last of them is gone.
        assert lines.read() == ""
    assert len(set(workers)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--all", "--processes=0"], "from 1 to 64"),
        (["--all", "--processes=two"], "from 1 to 64"),
        (["--due", "--processes=2"], "goes with --all"),
    ],
)
def test_what_the_command_refuses_of_processes(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("review", *arguments)
