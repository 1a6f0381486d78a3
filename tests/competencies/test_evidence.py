"""Evidence is judged by what it is, kept for its owner's eyes, and forgotten in time (C7)."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from competencies import evidence
from competencies.models import EvidenceType
from partners.clock import now
from tests.competencies.evidence_files import PDF, picture


@pytest.fixture
def store(settings, tmp_path) -> Path:
    settings.EVIDENCE_STORE = str(tmp_path / "evidence")
    return Path(settings.EVIDENCE_STORE)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, EvidenceType.PDF), (picture("PNG"), EvidenceType.PNG), (picture("JPEG"), EvidenceType.JPEG)],
    ids=["pdf", "png", "jpeg"],
)
def test_what_it_may_be(content, kind):
    assert evidence.judged(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        picture("GIF"),
        picture("PNG")[:40],
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n<html>",
        b"\xff\xd8\xff<script>",
        b"%PDF-1.4 broken off",
        b"GIF89a" + PDF,
    ],
)
def test_everything_else_is_refused_whatever_it_is_called(content):
    assert evidence.judged(content) is None


def test_a_picture_that_unfolds_beyond_measure_is_refused():
    assert evidence.judged(picture("PNG", size=(8000, 6000))) is None


def test_a_file_is_its_owners_only_under_a_name_of_ours(store):
    name = evidence.kept(PDF)
    file = store / name
    assert evidence.content_of(name) == PDF
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert evidence.kept(PDF) != name


def test_no_name_leads_out_of_the_store(store):
    evidence.kept(PDF)
    outside = store.parent / "secret"
    outside.write_text("secret")
    assert evidence.content_of("../secret") is None
    evidence.remove(["../secret"])
    assert outside.exists()


def test_what_is_gone_is_gone(store):
    assert evidence.content_of("") is None
    assert evidence.content_of("nothing.bin") is None
    evidence.remove(["nothing.bin", ""])


@pytest.mark.django_db
def test_a_file_whose_maker_died_is_removed_after_an_hour(store):
    old, new = evidence.kept(PDF), evidence.kept(PDF)
    before = (now() - timedelta(hours=2)).timestamp()
    os.utime(store / old, (before, before))
    assert evidence.tidy(now()) == 1
    assert [path.name for path in store.iterdir()] == [new]
