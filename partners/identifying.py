"""What tells who a person is, and how it is taken out of what others wrote about them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

INSTEAD = "former employee"
"""What stands in a free text where somebody was named."""

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Identifying:
    """Name, addresses and numbers of one person. A text of fewer than three characters tells nobody."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, texts: Collection[str]) -> "Identifying":
        """Of these texts, the longest first, so that none is taken apart by another."""
        known = {text.strip() for text in texts if len(text.strip()) >= _SHORTEST}
        return cls(tuple(sorted(known, key=lambda text: (-len(text), text))))

    def within(self, text: str) -> bool:
        """Whether the text names the person, in whatever case, as words of their own."""
        return bool(self.texts) and self._pattern().search(text) is not None

    def taken_out(self, text: str) -> str:
        """The text without what names the person."""
        return self._pattern().sub(INSTEAD, text) if self.texts else text

    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.texts))})(?!\w)", re.IGNORECASE)


def models_with_free_texts() -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """The models that say in `free_texts` which of their columns hold what people type, with an `organisation`."""
    for model in apps.get_models():
        columns = getattr(model, "free_texts", ())
        if columns:
            yield model, tuple(columns)


def take_out(rows: QuerySet[Any], columns: Collection[str], identifying: Identifying) -> int:
    """Take the person out of these columns of these rows; returns how many rows named them."""
    changed = 0
    for row in rows.only(*columns).iterator(chunk_size=500):
        new = {column: identifying.taken_out(getattr(row, column)) for column in columns}
        if any(getattr(row, column) != text for column, text in new.items()):
            rows.model._base_manager.filter(pk=row.pk).update(**new)
            changed += 1
    return changed
