"""Phrases that hang on nothing but an edition and a language: what it asks, in words. Made once for each process."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.utils.translation import get_language

from competencies.presenters.words import Words
from competencies.programme import Edition

T = TypeVar("T")

_PAGES = 32
"""So many editions and languages are kept; then it begins anew."""

_book: dict[Hashable, tuple[Edition, dict[Hashable, Any]]] = {}


def kept(words: Words, phrase: Callable[..., T], *asked: Hashable) -> T:
    """`phrase(*asked, words)`, which may look at nothing of the words but edition, language and brevity.

    No word about a person or an organisation is ever kept.
    """
    # An edition is known by its identity: to compare two would take longer than to write the phrase.
    page = (id(words.edition), words.language, get_language(), words.brevity)
    known = _book.get(page)
    if known is None:
        if len(_book) >= _PAGES:
            _book.clear()
        # The edition is kept beside, so that no other one can come to have its identity.
        known = _book[page] = (words.edition, {})
    phrases, key = known[1], (phrase, *asked)
    if key not in phrases:
        phrases[key] = phrase(*asked, words)
    found: T = phrases[key]
    return found
