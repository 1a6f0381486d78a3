"""The table of accounts that the demo prints."""

import json

from config.demo import places

COLUMNS = {
    "role": "role",
    "organisation": "organisation",
    "email": "email",
    "password": "password",
    "note": "note",
}


def table() -> list[str]:
    """Lines for a person, from var/demo-accounts.json, which the building of the world writes."""
    if not places.ACCOUNTS.exists():
        return [f"{places.ACCOUNTS.name} is missing: `make demo-reset` and `make demo` build the world anew"]
    accounts = json.loads(places.ACCOUNTS.read_text(encoding="utf-8"))
    rows = [{key: str(account.get(key) or "-") for key in COLUMNS} for account in accounts]
    rows.insert(0, dict(COLUMNS))
    widths = {key: max(len(row[key]) for row in rows) for key in COLUMNS}
    return ["  ".join(row[key].ljust(widths[key]) for key in COLUMNS).rstrip() for row in rows]
