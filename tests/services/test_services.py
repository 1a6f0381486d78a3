"""The tests' own services: what is missing is fetched or asked for by name; several runs have one sum."""

import subprocess

import pytest

from tests import run, summary
from tests.services import chromium


@pytest.fixture
def no_browser(monkeypatch):
    """A machine without a browser, on which commands are only written down."""
    commands = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(
        chromium.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(subprocess, "run", lambda command, **options: commands.append(command))
    return commands


def test_a_missing_browser_is_asked_for_by_its_command(no_browser, monkeypatch):
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="sudo apt-get install chromium"):
        chromium.ensure()
    assert no_browser == []


def test_root_on_debian_fetches_the_browser(no_browser, monkeypatch):
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="sudo apt-get install chromium"):
        chromium.ensure()
    assert no_browser == [["apt-get", "update"], chromium.INSTALL]


def test_a_chosen_browser_is_taken(no_browser, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")
    chromium.ensure()
    assert (chromium.find(), no_browser) == ("/opt/chrome", [])


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"passed": 412, "warnings": 1}, "412 passed, 1 warning in 318.20s"),
        (
            {"passed": 2, "failed": 1, "skipped": 3, "errors": 1},
            "1 failed, 2 passed, 3 skipped, 1 error in 318.20s",
        ),
        ({"passed": 1, "errors": 2, "warnings": 2}, "1 passed, 2 warnings, 2 errors in 318.20s"),
        ({}, "no tests ran in 318.20s"),
    ],
)
def test_the_sum_is_in_pytests_words(counts, words):
    assert summary.line(counts, 318.2) == words


@pytest.fixture
def runs(monkeypatch):
    """Replace everything that takes long by given answers."""

    def given(*, checks=0, results):
        answers = iter(results)
        monkeypatch.setattr(run.chromium, "ensure", lambda: None)
        monkeypatch.setattr(run.check, "main", lambda: checks)
        monkeypatch.setattr(run.postgresql, "server", lambda *_settings: run.tempfile.TemporaryDirectory())
        monkeypatch.setattr(run, "pytest", lambda arguments, environment: next(answers))

    return given


@pytest.mark.parametrize(
    ("checks", "results", "status", "line"),
    [
        (0, [(0, {"passed": 5}), (0, {"passed": 3})], 0, "8 passed in "),
        (0, [(0, {"passed": 5}), (1, {"passed": 2, "failed": 1})], 1, "1 failed, 7 passed in "),
        (2, [(0, {"passed": 5}), (0, {"passed": 3})], 1, "8 passed, 2 errors in "),
        (0, [(3, {"errors": 1}), (0, {"passed": 3})], 3, "3 passed, 1 error in "),
    ],
)
def test_the_status_is_the_worst_and_the_sum_comes_last(runs, capsys, checks, results, status, line):
    runs(checks=checks, results=[(code, run.Counter(counts)) for code, counts in results])
    assert run.everything() == status
    assert capsys.readouterr().out.splitlines()[-1].startswith(line)
