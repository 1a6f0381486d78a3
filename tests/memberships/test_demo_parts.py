"""What the demo world is made of: days that count back, and an edition that says of itself that it is made up."""

from datetime import date, timedelta

import pytest

from competencies.programme import AllOf, Programme, read_edition
from memberships.demo import edition
from memberships.demo.diary import Diary
from memberships.demo.partner import month_end
from memberships.demo.person import address

TODAY = date(2026, 11, 22)


def test_the_diary_plays_in_the_order_of_the_days():
    diary, seen = Diary(TODAY), []
    for ago, word in ((3, "b"), (10, "a"), (3, "c"), (0, "d")):
        diary.note(ago, lambda on, word=word: seen.append((word, on)))
    diary.play()
    assert [word for word, _ in seen] == ["a", "b", "c", "d"]
    assert seen[0][1] == date(2026, 11, 12)
    assert diary.since(diary.ago(17)) == 17


def test_nothing_happens_on_a_day_to_come():
    with pytest.raises(ValueError, match="not come yet"):
        Diary(TODAY).note(-1, print)


@pytest.mark.parametrize(
    ("today", "place", "expected"),
    [
        (date(2026, 11, 22), 0, date(2026, 10, 31)),
        (date(2026, 11, 30), 0, date(2026, 11, 30)),
        (date(2026, 11, 30), 9, date(2026, 2, 28)),
        (date(2028, 2, 29), 0, date(2028, 2, 29)),
        (date(2028, 3, 1), 0, date(2028, 2, 29)),
    ],
)
def test_the_ends_of_months(today, place, expected):
    assert month_end(today, place) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mei-Ling Chen", "mei-ling.chen"),
        ("Zoë de Wit", "zoe.de.wit"),
        ("City Power & Light", "city.power.light"),
    ],
)
def test_addresses(name, expected):
    assert address(name) == expected


@pytest.fixture(scope="module")
def origin():
    return read_edition(edition.ORIGIN.read_bytes())


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2026, 12, 31)])
def test_the_demo_edition_reads_well_and_belongs_to_the_real_one(origin, today):
    demo = read_edition(edition.made(today).document)
    assert demo.key == edition.made(today).key
    assert demo.key.startswith("demo-")
    assert demo.effective_from == today + timedelta(days=60)
    assert all("Demo" in text for text in (demo.name["en"], demo.name["zh-hant"]))
    assert Programme.of([origin, demo]).edition_on(today) is origin


def test_one_exam_retires_and_says_that_this_is_made_up(origin):
    demo = read_edition(edition.made(TODAY).document)
    changed = [code for code, exam in demo.credentials.items() if exam != origin.credentials[code]]
    assert changed == [edition.RETIRING]
    exam = demo.credentials[edition.RETIRING]
    assert exam.retires_on == TODAY + timedelta(days=40)
    assert exam.accepted_through == TODAY + timedelta(days=90)
    assert exam.replaced_by in demo.credentials
    assert "Made up for the demo" in exam.note["en"]
    assert "示範" in exam.note["zh-hant"]


def test_one_path_groups_what_it_asks_for_and_says_so(origin):
    demo = read_edition(edition.made(TODAY).document)
    changed = [
        (new, old)
        for key, competency in demo.competencies.items()
        for new, old in zip(competency.paths, origin.competencies[key].paths, strict=True)
        if new != old
    ]
    assert [new.key for new, _ in changed] == ["surface-hub-silver"]
    new, old = changed[0]
    group = new.requires[-1]
    assert isinstance(group, AllOf)
    assert (*new.requires[:-1], *group.nodes) == old.requires
    assert "Grouped for the demo" in group.note["en"]


def test_a_changed_origin_is_noticed():
    with pytest.raises(ValueError, match="0 places"):
        edition._changed("abc", "x", "y")
