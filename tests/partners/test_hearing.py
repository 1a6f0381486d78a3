"""A worker that hears nothing of what its broker takes ends; any other goes on."""

import os
import signal

import pytest

from partners import hearing
from partners.hearing import QUIET_SECONDS, Ear

LONG = QUIET_SECONDS + 1


@pytest.fixture
def ear():
    ear = Ear()
    ear.sent(taken=True, at=0)
    return ear


def test_deaf_is_who_hears_nothing_of_what_the_broker_takes(ear):
    ear.sent(taken=True, at=QUIET_SECONDS)
    assert not ear.is_deaf(at=QUIET_SECONDS, busy=False)
    assert ear.is_deaf(at=LONG, busy=False)


def test_a_message_that_comes_makes_what_was_sent_heard(ear):
    ear.heard()
    assert not ear.is_deaf(at=LONG, busy=False)
    ear.sent(taken=True, at=LONG)
    assert not ear.is_deaf(at=LONG + QUIET_SECONDS, busy=False)


def test_while_the_broker_is_away_nobody_is_deaf(ear):
    ear.sent(taken=False, at=30)
    assert not ear.is_deaf(at=LONG, busy=False)
    ear.sent(taken=True, at=LONG)
    assert ear.is_deaf(at=LONG + LONG, busy=False)


def test_a_busy_worker_takes_no_message_and_is_not_deaf(ear):
    assert not ear.is_deaf(at=LONG, busy=True)
    assert not ear.is_deaf(at=LONG, busy=False)  # it has just become idle


def test_a_deaf_worker_asks_itself_to_end_and_then_ends(monkeypatch, ear):
    done = []
    monkeypatch.setattr(hearing, "EAR", ear)
    monkeypatch.setattr(hearing, "ENDING_SECONDS", 0)
    monkeypatch.setattr(hearing.time, "monotonic", lambda: LONG)
    monkeypatch.setattr(os, "kill", lambda pid, number: done.append((pid, number)))
    monkeypatch.setattr(os, "_exit", done.append)
    hearing.listen(taken=True)
    assert done == [(os.getpid(), signal.SIGTERM), hearing.STATUS]
