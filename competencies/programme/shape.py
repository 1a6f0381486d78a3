"""The shape of a mapping: which fields it must and may have, and what was wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from yaml.nodes import MappingNode, Node

from competencies.programme import document
from competencies.programme.document import Fault
from competencies.programme.problem import Problem
from competencies.programme.requirement import Text

Fields = dict[str, Any]
Parser = Callable[[Node, str], Any]
"""Reads a node at a place (in words); raises Fault if it can't be what it should."""


class Shape:
    """Reads mappings field by field and notes every fault with its place."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @contextmanager
    def noting(self, place: str) -> Iterator[None]:
        """Note a Fault raised inside as a problem of this place, and go on after it."""
        try:
            yield
        except Fault as fault:
            self.problems.append(Problem(fault.line, place, fault.message))

    def fields(
        self, node: Node, place: str, *, required: Mapping[str, Parser], optional: Mapping[str, Parser]
    ) -> Fields:
        """The fields of a mapping, read by their parsers.

        A required field that is missing or bad is None; an optional one that is absent or bad is left out.
        """
        found = document.mapping(node)
        read: Fields = dict.fromkeys(required)
        with self.noting(place):
            _refuse_unknown(node, {*required, *optional})
        for name, parser in [*required.items(), *optional.items()]:
            value = found.get(name)
            if value is None:
                if name in required:
                    self.problems.append(
                        Problem(document.line_of(node), place, f"the key '{name}' is missing")
                    )
                continue
            with self.noting(f"{place}, {name}" if place else name):
                read[name] = parser(value, place)
        return read

    def text(self, node: Node, place: str) -> Text:
        """A text: a map from language to words that has at least English."""
        try:
            words = document.mapping(node)
        except Fault as fault:
            raise Fault(f"a text names its languages, such as {{en: …}}: {fault.message}", node) from None
        if "en" not in words:
            raise Fault("the text has no English (en)", node)
        return {language: document.string(value) for language, value in words.items()}

    def place_of(self, node: Node, noun: str, key: str, number: int) -> str:
        """What to call an item of a list: by its key if it has one, else by its number (from 1)."""
        if isinstance(node, MappingNode):
            for name, value in node.value:
                if name.value == key and document.kind_of(value) == "text":
                    return f"{noun} {value.value}"
        return f"{_plural(noun)}, entry {number}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _refuse_unknown(node: Node, allowed: set[str]) -> None:
    for key, value in node.value:
        if key.value not in allowed and not document.is_null(value):
            raise Fault(f"unknown key '{key.value}'; known are {', '.join(sorted(allowed))}", key)
