"""Reading a file of people to invite: who, at which address, with which roles, and what is wrong (B2).

UTF-8, with or without a byte order mark; commas or semicolons; the first row names the columns, in any order.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.models import Role
from partners.refusals import Refused

MOST_ROWS = 5_000
MOST_BYTES = 2 * 1024 * 1024
_NAME, _EMAIL = 150, 254
COLUMNS = ("name", "email", "roles")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, the header being line 1; `problem` is a code, empty where nothing is wrong."""

    line: int
    name: str
    email: str
    roles: tuple[str, ...]
    problem: str = ""


def read(content: bytes) -> list[Row]:
    """Every row that is not blank. Refused as a whole if it is no such file or has too many rows."""
    lines = csv.reader(StringIO(_text(content), newline=""), dialect=_dialect(content), strict=True)
    try:
        header = _header(next(lines, []))
        found = list(_rows(lines, header))
    except csv.Error as error:
        message = _("Line %(line)d is no CSV: a quotation mark is not closed.") % {"line": lines.line_num}
        raise Refused("no-csv", message) from error
    if not found:
        raise Refused("no-rows", _("The file names nobody. Add a row for each person."))
    return found


def problems() -> Mapping[str, str]:
    """What the codes of problems mean."""
    return {
        "no-name": _("The name is missing."),
        "long-name": _("The name is longer than 150 characters."),
        "bad-email": _("This is not an email address."),
        "unknown-role": _("A role is not known."),
        "columns": _("The row has more columns than the header."),
        "control-characters": _("The row has characters that cannot be shown."),
        "twice": _("The address stands in an earlier row."),
        "has-account": _("This person already has an account here."),
        "already-invited": _("This address is invited already."),
    }


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused("too-large", _("The file is larger than 2 MB. Split it."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("no-utf-8", _("The file is not UTF-8. Save it as “CSV UTF-8”.")) from error


def _dialect(content: bytes) -> type[csv.Dialect]:
    first = content.split(b"\n", 1)[0]

    class Found(csv.excel):
        delimiter = ";" if first.count(b";") > first.count(b",") else ","

    return Found


def _header(row: list[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in row]
    header = {name: names.index(name) for name in COLUMNS if name in names}
    if "name" not in header or "email" not in header:
        message = _("The first row must name the columns: name, email and, if you like, roles.")
        raise Refused("no-header", message)
    return {**header, "": len(names)}


def _rows(lines: Iterator[list[str]], header: Mapping[str, int]) -> Iterator[Row]:
    known, seen = _role_names(), set[str]()
    written = (numbered for numbered in _numbered(lines) if any(numbered[1]))
    for count, (line, cells) in enumerate(written, start=1):
        if count > MOST_ROWS:
            message = _("The file has more than %(count)s rows. Split it.") % {"count": f"{MOST_ROWS:,}"}
            raise Refused("too-many-rows", message)
        row = _row(line, cells, header, known)
        if not row.problem and row.email in seen:
            row = Row(row.line, row.name, row.email, row.roles, "twice")
        seen.add(row.email)
        yield row


def _numbered(lines: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(lines, start=2):
        yield number, [cell.strip() for cell in cells]


def _row(line: int, cells: list[str], header: Mapping[str, int], known: Mapping[str, str]) -> Row:
    """What a line says, cut to what can be kept, with the first thing that is wrong."""
    shown = {name: cells[at] if at < len(cells) else "" for name, at in header.items() if name}
    name, email = shown["name"], shown["email"].lower()
    written = [part for part in re.split(r"[;,|/、]", shown.get("roles", "")) if part.strip()]
    roles = [known.get(_folded(part), "") for part in written] or [Role.EMPLOYEE.value]
    problem = _problem(name, email, roles, extra=any(cells[header[""] :]))
    kept = tuple(sorted({role for role in roles if role}))
    return Row(line, _printable(name)[:_NAME], _printable(email)[:_EMAIL], kept, problem)


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else "�" for each in text)


def _problem(name: str, email: str, roles: list[str], *, extra: bool) -> str:
    if not (name + email).isprintable():
        return "control-characters"
    if extra:
        return "columns"
    if not name:
        return "no-name"
    if len(name) > _NAME:
        return "long-name"
    if not _is_address(email):
        return "bad-email"
    return "" if all(roles) else "unknown-role"


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= _EMAIL


def _role_names() -> dict[str, str]:
    """Every way to write a role: its code, and its name in each language of the portal."""
    found = {}
    for language in ("en", "zh-hant"):
        with override(language):
            found.update({_folded(str(role.label)): role.value for role in Role})
    return {**found, **{_folded(role.value): role.value for role in Role}}


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip()).casefold()
