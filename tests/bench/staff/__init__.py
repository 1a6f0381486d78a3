"""The staff's administration of a whole programme, 640,000 organisations, as a server hands it out."""

import json
from collections.abc import Collection, Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from competencies.programme import read_edition
from config.environment import ROOT
from tests.bench.pages.ground import EDITION, array, environment_of, filled, migrated, run, serving
from tests.bench.row import Row
from tests.services import postgresql

LIMITS = {"admin-queries": 20.0, "admin-p95": 0.5}
ORGANISATIONS = {"full": 640_000, "small": 64_000}
TIMES = 20
DATA = Path(__file__).parent / "data.sql"
OFFERS = "memberships/data/offers/2017-01.yaml"


def rows(size: str, folder: Path, wanted: Collection[str]) -> Iterator[Row]:
    """The queries of the front page, then how long its reader waits for it and for every list, one at a time."""
    count = ORGANISATIONS[size]
    with postgresql.server() as database:
        environment = environment_of(database)
        migrated(database, environment)
        edition = read_edition((ROOT / EDITION).read_bytes())
        entries = array(f"{entry.competency.key} {entry.level}" for entry in edition.entries)
        filled(database, DATA.read_text().format(organisations=count, entries=entries, offers=_offers()))
        made = json.loads(run(environment, "-m", "tests.bench.staff.signed_in"))
        with serving(environment) as port:
            staff = Staff(port, made["cookie"])
            if "admin-queries" in wanted:
                yield _queries(staff, made["lists"])
            if "admin-p95" in wanted:
                yield _waits(staff, made, count)


def _offers() -> str:
    """The list of offers as text of SQL, which must not meet braces or quotes of its own."""
    return f"convert_from('\\x{(ROOT / OFFERS).read_bytes().hex()}', 'UTF8')"


class Staff:
    """Somebody of the staff, signed in, who asks one page after the other."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.cookies = f"sessionid={cookie}; csrftoken={'c' * 32}"

    def ask(self, path: str, form: str = "") -> tuple[float, int]:
        """Seconds and queries of a page; with a form it is sent to it, and comes back with an error."""
        connection = HTTPConnection("127.0.0.1", self.port)
        headers = {"Cookie": self.cookies, "X-Count-Queries": "1"}
        if form:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": "c" * 32}
        started = perf_counter()
        connection.request("POST" if form else "GET", path, body=form or None, headers=headers)
        answer = connection.getresponse()
        answer.read()
        seconds = perf_counter() - started
        assert answer.status == 200, (path, answer.status)
        connection.close()
        return seconds, int(answer.headers["X-Queries"])


def _queries(staff: Staff, lists: list[str]) -> Row:
    front = staff.ask("/admin/")[1]
    most, which = max((staff.ask(path)[1], path) for path in lists)
    detail = f"the lists at most {most}: {which}"
    return Row("admin-queries", front, "queries", LIMITS["admin-queries"], detail)


def _waits(staff: Staff, made: dict, count: int) -> Row:
    """The page for which 95 % of the answers take longest; choosers are forms that name an organisation."""
    asked = [(path, "") for path in ["/admin/", *made["lists"]]] + list(made["choosers"].items())
    times = {}
    for path, form in asked:
        staff.ask(path, form)
        times[path] = quantiles([staff.ask(path, form)[0] for _ in range(TIMES)], n=20, method="inclusive")[
            -1
        ]
    slowest = sorted(times, key=times.__getitem__, reverse=True)
    shown = ", ".join(f"{path} {times[path]:.2f}" for path in slowest[:3])
    detail = (
        f"{count:,} organisations, {len(times)} pages; the front page {times['/admin/']:.2f}; {shown}; "
        f"everything counted in {made['seconds']:.1f} s"
    )
    return Row("admin-p95", times[slowest[0]], "s", LIMITS["admin-p95"], detail)
