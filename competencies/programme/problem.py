"""What is wrong with a programme file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of a programme file: its line (1-based, None if it can't be had), its place in words, what to do."""

    line: int | None
    place: str
    message: str

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        return ": ".join([*where, *filter(None, [self.place]), self.message])


class ProgrammeError(ValueError):
    """A programme file, or a set of editions, that can't be used. Nothing of it is loaded.

    `problems` holds every fault in the order of the file; the text of the error is the first of them.
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = sorted(problems, key=lambda problem: problem.line or 0)
        super().__init__(f"{name}: {self.problems[0]}")
