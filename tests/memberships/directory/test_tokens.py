"""Text as the words by which it is found (F3)."""

import pytest

from memberships.directory import tokens


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("migration", "we migrated everything"),
        ("Services", "a service desk"),
        ("ZÜRICH", "in Zurich"),
        ("CRM", "crm-ready"),
        ("雲端", "企業雲端移轉"),
        ("雲端移轉", "雲端移轉專家"),
        ("雲", "企業雲端移轉"),
        ("Ａｚｕｒｅ", "azure"),
        ("Azure雲端", "雲端與Azure"),
        ("클라우드", "기업클라우드서비스"),
    ],
)
def test_found(asked, text):
    assert set(tokens.wanted(tokens.asked(asked))) <= tokens.words(text)


@pytest.mark.parametrize(
    ("asked", "text"), [("雲端", "雲和端點"), ("移轉", "轉移"), ("data", "database"), ("art", "cart")]
)
def test_not_found(asked, text):
    assert not set(tokens.wanted(tokens.asked(asked))) <= tokens.words(text)


@pytest.mark.parametrize("typed", ["contosso", "contso", "contsoo", "kontoso", "contoso", "cotnoso"])
def test_one_slip_in_a_name_is_forgiven(typed):
    words = tokens.name_words("Contoso Ltd")
    assert all(one_of & words for one_of in tokens.nearly(tokens.asked(typed)))


@pytest.mark.parametrize("typed", ["contrast", "fabrikam", "lts", "con"])
def test_another_name_is_not(typed):
    words = tokens.name_words("Contoso Ltd")
    assert not all(one_of & words for one_of in tokens.nearly(tokens.asked(typed)))


def test_little_words_are_asked_for_only_alone():
    assert tokens.asked("migration for the cloud") == ["migration", "cloud"]
    assert tokens.asked("the") == ["the"]
    assert tokens.asked(" ,;: ") == []


def test_endless_queries_are_cut():
    assert len(tokens.asked(" ".join(f"w{number}" for number in range(200)))) <= tokens.MOST_PIECES
