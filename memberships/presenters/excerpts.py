"""The part of a description in which a customer's words stand, with these words marked (F3)."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from memberships.directory import tokens
from memberships.presenters.structured import shortened

LENGTH = 200
"""About so many characters are shown."""

_LEAD = 60
_PIECE = re.compile(r"\w+")

Span = tuple[int, int]


def excerpt(text: str, query: Sequence[str]) -> SafeString:
    """About two lines of the text, from shortly before the first word that was asked for."""
    flat = " ".join(text.split())
    spans = list(_spans(flat, query)) if query else []
    if not spans:
        return conditional_escape(shortened(flat, LENGTH))
    start = _start(flat, spans[0][0])
    part = shortened(flat[start:], LENGTH)
    inside = [(first - start, end - start) for first, end in spans if end - start <= len(part)]
    return format_html("{}{}", "…" if start else "", _marked(part, inside))


def _start(text: str, first: int) -> int:
    """Where the excerpt begins: at the start if the word is near it, else at a blank before it."""
    if first <= LENGTH - _LEAD:
        return 0
    blank = text.find(" ", first - _LEAD, first)
    return blank + 1 if blank >= 0 else max(0, first - _LEAD)


def _spans(text: str, query: Sequence[str]) -> Iterator[Span]:
    """Where words of the query stand."""
    for found in _PIECE.finditer(text):
        for piece in tokens.pieces(found.group()):
            match = next((word for word in query if tokens.same(word, piece)), None)
            if match is None:
                continue
            inside = found.group().casefold().find(match) if match in piece and match != piece else -1
            if inside >= 0 and tokens.is_cjk(match):
                yield found.start() + inside, found.start() + inside + len(match)
            elif not tokens.is_cjk(match):
                yield found.span()
                break


def _marked(text: str, spans: Sequence[Span]) -> SafeString:
    parts: list[tuple[SafeString | str, SafeString | str]] = []
    at = 0
    for first, end in spans:
        if first >= at:
            parts.append(
                (conditional_escape(text[at:first]), format_html("<mark>{}</mark>", text[first:end]))
            )
            at = end
    parts.append((conditional_escape(text[at:]), ""))
    return format_html_join("", "{}{}", parts)
