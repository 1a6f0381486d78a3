"""Industries, services and languages: data in every language (F1, H1)."""

import re

import pytest
from django.conf import settings
from django.utils.translation import override

from memberships.profiles import vocabulary


@pytest.mark.parametrize("names", [vocabulary.industries(), vocabulary.services(), vocabulary.languages()])
def test_every_key_has_a_name_of_its_own_in_every_language(names):
    for code, _name in settings.LANGUAGES:
        words = [each[code] for each in names.values()]
        assert all(words)
        assert len(set(words)) == len(words)
    assert all(re.fullmatch("[a-z-]{2,40}", key) for key in names)


def test_names_follow_the_reader():
    with override("zh-hant"):
        assert vocabulary.named(vocabulary.industries(), ["retail", "no-such"]) == ["零售業"]
