"""Translations are compiled without gettext, and only where they changed."""

import gettext
import os

import pytest

from config import translations
from config.environment import ROOT

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + 'msgid "gold"\nmsgstr "金級"\n', encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_and_read_by_the_standard_library(source, tmp_path):
    assert translations.compile_changed(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("gold") == "金級"


def test_only_what_changed_is_compiled(source, tmp_path):
    translations.compile_changed(tmp_path)
    assert translations.compile_changed(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert translations.compile_changed(tmp_path) == [source.with_suffix(".mo")]


def test_a_broken_catalogue_is_one_line_that_says_where(source, tmp_path):
    source.write_text(source.read_text(encoding="utf-8") + '\nmsgid "silver\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"^assay: .*django\.po: line \d+: "):
        translations.compile_changed(tmp_path)
    assert not source.with_suffix(".mo").exists()


def test_every_catalogue_of_the_portal_compiles(tmp_path):
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        translations.compile_one(source, tmp_path / "out.mo")
