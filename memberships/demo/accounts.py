"""The table of accounts: a file for people and programs that want to sign in."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from memberships.demo.world import Login


def write(logins: Sequence[Login], *, password: str, path: Path) -> None:
    """Write the table as JSON: a list of role, organisation, mpn_id, email, password and note.

    It holds passwords, so only its owner may read it. The file is there whole or not at all.
    """
    rows = [_row(login, password) for login in logins]
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(
        os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
        file.write("\n")
    unfinished.replace(path)


def _row(login: Login, password: str) -> dict[str, str | int | None]:
    return {
        "role": login.role,
        "organisation": login.partner.name if login.partner else None,
        "mpn_id": login.partner.row.mpn_id if login.partner else None,
        "email": login.email,
        "password": password,
        "note": login.note,
    }
