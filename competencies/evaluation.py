"""`manage.py evaluate`: facts in, one JSON document for each organisation out (`programme-format.md`, section 3).

It needs neither Django nor a database, and holds one line in memory at a time.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import IO, Any, NoReturn

import orjson

from competencies.facts import FactsError, read_facts
from competencies.programme import Programme, ProgrammeError, read_edition
from competencies.rules import Case, Outcome

BOM = b"\xef\xbb\xbf"
BUFFER = 1024 * 1024
"""Read so many bytes at once: a line of a usual organisation fills the ordinary buffer."""


class Stop(Exception):  # noqa: N818  (it ends the command, it is no failure of it)
    """Nothing can be evaluated; the text is the one line that says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Stop(f"{message} (see: {self.prog} --help)")


def main(arguments: list[str]) -> int:
    """Run the command.

    Returns its exit status: 0; 2 for a bad programme file, date or facts line; 1 if reading or writing fails.
    """
    try:
        options = _options(arguments)
        on = _day(options.on)
        programme = Programme.of([_edition(path) for path in options.programme])
        with _facts(options.facts) as source:
            return _evaluate(source, programme, on, explain=not options.brief)
    except (Stop, ProgrammeError) as error:
        _complain(str(error))
        return 2
    except OSError as error:
        # Point stdout away, so that closing it does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 0  # Whoever reads the output has enough.
        _complain(f"reading or writing failed: {error.strerror or error}")
        return 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, for this entry and for the management command."""
    parser.add_argument(
        "facts", metavar="FACTS", help="facts file (JSON or JSON Lines), or - for standard input"
    )
    parser.add_argument(
        "--programme",
        metavar="FILE",
        action="append",
        required=True,
        help="programme file; again for each edition",
    )
    parser.add_argument("--on", metavar="DATE", required=True, help="the day to judge, as YYYY-MM-DD")
    parser.add_argument(
        "--brief", action="store_true", help="leave out who counts and why not, which is faster"
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(prog="manage.py evaluate", description="Judge the facts of organisations on a day.")
    add_arguments(parser)
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Stop(f"--on: '{text}' is no date; expected YYYY-MM-DD")
    return day


def _edition(path: str) -> Any:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise Stop(f"{path}: {error.strerror or error}") from None
    return read_edition(content, name=path)


def _facts(path: str) -> IO[bytes]:
    try:
        if path == "-":
            return open(0, "rb", buffering=BUFFER, closefd=False)
        return open(path, "rb", buffering=BUFFER)
    except OSError as error:
        raise Stop(f"{path}: {error.strerror or error}") from None


def _evaluate(source: IO[bytes], programme: Programme, on: date, *, explain: bool) -> int:
    status = 0
    out = sys.stdout.buffer
    for number, line in documents(source):
        try:
            case = Case(read_facts(_parsed(line), programme), programme)
        except FactsError as error:
            _complain(f"facts line {number}: {error}")
            status = 2
            continue
        out.write(to_json(case.explained(on) if explain else case.outcome(on)))
        # One write for each organisation: who waits at the other end sees it at once.
        out.flush()
    return status


def documents(source: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The JSON documents of a facts file with the numbers of their lines (from 1).

    If the first line that is not blank is a JSON object by itself, each line is one; else the whole is one, if it
    parses, whatever it is; else it is lines again, of which the first is bad.
    """
    lines = enumerate(_without_mark(source), 1)
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        return
    if not _is_object(first[1]):
        rest = list(lines)
        whole = first[1] + b"".join(line for _, line in rest)
        if _parses(whole):
            yield first[0], whole
            return
        lines = iter(rest)  # type: ignore[assignment]
    yield from ((number, line) for number, line in chain([first], lines) if line.strip())


def _without_mark(source: Iterable[bytes]) -> Iterator[bytes]:
    lines = iter(source)
    first = next(lines, b"")
    yield first.removeprefix(BOM)
    yield from lines


def _is_object(text: bytes) -> bool:
    return text.lstrip().startswith(b"{") and _parses(text)


def _parses(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _parsed(line: bytes) -> Any:
    """The JSON of a line. Amounts keep every digit: a line with a number that is no integer is read again, exactly."""
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise FactsError("", f"not readable as JSON: {error}") from None
    if isinstance(document, dict) and any(_is_inexact(row) for row in _rows(document)):
        try:
            return json.loads(line, parse_float=Decimal)
        except RecursionError:
            raise FactsError("", "not readable as JSON: nested too deep") from None
    return document


def _rows(document: dict[str, Any]) -> list[Any]:
    rows = document.get("readings")
    return rows if isinstance(rows, list) else []


def _is_inexact(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("amount"), float)


def to_json(outcome: Outcome) -> bytes:
    """The outcome as one line of JSON; its records have the format's names, and only the fields that apply."""
    try:
        return orjson.dumps(outcome, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        # A requirement may ask for more people than 64 bits count; orjson goes no further, the format does.
        text = json.dumps(outcome, ensure_ascii=False, separators=(",", ":"), default=_plain)
        return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else vars(value)


def _complain(line: str) -> None:
    sys.stderr.write(" ".join(line.split()) + "\n")
    sys.stderr.flush()
