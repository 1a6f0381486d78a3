"""Text as the words by which it is found: the same on every engine, for both languages (F3).

Latin words are told by their roots, so that "migrated" finds "migration". Chinese, Japanese and Korean know no
blanks: there every pair of neighbouring characters is a word, and every single one, so that 雲端 is found inside
企業雲端移轉. One wrong, missing, additional or swapped letter in a name is forgiven, since a word and its
misspelling share what is left of either without one letter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST_QUERY = 100
"""So many characters of what a customer types are looked at."""

MOST_PIECES = 12
"""So many words of it."""

SHORTEST_FORGIVEN = 4
"""A word of fewer letters has to be written right."""

NAME, DOES, SLIP = "=", "+", "~"
"""What a word is marked with besides: part of the name, of what the partner does, of the name with a letter less."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_ENDINGS = (
    "ations", "ation", "ating", "ated", "ates", "ate", "ions", "ion", "ings", "ing", "ments", "ment",
    "ers", "er", "ed", "es", "e", "s",
)  # fmt: skip
_LONGEST_WORD = 40
_LITTLE = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})


def pieces(text: str) -> Iterator[str]:
    """The words of a text in lower case and without accents; a run of Chinese is one piece."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    yield from _PIECE.findall(unicodedata.normalize("NFKC", bare))


def words(text: str) -> set[str]:
    """Every word under which the text is found."""
    return {word for piece in pieces(text) for word in _of_piece(piece)}


def name_words(name: str) -> set[str]:
    """The words of a name, marked as such, and what is left of each without one letter."""
    latin = [piece for piece in pieces(name) if not is_cjk(piece)]
    slips = {SLIP + rest for piece in latin for rest in shortened(piece)}
    return {NAME + word for word in words(name)} | slips


def shortened(word: str) -> set[str]:
    """The word, and if it is long enough, all that remain when one of its letters is left out."""
    word = word[:_LONGEST_WORD]
    if len(word) < SHORTEST_FORGIVEN:
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def asked(text: str) -> list[str]:
    """The pieces of a query, each once; little words count only where there are no others."""
    found = list(dict.fromkeys(pieces(text[:LONGEST_QUERY])))[:MOST_PIECES]
    return [piece for piece in found if piece not in _LITTLE] or found


def wanted(query: Iterable[str]) -> list[str]:
    """The words that a listing must have to match these pieces of a query."""
    return sorted({word for piece in query for word in _looked_up(piece)})


def nearly(query: Iterable[str]) -> list[set[str]]:
    """For each piece of a query what a listing must have one of, if it is spelt wrongly and means a name."""
    return [
        {NAME + word for word in _looked_up(piece)}
        if is_cjk(piece)
        else {SLIP + rest for rest in shortened(piece)}
        for piece in query
    ]


def same(first: str, second: str) -> bool:
    """Whether two pieces are the same word to a search, or the first stands inside the second in Chinese."""
    if is_cjk(first):
        return first in second
    return root(first) == root(second)


def is_cjk(piece: str) -> bool:
    """Whether it is written without blanks."""
    return bool(_IS_CJK.match(piece))


def root(word: str) -> str:
    """An English word without its ending, as long as four letters remain; others lose as much, wherever they stand."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _of_piece(piece: str) -> set[str]:
    if is_cjk(piece):
        return {*piece, *_pairs(piece)}
    return {root(piece[:_LONGEST_WORD])}


def _looked_up(piece: str) -> set[str]:
    """Of Chinese only the pairs are asked for: they say more than single characters."""
    if is_cjk(piece):
        return set(_pairs(piece)) or {piece}
    return {root(piece[:_LONGEST_WORD])}


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]
