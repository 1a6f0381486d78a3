"""The filters of the directory as options of lists; each list is made once a day for each language (F3)."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competencies.programme import Programme
from competencies.published import current_programme
from memberships.presenters.partner import competency_name
from memberships.profiles import vocabulary
from partners.countries import country_choices


def competency_keys(programme: Programme) -> frozenset[str]:
    """What can be filtered by: whatever some edition knows, for displays outlive editions."""
    return programme.competency_keys


def options(kind: str, chosen: str, *, rules_version: int, as_of: date) -> SafeString:
    """The options of a list, "Any" first. `kind`: country, industry or competency."""
    every = _options(kind, get_language() or "en", rules_version, as_of)
    value = format_html('value="{}"', chosen)
    return SafeString(every.replace(value, f"{value} selected", 1)) if chosen else every


@lru_cache(maxsize=16)
def _options(kind: str, language: str, rules_version: int, as_of: date) -> SafeString:
    """In the active language, which is a parameter so that each has its own; nothing is chosen in them."""
    any_one = format_html('<option value="">{}</option>', _("Any"))
    return any_one + format_html_join("", '<option value="{}">{}</option>', _MAKERS[kind]())


def _competencies() -> list[tuple[str, str]]:
    programme = current_programme()
    named = ((key, competency_name(key, programme)) for key in competency_keys(programme))
    return sorted(named, key=lambda choice: choice[1])


_MAKERS: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "competency": _competencies,
    "country": country_choices,
    "industry": lambda: vocabulary.choices(vocabulary.industries()),
}
