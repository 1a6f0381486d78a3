"""Whole pages of the directory by one user: any pair of filters beside a bare view, and searches by words."""

import random
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import combinations
from statistics import median, quantiles
from urllib.parse import urlencode

from tests.bench.directory.ground import Ground
from tests.bench.row import Row

LIMITS = {"find-filters": 5.0, "find-words-p95": 0.2}
TIMES, SEARCHES = 40, 300
COUNTRIES = ("MH", "GI", "US", "DE", "TW", "IN", "FM", "NI")
"""From that of a fifth of all partners (`data.sql` draws them) to one of few hundred and one of none."""


def rows(ground: Ground) -> Iterator[Row]:
    """Filters by turns with the bare view, each pair with common and rare values; then words, alone and filtered."""
    dice = random.Random(1)
    connection = HTTPConnection("127.0.0.1", ground.port)
    filters = {
        "competency": lambda: {"competency": dice.choice(ground.competencies)},
        "level": lambda: {"level": dice.choice(("silver", "gold"))},
        "country": lambda: {"country": dice.choice(COUNTRIES)},
        "industry": lambda: {"industry": dice.choice(ground.industries)},
    }
    for _ in range(10):
        _asked(connection, "/bare/")
        _asked(connection, "/find/?competency=cloud-platform")
    yield _by_filters(ground, connection, filters)
    yield _by_words(ground, connection, filters, dice)
    connection.close()


def _by_filters(ground: Ground, connection: HTTPConnection, filters: dict) -> Row:
    """The slowest pair by its median, beside the median of the bare view."""
    bare, pairs = [], {}
    for _ in range(TIMES):
        for first, second in combinations(filters, 2):
            query = {**filters[first](), **filters[second]()}
            pairs.setdefault(f"{first} and {second}", []).append(
                _asked(connection, f"/find/?{urlencode(query)}")
            )
            bare.append(_asked(connection, "/bare/"))
    medians = {pair: median(times) for pair, times in pairs.items()}
    slowest = max(medians, key=medians.__getitem__)
    plain = median(bare)
    detail = (
        f"{ground.partners:,} partners: {slowest} {medians[slowest] * 1e3:.1f} ms beside {plain * 1e3:.1f} ms"
    )
    return Row("find-filters", medians[slowest] / plain, "times bare", LIMITS["find-filters"], detail)


def _by_words(ground: Ground, connection: HTTPConnection, filters: dict, dice: random.Random) -> Row:
    times: dict[str, list[float]] = {}
    kinds = list(_queries(ground, filters, dice))
    for number in range(SEARCHES):
        kind, make = kinds[number % len(kinds)]
        times.setdefault(kind, []).append(_asked(connection, f"/find/?{urlencode(make())}"))
    every = [each for found in times.values() for each in found]
    shown = ", ".join(f"{kind} {max(found) * 1e3:.0f}" for kind, found in times.items())
    detail = f"{ground.partners:,} partners, the slowest in ms: {shown}"
    return Row("find-words-p95", quantiles(every, n=20)[-1], "s", LIMITS["find-words-p95"], detail)


def _queries(ground: Ground, filters: dict, dice: random.Random) -> Iterator[tuple]:
    def word() -> str:
        return f"w{int(20000 ** dice.random())}"

    def name() -> str:
        return f"v{dice.randrange(1, ground.partners) * 7919 % 400009}ist"

    def slip() -> str:
        typed = name()
        return typed[:3] + typed[4:]

    yield "a frequent word", lambda: {"q": f"w{dice.randrange(1, 20)}"}
    yield "a word", lambda: {"q": word()}
    yield "two words", lambda: {"q": f"{word()} {word()}"}
    yield "three words", lambda: {"q": f"{word()} {word()} {word()}"}
    yield "a word of those without a level", lambda: {"q": "behind"}
    yield "a name", lambda: {"q": name()}
    yield "a name with a slip", lambda: {"q": slip()}
    yield "Chinese", lambda: {"q": chr(19968 + int(3000 ** dice.random())) + chr(20968 + dice.randrange(7))}
    for chosen in filters:
        yield f"a word and a {chosen}", lambda chosen=chosen: {"q": word(), **filters[chosen]()}
    yield "nothing like it", lambda: {"q": "zzzz"}


def _asked(connection: HTTPConnection, path: str) -> float:
    """Seconds until the whole page is here."""
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - started
    assert answer.status == 200, (path, answer.status)
    return seconds
