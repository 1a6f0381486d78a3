"""A person predicate as the sentence it stands for: "one of A, B and, beside it, one of C, D"."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competencies.presenters.phrasebook import kept
from competencies.presenters.words import Words, without_markup
from competencies.programme import EveryOf, Holds, OneOf, Predicate
from competencies.programme.meaning import flattened


@dataclass(frozen=True, slots=True)
class Clauses:
    """What one person has to hold: `only` where it fits into the heading, else a line per clause."""

    only: SafeString | None
    lines: tuple[SafeString, ...] = ()


def clauses(predicate: Predicate, words: Words) -> Clauses:
    """The predicate as a list of lines, the way a programme page would write it."""
    return kept(words, _clauses, predicate)


def _clauses(predicate: Predicate, words: Words) -> Clauses:
    plain = flattened(predicate)
    if isinstance(plain, Holds):
        return Clauses(words.credential(plain.code))
    if isinstance(plain, OneOf) and _codes(plain):
        return Clauses(None, (_phrase(plain, words),))
    return Clauses(None, tuple(_lines(plain, words)))


def sentence(predicate: Predicate, words: Words) -> SafeString:
    """The predicate inside a sentence."""
    return kept(words, _sentence, predicate)


def _sentence(predicate: Predicate, words: Words) -> SafeString:
    return _phrase(flattened(predicate), words)


def summary(predicate: Predicate, words: Words) -> SafeString:
    """The predicate inside a sentence where its clauses stand nearby: codes too many to repeat are counted."""
    whole, codes = sentence(predicate, words), one_of(predicate)
    if is_short(whole, words) or not codes:
        return whole
    return format_html(_("one of {number} credentials"), number=len(codes))


def is_short(phrase: SafeString, words: Words) -> bool:
    """Whether the sentence is short enough to stand inside another."""
    return len(without_markup(phrase)) <= words.brevity


def one_of(predicate: Predicate) -> tuple[str, ...]:
    """The codes of which any one will do; empty if more is asked."""
    plain = flattened(predicate)
    return (_codes(plain) or ()) if isinstance(plain, OneOf) else ()


def _lines(plain: EveryOf | OneOf, words: Words) -> Iterator[SafeString]:
    every = isinstance(plain, EveryOf)
    for place, part in enumerate(plain.parts):
        phrase = _phrase(part, words)
        if place:
            yield format_html(_("and {}") if every else _("or {}"), phrase)
        else:
            yield phrase if every else format_html(_("either {}"), phrase)


def _phrase(plain: Predicate, words: Words) -> SafeString:
    if isinstance(plain, Holds):
        return words.credential(plain.code)
    codes = _codes(plain)
    if isinstance(plain, OneOf):
        if codes and len(codes) == 2:
            return words.any_of(codes)
        if codes:
            return format_html(_("one of {}"), words.listed(codes))
        parts = [_phrase(part, words) for part in plain.parts]
        return format_html(_("either {}"), _parted(pgettext("between alternatives", ", or "), parts))
    if codes:
        return words.all_of(codes)
    return _parted(pgettext("between demands", ", and "), [_phrase(part, words) for part in plain.parts])


def _parted(separator: str, parts: list[SafeString]) -> SafeString:
    """Phrases that hold several codes themselves, parted so that nobody reads across."""
    return format_html_join(separator, "{}", ((part,) for part in parts))


def _codes(plain: EveryOf | OneOf) -> tuple[str, ...] | None:
    """The codes of a group that holds nothing but codes."""
    codes = tuple(part.code for part in plain.parts if isinstance(part, Holds))
    return codes if len(codes) == len(plain.parts) else None


def satisfying(predicate: Predicate, held: frozenset[str]) -> tuple[str, ...] | None:
    """The fewest of the held codes that satisfy the predicate; None if they do not."""
    if isinstance(predicate, Holds):
        return predicate.codes if predicate.code in held else None
    found = [satisfying(part, held) for part in predicate.parts]
    good = [codes for codes in found if codes is not None]
    if isinstance(predicate, EveryOf):
        return tuple(dict.fromkeys(sum(good, ()))) if len(good) == len(found) else None
    return min(good, key=len, default=None)
