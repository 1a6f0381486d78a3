"""Every kind of the journal has words, in which every name in brackets is known (D5)."""

import string
from datetime import UTC, date, datetime

import pytest

from memberships.presenters.history import OF_THE_PORTAL
from memberships.presenters.telling import VALUES, WORDS
from partners.journal import Kind
from partners.telling import Told, filled


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_words(kind):
    telling = WORDS[kind]
    for text in (telling.sentence, telling.before, telling.after):
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(str(text)) if name}
        assert names <= set(VALUES)


def test_no_app_takes_the_words_of_another():
    import competencies.presenters.telling as of_competencies
    import partners.telling as of_partners

    assert not set(of_competencies.WORDS) & set(of_partners.WORDS)
    assert not set(of_competencies.VALUES) & set(of_partners.VALUES)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_an_entry_of_which_nothing_is_known_is_told_all_the_same(kind):
    from competencies.published import published
    from competencies.views.loading import words_of
    from tests.world import World

    world = World()
    words = words_of(world.organisation("Contoso"), published().programme, as_of=world.on)
    told = Told(1, date(2018, 1, 1), datetime(2018, 1, 1, tzinfo=UTC), kind, "", "", "", {}, None)
    telling = WORDS[kind]
    assert all(filled(text, told, words, VALUES) is not None for text in (telling.before, telling.after))
    assert filled(telling.sentence, told, words, VALUES)


def test_what_stands_in_no_organisations_journal_is_no_choice():
    assert Kind.LEVEL_LOST not in OF_THE_PORTAL
