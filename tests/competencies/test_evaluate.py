"""`manage.py evaluate` as a command: what it reads, prints and answers (programme-format.md section 3)."""

import contextlib
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from competencies import evaluation

from .examples import FACTS, PRINTED, PROGRAMMES, arguments

MANAGE = Path(__file__).parents[2] / "manage.py"
ANCHOR, BUOY, CURRENT, DINGHY = FACTS.read_text("utf-8").splitlines()
BRIEF = PRINTED["brief"].read_text("utf-8").splitlines()
NO_DAY = ANCHOR.replace('"earned_on": "2019-05-01"', '"earned_on": "2019-05-32"', 1)


@pytest.fixture
def evaluate(tmp_path, capfd):
    """Evaluate some text in brief: (exit status, lines printed, lines on standard error)."""

    def run(text, *more, **how):
        facts = tmp_path / "facts.json"
        facts.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = evaluation.main(arguments(facts, "--brief", *more, **how))
        printed = capfd.readouterr()
        return status, printed.out.splitlines(), printed.err.splitlines()

    return run


def started(words, **how):
    """The command as its own process, with nothing set in the environment."""
    command = [sys.executable, str(MANAGE), "evaluate", *words]
    return subprocess.Popen(command, env={}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)


def indented(line):
    """The same document over many lines."""
    return json.dumps(json.loads(line), indent=2, ensure_ascii=False)


def test_a_document_for_each_organisation_one_a_line(evaluate):
    assert evaluate("\n".join([ANCHOR, BUOY, CURRENT, DINGHY])) == (0, BRIEF, [])


@pytest.mark.parametrize("line", [ANCHOR, BUOY, CURRENT, DINGHY], ids=["anchor", "buoy", "current", "dinghy"])
def test_one_document_over_many_lines_gives_what_its_line_gives(evaluate, line):
    assert evaluate(indented(line)) == evaluate(line)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"\ufeff{ANCHOR}\n{BUOY}\n", id="a byte-order mark"),
        pytest.param(f"\n\n{ANCHOR}\n   \n\t\n{BUOY}\n\n", id="blank lines"),
        pytest.param(
            f"\ufeff\n{ANCHOR}\n{BUOY}", id="a mark, then a blank line, and no end of line at the end"
        ),
        pytest.param(f"{ANCHOR}\r\n{BUOY}\r\n", id="lines that end as on Windows"),
        pytest.param(f"  {ANCHOR}  \n {BUOY} ", id="spaces around"),
    ],
)
def test_blank_lines_and_a_byte_order_mark_are_skipped(evaluate, text):
    assert evaluate(text) == (0, BRIEF[:2], [])


@pytest.mark.parametrize("text", [f"\ufeff{indented(ANCHOR)}", f"\n\n{indented(ANCHOR)}\n\n"])
def test_they_are_skipped_before_a_single_document_too(evaluate, text):
    assert evaluate(text) == (0, BRIEF[:1], [])


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        (NO_DAY, "earned_on"),
        (CURRENT.replace("south", "east"), "market"),
        ('{"organisation": "current"}', "market"),
        ("{", "line"),
        ("[]", "line"),
        ("17", "line"),
        (ANCHOR[:-1], "line"),
        (f"{ANCHOR} {BUOY}", "line"),
        ('{"readings": [{"amount": 0.5}], "deep": ' + "[" * 1000 + "]" * 1000 + "}", "too deep"),
    ],
)
def test_a_bad_line_is_named_and_the_lines_after_it_are_still_evaluated(evaluate, bad, named):
    status, printed, complaints = evaluate(f"{ANCHOR}\n\n{bad}\n{BUOY}\n")
    assert status == 2
    assert printed == BRIEF[:2]
    assert len(complaints) == 1
    assert "3" in complaints[0]
    assert named in complaints[0]


def test_every_bad_line_gets_a_line_of_its_own(evaluate):
    status, printed, complaints = evaluate(f"{NO_DAY}\n{ANCHOR}\n{{\n{BUOY}\n{NO_DAY}\n")
    assert (status, printed) == (2, BRIEF[:2])
    assert len(complaints) == 3


def test_a_first_line_that_is_no_object_is_a_bad_line(evaluate):
    """Neither does the whole parse, so it is JSON Lines."""
    status, printed, complaints = evaluate(f"{{oops\n{ANCHOR}\n{BUOY}\n")
    assert (status, printed) == (2, BRIEF[:2])
    assert len(complaints) == 1
    assert "1" in complaints[0]


@pytest.mark.parametrize("whole", [f"[\n{ANCHOR}\n]", f"[\n{ANCHOR},\n{BUOY}\n]", '"a\u2028b"\n', "[\n]"])
def test_a_whole_that_parses_is_one_document_whatever_it_is(evaluate, whole):
    """It is no JSON Lines, so that nothing in it is evaluated, and one line says so."""
    status, printed, complaints = evaluate(f"\n{whole}")
    assert (status, printed) == (2, [])
    assert len(complaints) == 1
    assert "2" in complaints[0]


