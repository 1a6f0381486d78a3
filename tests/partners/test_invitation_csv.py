"""Reading a file of people to invite (B2)."""

import pytest
from django.utils.translation import override

from partners.invitation_csv import MOST_ROWS, problems, read
from partners.models import Role
from partners.refusals import Refused


def rows(text):
    return [(row.line, row.name, row.email, row.roles, row.problem) for row in read(text.encode())]


def test_a_file_names_people_addresses_and_roles():
    text = "name,email,roles\nAda,Ada@Example.org,admin;report-viewer\nBen,ben@example.org,\n"
    assert rows(text) == [
        (2, "Ada", "ada@example.org", ("admin", "report-viewer"), ""),
        (3, "Ben", "ben@example.org", ("employee",), ""),
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_with_or_without_a_byte_order_mark_by_commas_or_semicolons(mark, separator):
    text = separator.join(["Email", " NAME "]) + "\r\n" + separator.join(["ada@example.org", "陳美玲"])
    assert rows(mark + text) == [(2, "陳美玲", "ada@example.org", ("employee",), "")]


def in_chinese():
    with override("zh-hant"):
        return str(Role.REPORT_VIEWER.label)


@pytest.mark.parametrize("written", ["report viewer", "Report-Viewer", "report_viewer", in_chinese()])
def test_a_role_is_known_by_its_code_and_its_names(written):
    assert rows(f"name,email,roles\nAda,ada@example.org,{written}")[0][3] == ("report-viewer",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (",ada@example.org,", "no-name"),
        (f"{'x' * 151},ada@example.org,", "long-name"),
        ("Ada,ada,", "bad-email"),
        ("Ada,,", "bad-email"),
        (f"Ada,{'x' * 250}@example.org,", "bad-email"),
        ("Ada,ada@example.org,owner", "unknown-role"),
        ("Ada,ada@example.org,,more", "columns"),
        ("A\u0007da,ada@example.org,", "control-characters"),
    ],
)
def test_what_is_wrong_with_a_row_is_named(line, problem):
    good = "Ben,ben@example.org,"
    found = rows(f"name,email,roles\n{line}\n{good}")
    assert [each[4] for each in found] == [problem, ""]
    assert problems()[problem]


def test_an_address_counts_once():
    found = rows("name,email\nAda,ada@example.org\nBen,ben@example.org\nAda,ADA@example.org")
    assert [each[4] for each in found] == ["", "", "twice"]


def test_blank_rows_are_passed_over_and_lines_counted_all_the_same():
    assert [each[0] for each in rows("name,email\n\n,\nAda,ada@example.org")] == [4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-header"),
        (b"name,roles\nAda,admin", "no-header"),
        (b"name,email\n", "no-rows"),
        ("name,email\nÉva,eva@example.org".encode("latin-1"), "no-utf-8"),
        (b'name,email\n"Ada,ada@example.org', "no-csv"),
        (b"name,email\n" + b"Ada,ada@example.org\n" * (MOST_ROWS + 1), "too-many-rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "too-large"),
        (b"PK\x03\x04\xff\xfe", "no-utf-8"),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(content, code):
    with pytest.raises(Refused) as refusal:
        read(content)
    assert refusal.value.code == code
    assert str(refusal.value)
