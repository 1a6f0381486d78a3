"""Industries, services and languages that a profile chooses from: data, in every language of the portal (F1, H1)."""

import csv
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

FOLDER = Path(__file__).parent.parent / "data" / "profiles"

Names = Mapping[str, Mapping[str, str]]
"""Key → language → name."""


def industries() -> Names:
    """Of a partner's customers."""
    return _read("industries")


def services() -> Names:
    """What a partner does."""
    return _read("services")


def languages() -> Names:
    """In which a partner works."""
    return _read("languages")


def named(names: Names, keys: Iterable[str]) -> list[str]:
    """The names of these keys in the active language, in the given order; unknown ones are left out."""
    language = get_language() or "en"
    return [names[key].get(language) or names[key]["en"] for key in keys if key in names]


def choices(names: Names) -> list[tuple[str, str]]:
    """Key and name of each in the active language, by name: for a form."""
    return sorted(zip(names, named(names, names), strict=True), key=lambda choice: choice[1])


def in_order(names: Names, keys: Collection[str]) -> list[str]:
    """The known ones of these keys, each once, in the order of the data."""
    return [key for key in names if key in keys]


@lru_cache
def _read(name: str) -> Names:
    text = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["key"]: {key: row[key] for key in row if key != "key"} for row in rows}
