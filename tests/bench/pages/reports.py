"""The skills report of 50,000 rows: CSV beside a bare COPY, XLSX beside xlsxwriter alone."""

import io
import time
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection
from statistics import median

import xlsxwriter

from tests.bench.pages.ground import Ground
from tests.bench.row import Row

LIMITS = {"skills-csv-first": 0.2, "skills-csv": 5.0, "skills-xlsx": 1.6}
ROUNDS = 5
COPY = """
    COPY (
        SELECT person.name, person.email, transcript.mcid, earned.credential, earned.earned_on, earned.expires_on,
            earned.revoked_on, tie.starts_on, tie.until
        FROM competencies_association AS tie
        JOIN competencies_affiliation AS affiliation ON affiliation.id = tie.affiliation_id
        JOIN competencies_achievement AS earned ON earned.id = tie.achievement_id
        JOIN competencies_transcript AS transcript ON transcript.id = earned.transcript_id
        JOIN partners_user AS person ON person.id = affiliation.user_id
        JOIN partners_account AS account
            ON account.user_id = person.id AND account.organisation_id = 1 AND account.until IS NULL
        WHERE affiliation.organisation_id = 1
        ORDER BY person.name, person.id, earned.credential, earned.earned_on
    ) TO STDOUT (FORMAT csv)
"""


def rows(ground: Ground) -> Iterator[Row]:
    """By turns, the median of five rounds."""
    firsts, wholes, copies, books, alone = [], [], [], [], []
    text = b""
    for _ in range(ROUNDS):
        copies.append(_copy(ground))
        first, whole, text = _fetch(ground, "skills.csv")
        firsts.append(first)
        wholes.append(whole)
    table = [line.split(",") for line in text.decode().splitlines()]
    for _ in range(3):
        alone.append(_alone(table))
        books.append(_fetch(ground, "skills.xlsx")[1])
    count = len(table) - 1
    ratio = median(whole / copy for whole, copy in zip(wholes, copies, strict=True))
    yield Row("skills-csv-first", median(firsts), "s", LIMITS["skills-csv-first"], f"{count:,} rows")
    detail = f"{median(wholes):.2f} s beside {median(copies):.2f} s, {count:,} rows"
    yield Row("skills-csv", ratio, "times COPY", LIMITS["skills-csv"], detail)
    ratio = median(book / one for book, one in zip(books, alone, strict=True))
    detail = f"{median(books):.2f} s beside {median(alone):.2f} s, {count:,} rows"
    yield Row("skills-xlsx", ratio, "times xlsxwriter", LIMITS["skills-xlsx"], detail)


def _fetch(ground: Ground, name: str) -> tuple[float, float, bytes]:
    """Seconds to the first byte of the body and to its end, and the body."""
    connection = HTTPConnection("127.0.0.1", ground.port)
    started = time.perf_counter()
    connection.request("GET", f"{ground.largest}{name}", headers=ground.headers)
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    found = [answer.read(1)]
    first = time.perf_counter() - started
    while block := answer.read(1 << 16):
        found.append(block)
    whole = time.perf_counter() - started
    connection.close()
    return first, whole, b"".join(found)


def _copy(ground: Ground) -> float:
    with ground.connect() as connection:
        started = time.perf_counter()
        with connection.cursor().copy(COPY) as copy:
            for _ in copy:
                pass
        return time.perf_counter() - started


def _alone(table: list[list[str]]) -> float:
    """The same cells, which are there already, written by xlsxwriter."""
    started = time.perf_counter()
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text)
    seconds = time.perf_counter() - started
    assert zipfile.is_zipfile(file)
    return seconds
