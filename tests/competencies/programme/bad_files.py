"""The table of bad programme files in `bad_files.txt`, read."""

import re
from pathlib import Path
from typing import NamedTuple

from .small_file import GOOD, altered, line_of

ROW = re.compile(r"(?P<old>.*?) +=> +(?P<new>.*?) *\| (?P<place>[^@]*?)(?: @ (?P<line>.*))?$")


class BadFile(NamedTuple):
    """A bad file, the words that must name the place, and the line to be named."""

    text: str
    place: str
    line: int


def bad_files():
    """(what is wrong, bad file) for every row of the table."""
    wrong = ""
    for row in Path(__file__).with_name("bad_files.txt").read_text("utf-8").splitlines():
        if row.startswith("## "):
            wrong = row.removeprefix("## ")
        elif wrong and row:
            yield wrong, bad_file(ROW.fullmatch(row).groupdict())


def bad_file(row):
    text = altered(row["old"].replace("⏎", "\n"), row["new"].replace("⏎", "\n"))
    if row["line"] or "<-" in row["new"]:
        return BadFile(text, row["place"], line_of(text, row["line"] or "<-"))
    return BadFile(text, row["place"], first_difference(text))


def first_difference(text):
    lines = zip(GOOD.splitlines(), text.splitlines(), strict=False)
    return next(number for number, (good, bad) in enumerate(lines, start=1) if good != bad)


def names_place(problem, place):
    """Whether the message has every word of the place; `cloud/staffing/2.1` is a competency, a path and a node."""
    where, *words = place.split()
    competency_path_node = where.split("/")
    node = competency_path_node.pop() if len(competency_path_node) == 3 else None
    named = node is None or re.search(rf"(?<![\d.]){re.escape(node)}(?!\d)", problem)
    return bool(named) and all(word in problem for word in [*competency_path_node, *words])
