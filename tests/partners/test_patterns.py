"""Patterns: drawn once for each language, and never different from their template (decision 44)."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from partners.patterns import Pattern

RESULT = "memberships/directory/result.html"
TEXTS = {
    "key": "k", "url": "/find/k/", "name": "Contoso", "facts": "Ghent", "text": "Everything", "initials": "C",
    "logo_url": "/logo", "width": "30", "height": "20", "marks": SafeString("<li>Gold</li>"),
}  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Contoso", '<b class="x">', "50 % & 'more' %s %(key)s", "雲端\ue000x\ue001", ""]
)
@pytest.mark.parametrize("flags", [[], ["logo", "marked"], ["chosen"]])
def test_what_is_filled_in_stands_where_the_template_has_it(name, flags):
    texts = {**TEXTS, "name": name, "text": SafeString("<mark>it</mark>")}
    for language in ("en", "zh-hant"):
        with translation.override(language):
            plain = render_to_string(RESULT, {**texts, **dict.fromkeys(flags, True)})
        assert Pattern(RESULT).filled(language, texts, flags) == plain.strip()


def test_it_is_drawn_once_for_each_language_and_each_set_of_flags(monkeypatch):
    drawn = []
    monkeypatch.setattr(Pattern, "_draw", lambda _self, texts, flags: drawn.append([*flags]) or "%(name)s")
    pattern = Pattern(RESULT)
    for language, flags in [("en", []), ("en", []), ("zh-hant", []), ("en", ["logo"]), ("en", ["logo"])]:
        assert pattern.filled(language, {"name": "<"}, flags) == "&lt;"
    assert drawn == [[], [], ["logo"]]


def test_where_templates_change_nothing_is_kept(settings, monkeypatch):
    settings.DEBUG = True
    drawn = iter(["before", "after"])
    monkeypatch.setattr(Pattern, "_draw", lambda *_given: next(drawn))
    pattern = Pattern(RESULT)
    assert [pattern.filled("en", {}), pattern.filled("en", {})] == ["before", "after"]
