"""How fields and values are called on the staff's pages, in the reader's language (H1)."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Callable[[], Mapping[str, str]]
"""The names of values under their keys, in the language that is active."""

FIELDS: Mapping[str, Promise] = {
    "account": _("account"),
    "achievement": _("achievement"),
    "affiliation": _("affiliation"),
    "answered_by": _("answered by"),
    "draft": _("draft"),
    "edition": _("edition"),
    "effect_key": _("effect key"),
    "ended_by": _("ended by"),
    "entitlement": _("activated benefit"),
    "key": _("product key"),
    "loaded_by": _("uploaded by"),
    "order": _("order"),
    "organisation": _("organisation"),
    "override": _("override"),
    "placed_by": _("placed by"),
    "profile": _("marketing profile"),
    "public_id": _("number in addresses"),
    "published_by": _("published by"),
    "renews": _("renews"),
    "request": _("request of a customer"),
    "settled_by": _("settled by"),
    "started_by": _("started by"),
    "term": _("term"),
    "transcript": _("transcript"),
    "user": _("user"),
}
"""What fields are called whose models leave it to Django, which would make English of their names."""


def name_fields(model: type[Model]) -> None:
    """Call the model's fields by these names; its migrations know nothing of it."""
    for field in model._meta.get_fields():
        if getattr(field, "_verbose_name", "") is None and field.name in FIELDS:
            field.verbose_name = FIELDS[field.name]  # type: ignore[union-attr]  # what has no name is no relation back


def by_name(fields: Sequence[Any], names: Mapping[str, Names], model: type[Model]) -> list[Any]:
    """The fields of a list or of a page; keys that have names, and what paths lead to, as columns of their own."""

    def is_another(field: Any) -> bool:
        return isinstance(field, str) and (field in names or "__" in field.strip("_"))

    return [_column(each, names.get(each), model) if is_another(each) else each for each in fields]


def _column(path: str, names: Names | None, model: type[Model]) -> Callable[[Any], Any]:
    """The field, or what a path such as `term__organisation` leads to; a value among `names` by its name."""
    *_before, last = path.split("__")
    label: Any = FIELDS.get(last) if "__" in path else model._meta.get_field(path).verbose_name  # type: ignore[union-attr]
    known = cache(names) if names else None

    @admin.display(description=label or last)
    def shown(row: Any) -> Any:
        value = reduce(getattr, path.split("__"), row)
        return known().get(value, value) if known else value

    shown.__name__ = path
    return shown