def test_a_bad_single_document_prints_nothing(evaluate):
    status, printed, complaints = evaluate(indented(NO_DAY))
    assert (status, printed) == (2, [])
    assert len(complaints) == 1
    assert "earned_on" in complaints[0]


def test_bytes_that_are_no_text_make_a_bad_line(evaluate):
    text = b"\n".join([ANCHOR.encode(), ANCHOR.encode().replace(b"anchor", b"anch\xffr"), BUOY.encode()])
    status, printed, complaints = evaluate(text)
    assert (status, printed) == (2, BRIEF[:2])
    assert "2" in complaints[0]


def test_organisations_keep_their_names_in_any_script(evaluate):
    status, printed, _ = evaluate(CURRENT.replace("current", "港口 “Ω”"))
    assert status == 0
    assert json.loads(printed[0])["organisation"] == "港口 “Ω”"


@pytest.mark.parametrize("day", ["2020-02-30", "soon", "", "20200901", "2020-9-1", "2020-09-01T00:00:00"])
def test_a_bad_date_is_refused_in_one_line(evaluate, day):
    status, printed, complaints = evaluate(ANCHOR, on=day)
    assert (status, printed) == (2, [])
    assert len(complaints) == 1


def test_a_bad_programme_file_is_refused_with_its_first_error(tmp_path, capfd):
    bad = tmp_path / "bad.yaml"
    bad.write_text(PROGRAMMES[0].read_text("utf-8").replace("unit: tonnes, kind: flow", "kind: tide"))
    status = evaluation.main([str(FACTS), "--programme", str(bad), "--on", "2020-09-01"])
    printed = capfd.readouterr()
    assert (status, printed.out) == (2, "")
    [complaint] = printed.err.splitlines()
    assert "bad.yaml" in complaint
    assert "cargo" in complaint


def test_editions_that_do_not_fit_together_are_refused(tmp_path, capfd):
    other = tmp_path / "other.yaml"
    other.write_text(PROGRAMMES[1].read_text("utf-8").replace("programme: harbour", "programme: lagoon"))
    words = [str(FACTS), "--programme", str(PROGRAMMES[0]), "--programme", str(other), "--on", "2020-09-01"]
    assert evaluation.main(words) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize("missing", ["facts", "programme"])
def test_a_file_that_is_not_there_is_refused_in_one_line(tmp_path, capfd, missing):
    nowhere = str(tmp_path / "nowhere")
    facts = nowhere if missing == "facts" else str(FACTS)
    programme = nowhere if missing == "programme" else str(PROGRAMMES[0])
    assert evaluation.main([facts, "--programme", programme, "--on", "2020-09-01"]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    [complaint] = printed.err.splitlines()
    assert "nowhere" in complaint


def test_the_order_in_which_editions_are_given_decides_nothing(capfd):
    words = [word for path in reversed(PROGRAMMES) for word in ("--programme", str(path))]
    assert evaluation.main([str(FACTS), *words, "--on", "2020-09-01", "--brief"]) == 0
    assert capfd.readouterr().out.splitlines() == BRIEF


def test_the_command_needs_no_environment_and_reads_standard_input():
    process = started(arguments("-"), stdin=subprocess.PIPE)
    out, err = process.communicate(FACTS.read_bytes(), timeout=60)
    assert (process.returncode, out, err) == (0, PRINTED["full"].read_bytes(), b"")


def test_a_bad_line_ends_the_process_with_status_2():
    process = started(arguments("-", "--brief"), stdin=subprocess.PIPE)
    out, err = process.communicate(f"{ANCHOR}\n{{\n{BUOY}".encode(), timeout=60)
    assert (process.returncode, out.decode().splitlines()) == (2, BRIEF[:2])
    assert len(err.splitlines()) == 1


def test_output_begins_before_the_input_ends():
    """The first answers come while the writer still holds the input open."""
    process = started(arguments("-", "--brief"), stdin=subprocess.PIPE)
    with process:
        for _ in range(400):
            process.stdin.write(f"{CURRENT}\n".encode())
        process.stdin.flush()
        assert process.stdout.readline().decode().rstrip("\n") == BRIEF[2]
        process.stdin.close()
        assert len(process.stdout.readlines()) == 399
    assert process.returncode == 0


def test_a_file_that_takes_no_more_is_told_in_one_line(tmp_path):
    """As a full disk does."""
    with (tmp_path / "out").open("wb") as full:
        process = subprocess.run(
            [sys.executable, str(MANAGE), "evaluate", *arguments()],
            env={},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        )
    assert process.returncode == 1
    assert b"too large" in process.stderr
    assert len(process.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_ends_it_quietly():
    process = started(arguments("-", "--brief"), stdin=subprocess.PIPE)
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(f"{CURRENT}\n".encode() * 2000)
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
