"""Pages signed in: their queries, how many a second beside a bare view, and how long the largest firm waits."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import quantiles

from tests.bench.pages.ground import Ground
from tests.bench.row import Row

LIMITS = {"pages-queries": 12.0, "pages-rate": 10.0, "largest-p95": 1.0}
AT_ONCE, SECONDS, TIMES = 8, 6.0, 12
COMPETENCIES = ("competencies/", "competencies/cloud-platform/")
OTHERS = (
    "", "skills/", "skills/?state=expired", "performance/", "notifications/", "me/", "people/", "offers/",
    "competencies/cloud-platform/people/2.2/azure-consumption-silver/",
)  # fmt: skip
OF_EMPLOYEE = {"": "person", "end/": "end of account"}


def rows(ground: Ground) -> Iterator[Row]:
    """The competencies pages of a usual organisation under load, then every page of the largest, one user alone."""
    yield _queries(ground)
    bare = _rate(ground, "/bare/")
    rates = {page: _rate(ground, f"{ground.usual}{page}") for page in COMPETENCIES}
    slowest = min(rates.values())
    shown = ", ".join(f"{rate:.0f}" for rate in rates.values())
    detail = f"{shown} a second beside {bare:.0f}, {AT_ONCE} at once, 2 processes"
    yield Row("pages-rate", bare / slowest, "times slower than bare", LIMITS["pages-rate"], detail)
    times = {page: _p95(ground, f"{ground.largest}{page}") for page in (*COMPETENCIES, *OTHERS)}
    for page, name in OF_EMPLOYEE.items():
        times[name] = _p95(ground, f"{ground.largest}{ground.employee}{page}")
    shown = ", ".join(f"{page or 'home'} {seconds:.2f}" for page, seconds in times.items())
    detail = f"{ground.people:,} people: {shown}"
    yield Row("largest-p95", max(times.values()), "s", LIMITS["largest-p95"], detail)


def _queries(ground: Ground) -> Row:
    """The most that a competencies page asks of the database, session and user included.

    The first page after a review also looks for what cures an alert, once a day, and keeps it: not counted here.
    """
    counts = {}
    for organisation in (ground.usual, ground.largest):
        for page in COMPETENCIES:
            counts[page] = max(counts.get(page, 0), _count(ground, f"{organisation}{page}"))
    detail = ", ".join(f"{page} {count}" for page, count in counts.items())
    return Row("pages-queries", max(counts.values()), "queries", LIMITS["pages-queries"], detail)


def _count(ground: Ground, path: str) -> int:
    _get(ground, path)
    return int(_get(ground, path, {"X-Count-Queries": "1"})[1])


def _rate(ground: Ground, path: str) -> float:
    """Answers a second, eight clients asking one after the other for some seconds."""
    _get(ground, path)
    end = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(AT_ONCE) as clients:
        counts = list(clients.map(lambda _: _ask_until(ground, path, end), range(AT_ONCE)))
    return sum(counts) / SECONDS


def _ask_until(ground: Ground, path: str, end: float) -> int:
    connection, count = HTTPConnection("127.0.0.1", ground.port), 0
    while time.perf_counter() < end:
        connection.request("GET", path, headers=ground.headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        count += 1
    connection.close()
    return count


def _p95(ground: Ground, path: str) -> float:
    _get(ground, path)
    return quantiles([_get(ground, path)[0] for _ in range(TIMES)], n=20)[-1]


def _get(ground: Ground, path: str, headers: dict[str, str] | None = None) -> tuple[float, str]:
    """Seconds, and what the answer says of its queries."""
    connection = HTTPConnection("127.0.0.1", ground.port)
    started = time.perf_counter()
    connection.request("GET", path, headers={**ground.headers, **(headers or {})})
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - started
    assert answer.status == 200, (path, answer.status)
    connection.close()
    return seconds, answer.headers.get("X-Queries", "0")
