"""Tables to download: no cell becomes a formula, the head comes at once, memory stays small."""

import csv
import io
import re
import zipfile

import pytest
from django.utils import translation
from django.utils.translation import gettext as _

from partners.exports import csv_response, defused, write_xlsx, xlsx_response


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x"]
)
def test_what_begins_like_a_formula_is_defused(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "70-347", "Contoso", "'=1", "3 - 2", "陳美玲"])
def test_everything_else_stays_as_it_is(text):
    assert defused(text) == text


def test_the_head_is_sent_before_a_row_is_asked_for():
    def rows():
        raise AssertionError("asked for")
        yield

    first = next(iter(csv_response(["A", "B"], rows(), name="x").streaming_content))
    assert first == "\ufeffA,B\r\n".encode()


def test_quotes_commas_and_line_breaks_come_back():
    rows = [['a "quoted" one', "x, y", "two\nlines"]]
    text = csv_response(["A", "B", "C"], rows, name="x").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == rows


def test_rows_come_a_batch_at_a_time():
    taken = []

    def rows():
        for number in range(1200):
            taken.append(number)
            yield [str(number)]

    stream = iter(csv_response(["A"], rows(), name="x").streaming_content)
    next(stream)
    assert taken == []
    next(stream)
    assert len(taken) == 500


@pytest.mark.parametrize("make", [csv_response, xlsx_response])
def test_rows_are_made_in_the_language_of_the_request(make):
    with translation.override("zh-hant"):
        response = make(["A"], ([_("Silver")] for _number in range(1)), name="x")
        expected = _("Silver")
    body = response.getvalue()
    if make is xlsx_response:
        body = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")
    assert expected in body.decode()


def test_a_workbook_keeps_text_that_looks_like_something_else():
    file = io.BytesIO()
    texts = ["=1+1", "0123", "https://example.org/", "1e5", "", "{=1}"]
    write_xlsx(file, ["A"], [texts])
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    found = [re.sub(r"<[^>]*>", "", inside) for inside in re.findall(r"<c [^>]*>(.*?)</c>", sheet)]
    assert found == ["A", *filter(None, texts)]
