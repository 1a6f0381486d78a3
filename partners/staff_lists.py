"""Lists of the staff's admin that stay quick however large their tables are (ADR 0039).

Nothing counts a large table, sorts it, or looks for a piece of a word in it: pages end after `AT_MOST` rows, the
order is the one that an index has, a search finds whole words or beginnings that an index knows.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from partners.models import Organisation, User

AT_MOST = 2_000
"""So many rows of a list can be paged through; whoever looks further narrows the list."""

LARGEST_ID = 2**63 - 1

_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

if TYPE_CHECKING:
    Pages = Paginator[Any]
    Filter = SimpleListFilter
    Rows = QuerySet[Any]
else:
    Pages, Filter, Rows = Paginator, SimpleListFilter, QuerySet


class CappedPaginator(Pages):
    """Pages of the first rows of a list; `capped` if there are more."""

    @cached_property
    def counted(self) -> int:
        """How many rows there are, or one more than can be paged through."""
        rows: Any = self.object_list
        found: int = rows.order_by()[: AT_MOST + 1].count()
        return found

    @property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self.counted, AT_MOST)

    @property
    def capped(self) -> bool:
        """Whether there are more rows than that."""
        return self.counted > AT_MOST


class OrderedList(ChangeList):
    """A list in the order of its admin: what a reader asks for by an address would sort the whole table."""

    def get_ordering(self, request: HttpRequest, queryset: Rows) -> list[Any]:
        """Whatever the address says."""
        self.params.pop(ORDER_VAR, None)
        ordering: list[Any] = super().get_ordering(request, queryset)
        return ordering


@dataclass(frozen=True, slots=True)
class Find:
    """One way to find rows: `words` says by what; `by` makes of a word the condition, or None if it is no such."""

    words: Promise
    by: Callable[[str], Q | None]


def by_mpn_id(path: str = "organisation") -> Find:
    """Rows of the organisation with the MPN ID; the path leads to it."""

    def condition(word: str) -> Q | None:
        if not (word.isascii() and word.isdigit() and int(word) <= LARGEST_ID):
            return None
        return _of(path, Organisation.objects.filter(mpn_id=int(word)))

    return Find(gettext_lazy("MPN ID"), condition)


def by_email(path: str = "user") -> Find:
    """Rows of the login with the address."""

    def condition(word: str) -> Q | None:
        return _of(path, User.objects.filter(email=word.lower())) if "@" in word else None

    return Find(gettext_lazy("email address"), condition)


def by_value(field: str, words: Promise) -> Find:
    """Rows that hold just this."""
    return Find(words, lambda word: Q(**{field: word}))


def by_address(field: str) -> Find:
    """Rows that hold the email address itself, which is kept in small letters."""
    return Find(gettext_lazy("email address"), lambda word: Q(**{field: word.lower()}))


def by_key(field: str) -> Find:
    """The row with the number that stands in addresses, also with the whole address around it."""

    def condition(word: str) -> Q | None:
        found = _KEY.findall(word)
        return Q(**{field: uuid.UUID(found[-1])}) if found else None

    return Find(gettext_lazy("number in the address of its page"), condition)


def by_beginning(field: str, words: Promise) -> Find:
    """Rows whose text begins so, in capital letters or small ones."""
    return Find(words, lambda word: Q(**{f"{field}__istartswith": word}))


def _of(path: str, rows: Rows) -> Q | None:
    """Looked up first: a join would keep the database from using the index on the path."""
    key = rows.values_list("pk", flat=True).first()
    return None if key is None else Q(**{path: key})


def found(finds: Sequence[Find], rows: Rows, text: str) -> Rows:
    """The rows that the text finds in one way or another."""
    conditions = [condition for each in finds if (condition := each.by(text)) is not None]
    return rows.filter(reduce(or_, conditions)) if conditions else rows.none()


def described(finds: Iterable[Find]) -> str:
    """What can be searched for, for the reader."""
    separator = pgettext("between the parts of a list", ", ")
    return _("Search by %(what)s") % {"what": separator.join(str(each.words) for each in finds)}


class Choosing(Filter):
    """A filter among choices that are known without asking the table; nothing of it where there are none."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices: what stands in the address, and the words."""
        return list(self.offered())

    def offered(self) -> Iterable[tuple[str, str]]:
        """The same; a filter that names none is not shown."""
        return ()

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows | None:
        """The rows of the choice; all of them without one, and none of a choice that is not offered."""
        value = self.value()
        if value is None:
            return queryset
        return self.chosen(queryset, value) if value in dict(self.lookup_choices) else queryset.none()

    def chosen(self, queryset: Rows, value: str) -> Rows:
        """The rows of this choice."""
        return queryset.filter(**{self.parameter_name or "": value})
