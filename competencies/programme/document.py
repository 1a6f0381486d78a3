"""A YAML document as a tree that still knows its lines, and the scalars a programme file may hold.

Everything here raises `Fault`, which names the node at fault; the reader adds the place in the programme's words.
"""

import json
import re
from datetime import date
from decimal import Decimal

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_DIGITS = 1000
"""Longer numbers are refused: Python writes no whole number of more than some thousand digits."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][-+]?\d{1,3})?", re.ASCII)
_ESCAPES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\.", re.IGNORECASE | re.DOTALL)
_KINDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "timestamp": "a date",
}


class Fault(Exception):  # noqa: N818  (a fault of the file, not of the program)
    """Something is wrong at one node of the document."""

    def __init__(self, message: str, node: Node | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line_of(node) if node is not None else None


def line_of(node: Node) -> int:
    """The 1-based line on which the node starts."""
    return int(node.start_mark.line) + 1


def parse(content: bytes | str) -> Node:
    """The root node of a YAML (or JSON) document.

    Refuses, with a Fault, what is over 1 MiB, nested deeper than 20, uses aliases, or is no single YAML document.
    """
    raw = content.encode() if isinstance(content, str) else content
    if len(raw) > MAX_BYTES:
        raise Fault("the file is over 1 MiB; a programme file is far smaller")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(f"the file is not UTF-8 text (byte {error.start})") from None
    text = _without_pairs(text)
    try:
        _refuse_traps(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error) from None
    except yaml.YAMLError as error:
        raise Fault(f"the file is not readable as YAML: {' '.join(str(error).split())}") from None
    if root is None:
        raise Fault("the file is empty")
    return root


def _without_pairs(text: str) -> str:
    """JSON may write a character beyond sixteen bits as a pair of escapes, which YAML has not: written out here."""
    if "\\ud" not in text.lower():
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _ESCAPES.sub(_written_out, text)


def _written_out(escape: re.Match[str]) -> str:
    return str(json.loads(f'"{escape[0]}"')) if escape[1] else escape[0]


def _refuse_traps(text: str) -> None:
    """Look at the events alone, which needs no recursion: depth and aliases are judged before a tree is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _at(event, "YAML aliases are not allowed; write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _at(event, f"nested deeper than {MAX_DEPTH}")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _at(event: yaml.Event, message: str) -> Fault:
    fault = Fault(message)
    fault.line = event.start_mark.line + 1 if event.start_mark else None
    return fault


def _unreadable(error: yaml.MarkedYAMLError) -> Fault:
    fault = Fault(f"not readable as YAML: {error.problem or error.context}")
    mark = error.problem_mark or error.context_mark
    fault.line = mark.line + 1 if mark else None
    return fault


def is_null(node: Node) -> bool:
    """Whether the node is null, which means the same as if it were not there."""
    return isinstance(node, ScalarNode) and node.tag == f"{_TAG}null"


def kind_of(node: Node) -> str:
    """What the node is, in words for a message."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return (
        "nothing" if is_null(node) else _KINDS.get(node.tag.removeprefix(_TAG), "a value of an unknown type")
    )


def mapping(node: Node) -> dict[str, Node]:
    """The entries of a mapping, without those that are null; a key that is no text or stands twice is a Fault."""
    if not isinstance(node, MappingNode):
        raise Fault(f"expected a mapping, found {kind_of(node)}", node)
    entries: dict[str, Node] = {}
    seen: set[str] = set()
    for key, value in node.value:
        name = string(key, what="a key")
        if name in seen:
            raise Fault(f"the key '{name}' stands twice in one mapping", key)
        seen.add(name)
        if not is_null(value):
            entries[name] = value
    return entries


def sequence(node: Node) -> list[Node]:
    """The items of a list."""
    if not isinstance(node, SequenceNode):
        raise Fault(f"expected a list, found {kind_of(node)}", node)
    return list(node.value)


def filled_sequence(node: Node, name: str) -> list[Node]:
    """The items of the list at the key `name`; an empty one is a Fault."""
    items = sequence(node)
    if not items:
        raise Fault(f"'{name}' is empty; it needs at least one entry", node)
    return items


def string(node: Node, *, what: str = "this") -> str:
    """A text; what YAML reads as a number, a date or a boolean is none (quote it), nor is an empty one."""
    if not isinstance(node, ScalarNode) or node.tag != f"{_TAG}str":
        hint = "; put it in quotes" if isinstance(node, ScalarNode) and not is_null(node) else ""
        raise Fault(f"{what} must be text, found {kind_of(node)}{hint}", node)
    value = str(node.value)
    if not value.strip():
        raise Fault(f"{what} must not be empty", node)
    return value


def day(node: Node) -> date:
    """A date, as YAML's or as text `YYYY-MM-DD`; a datetime is none."""
    if not isinstance(node, ScalarNode) or node.tag not in (f"{_TAG}timestamp", f"{_TAG}str"):
        raise Fault(f"expected a date, found {kind_of(node)}", node)
    if not _ISO_DAY.fullmatch(node.value):
        raise Fault(f"expected a date as YYYY-MM-DD, found '{node.value}'", node)
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise Fault(f"'{node.value}' is no day of the calendar", node) from None


def whole_number(node: Node, *, least: int) -> int:
    """A whole number of at least `least`; a boolean is no number."""
    if not isinstance(node, ScalarNode) or node.tag != f"{_TAG}int":
        raise Fault(f"expected a whole number, found {kind_of(node)}", node)
    value = _integer(node)
    if value < least:
        raise Fault(f"must be at least {least}, found {value}", node)
    return value


def _integer(node: ScalarNode) -> int:
    """A number as YAML reads it: 010 is eight, 0x10 sixteen."""
    _refuse_long(node)
    try:
        return int(SafeConstructor().construct_yaml_int(node))
    except ValueError:
        raise Fault("expected a whole number that can be read", node) from None


def _refuse_long(node: ScalarNode) -> None:
    if len(node.value) > MAX_DIGITS:
        raise Fault(f"a number has at most {MAX_DIGITS} digits", node)


def amount(node: Node) -> Decimal:
    """A decimal number above 0, exactly as written; a boolean, NaN and infinity are none."""
    value = _number(node) if isinstance(node, ScalarNode) and not node.style else None
    if value is None:
        found = f"'{node.value}'" if isinstance(node, ScalarNode) else kind_of(node)
        raise Fault(f"expected a decimal number, such as 15000 or 0.5, found {found}", node)
    if value <= 0:
        raise Fault(f"must be above 0, found {node.value}", node)
    return value


def _number(node: ScalarNode) -> Decimal | None:
    if node.tag == f"{_TAG}int":
        return Decimal(_integer(node))
    # YAML 1.1 takes a JSON number such as 1e5 for text.
    _refuse_long(node)
    if node.tag in (f"{_TAG}float", f"{_TAG}str") and _NUMBER.fullmatch(node.value):
        return Decimal(node.value.replace("_", ""))
    return None
