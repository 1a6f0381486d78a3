"""From the text of a programme file to an Edition: every fault is found, named with its place and line.

The shape of the file is that of `programme-format.md`, section 1; what it says of a bad file is kept word for word.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from yaml.nodes import MappingNode, Node

from competencies.programme import document
from competencies.programme.document import Fault
from competencies.programme.edition import (
    AttestationKind,
    Centre,
    Competency,
    Credential,
    Edition,
    Level,
    Market,
    Metric,
    Path,
)
from competencies.programme.problem import Problem, ProgrammeError
from competencies.programme.requirement_reading import RequirementReader
from competencies.programme.shape import Fields, Parser, Shape
from competencies.programme.vocabulary import Vocabulary

FREE_LEVELS = ("network", "action-pack")

T = TypeVar("T")


def read_edition(content: bytes | str, *, name: str = "programme") -> Edition:
    """The edition that a programme file (YAML or JSON) states; `name` is what messages call the file.

    Raises ProgrammeError with every fault found.
    """
    reader = _Reader()
    try:
        edition = reader.edition(document.parse(content))
    except Fault as fault:
        raise ProgrammeError(name, [Problem(fault.line, "", fault.message)]) from None
    if reader.shape.problems:
        raise ProgrammeError(name, reader.shape.problems)
    return edition


class _Reader:
    """Reads one file. Values that can't be read become None, so that reading goes on and finds the other faults."""

    def __init__(self) -> None:
        self.shape = Shape()
        self.known = Vocabulary()

    def edition(self, root: Node) -> Edition:
        """Read the whole file; what competencies refer to is read before them, wherever it stands."""
        if not isinstance(root, MappingNode):
            raise Fault(f"a programme file is a mapping, found {document.kind_of(root)}", root)
        read = self.shape.fields(
            root,
            "",
            required={
                "format": _format,
                "programme": _string,
                "edition": _string,
                "effective_from": _day,
                "name": self.shape.text,
                "levels": self._keyed("level", Level, self.known.levels),
                "markets": self._keyed("market", Market, self.known.markets),
                "centres": self._keyed("centre", Centre, self.known.centres),
                "competencies": _node,
            },
            optional={
                "levels_without_competency": self._strings,
                "credentials": self._credentials,
                "metrics": self._metrics,
                "attestations": self._keyed("attestation", AttestationKind, self.known.attestations),
            },
        )
        return self._assemble(read)

    def _assemble(self, read: Fields) -> Edition:
        free = read.get("levels_without_competency")
        competencies = read.get("competencies")
        return Edition(
            programme=read["programme"],
            key=read["edition"],
            effective_from=read["effective_from"],
            name=read["name"],
            levels=tuple(read["levels"] or ()),
            levels_without_competency=FREE_LEVELS if free is None else tuple(free),
            markets=tuple(read["markets"] or ()),
            centres=tuple(read["centres"] or ()),
            credentials={each.code: each for each in read.get("credentials") or ()},
            metrics={each.key: each for each in read.get("metrics") or ()},
            attestations={each.key: each for each in read.get("attestations") or ()},
            competencies={
                each.key: each for each in (self._competencies(competencies) if competencies else ())
            },
        )

    # -- lists of named things --

    def _keyed(self, noun: str, make: Callable[..., T], known: dict[str, Any]) -> Parser:
        def read(node: Node, place: str) -> list[T]:
            required = {"key": _string, "name": self.shape.text}
            return self._list(node, noun, "key", required, {}, make, known)

        return read

    def _credentials(self, node: Node, place: str) -> list[Credential]:
        required = {
            "code": _string,
            "kind": _one_of("exam", "certification", "assessment"),
            "title": self.shape.text,
        }
        days = dict.fromkeys(("retires_on", "accepted_through", "available_from", "last_bookable_on"), _day)
        optional = {**days, "replaced_by": _with_node(_string), "note": self.shape.text}
        replacements: list[tuple[str, str, Node]] = []

        def make(**read: Any) -> Credential:
            if read.get("replaced_by"):
                replacement, at = read["replaced_by"]
                replacements.append((f"credential {read['code']}", replacement, at))
                read["replaced_by"] = replacement
            return Credential(**read)

        found = self._list(node, "credential", "code", required, optional, make, self.known.credentials)
        for place, code, at in replacements:
            with self.shape.noting(place):
                self.known.credential(code, at)
        return found

    def _metrics(self, node: Node, place: str) -> list[Metric]:
        kind = _one_of("flow", "stock")
        required = {"key": _string, "name": self.shape.text, "unit": _string, "kind": kind}
        return self._list(node, "metric", "key", required, {}, Metric, self.known.metrics)

    def _list(
        self,
        node: Node,
        noun: str,
        key: str,
        required: Mapping[str, Parser],
        optional: Mapping[str, Parser],
        make: Callable[..., T],
        known: dict[str, Any],
    ) -> list[T]:
        """Things told apart by `key`; each that could be named goes into `known`, even if the rest of it is bad."""
        found: list[T] = []
        for number, item in enumerate(document.sequence(node), 1):
            place = self.shape.place_of(item, noun, key, number)
            with self.shape.noting(place):
                read = self.shape.fields(item, place, required=required, optional=optional)
                if noun == "credential":
                    _check_acceptance(read, item)
                name = read[key]
                if name in known:
                    raise Fault(f"the {key} '{name}' stands twice in the list", item)
                thing = make(**read)
                if name is not None:
                    known[name] = thing
                found.append(thing)
        return found

    def _strings(self, node: Node, place: str) -> list[str]:
        return [document.string(item) for item in document.sequence(node)]

    # -- competencies --

    def _competencies(self, node: Node) -> list[Competency]:
        required = {"key": _string, "name": self.shape.text, "centre": self.known.centre, "paths": _node}
        optional = {"source": _string, "note": self.shape.text, "doubt": self.shape.text}
        found: dict[str, Any] = {}

        def make(*, paths: Node | None, **read: Any) -> Competency:
            place = f"competency {read['key']}"
            return Competency(**read, paths=tuple(self._paths(paths, place) if paths else ()))

        with self.shape.noting("competencies"):
            return self._list(node, "competency", "key", required, optional, make, found)
        return []

    def _paths(self, node: Node, place: str) -> list[Path]:
        requirements = RequirementReader(self.shape, self.known)
        required = {"key": _string, "level": self.known.level, "name": self.shape.text, "requires": _node}
        optional = {"note": self.shape.text, "doubt": self.shape.text}
        found: list[Path] = []
        keys: set[str] = set()
        with self.shape.noting(place):
            for number, item in enumerate(document.filled_sequence(node, "paths"), 1):
                where = f"{place}, {self.shape.place_of(item, 'path', 'key', number)}"
                with self.shape.noting(where):
                    read = self.shape.fields(item, where, required=required, optional=optional)
                    if read["key"] in keys:
                        raise Fault(f"the key '{read['key']}' stands twice in the list", item)
                    keys.add(read["key"])
                    asked = read.pop("requires")
                    found.append(
                        Path(**read, requires=requirements.all_at(asked, where, "requires") if asked else ())
                    )
        return found


def _check_acceptance(read: Fields, node: Node) -> None:
    retires, accepted = read.get("retires_on"), read.get("accepted_through")
    if retires and accepted and accepted < retires:
        raise Fault(f"accepted_through {accepted} is before retires_on {retires}", node)


def _node(node: Node, place: str) -> Node:
    return node


def _string(node: Node, place: str) -> str:
    return document.string(node)


def _day(node: Node, place: str) -> Any:
    return document.day(node)


def _with_node(parser: Parser) -> Parser:
    return lambda node, place: (parser(node, place), node)


def _one_of(*choices: str) -> Parser:
    def read(node: Node, place: str) -> str:
        value = document.string(node)
        if value not in choices:
            raise Fault(f"unknown kind '{value}'; expected {' or '.join(choices)}", node)
        return value

    return read


def _format(node: Node, place: str) -> int:
    value = document.whole_number(node, least=0)
    if value != 1:
        raise Fault(f"unknown format {value}; this version reads format 1", node)
    return value
