"""A requirement tree reads as sentences: what is asked, what is there, who counts, who nearly does and why not."""

from dataclasses import replace
from datetime import date

from django.utils.html import strip_tags
from django.utils.translation import override as language

from competencies.facts import Achievement
from competencies.presenters.causes import cause
from competencies.presenters.predicates import clauses, satisfying, sentence, summary
from competencies.presenters.requirements import requirement
from competencies.programme import EveryOf, Holds, OneOf
from competencies.programme.meaning import flattened
from tests.competencies.presenters.worlds import Attestation, earned, person, reading, situation


def rows(found, competency: str, path: str):
    """The rows of a path of the situation."""
    asked = found.edition.competencies[competency]
    for verdict in found.verdicts(competency):
        for each, judged in found.judged(asked, verdict):
            if each.key == path:
                pairs = zip(each.requires, judged.requirements, strict=True)
                return [requirement(*pair, found.words, found.facts.readings) for pair in pairs]
    raise LookupError(path)


def plain(*parts) -> list[str]:
    return [strip_tags(part) for part in parts]


A, B, C = Holds("70-1"), Holds("70-2"), Holds("ta-x")


def test_groups_in_groups_of_their_kind_are_one():
    assert flattened(OneOf((OneOf((A, B)), C))) == OneOf((A, B, C))
    assert flattened(EveryOf((EveryOf((A,)), OneOf((B, C))))) == EveryOf((A, OneOf((B, C))))


def test_predicates_as_sentences():
    words = situation().words
    assert plain(sentence(OneOf((A, B)), words)) == ["70-1 or 70-2"]
    assert plain(sentence(EveryOf((A, C)), words)) == ["70-1 and Assessment X"]
    assert plain(sentence(OneOf((A, B, C)), words)) == ["one of 70-1, 70-2, Assessment X"]
    assert plain(*clauses(EveryOf((OneOf((A, B)), C)), words).lines) == ["70-1 or 70-2", "and Assessment X"]
    assert plain(*clauses(OneOf((EveryOf((A, B)), C)), words).lines) == [
        "either 70-1 and 70-2",
        "or Assessment X",
    ]
    assert plain(clauses(A, words).only) == ["70-1"]


def test_the_smallest_set_that_satisfies():
    assert satisfying(OneOf((EveryOf((A, B)), C)), frozenset({"70-1", "70-2", "ta-x"})) == ("ta-x",)
    assert satisfying(EveryOf((A, B)), frozenset({"70-1"})) is None


def test_sales_name_the_market_the_window_and_the_day_of_the_fall():
    found = situation(readings=(reading(1200, date(2017, 6, 30)),))
    row = rows(found, "team", "team-gold")[0]
    assert row.title == "Sales: at least 1,000 USD within 12 months"
    assert plain(*row.notes) == [
        "Paid sales only.",
        "1,000 USD is asked in developed markets, where Contoso trades; 500 USD in developing markets.",
        "Window 13 March 2017 to 12 March 2018, last figure 30 June 2017.",
        "Holds if sales stay as they are; without a new figure it falls on 30 June 2018, in 3 months.",
    ]
    assert plain(row.meters[0].have, row.meters[0].rest) == ["1,200 of 1,000 USD", "200 USD to spare"]


def test_without_a_figure_the_words_say_so():
    row = rows(situation(), "team", "team-gold")[0]
    assert plain(row.meters[0].have) == ["No figure of 1,000 USD"]
    assert not row.met
    assert "no figure in it" in row.notes[2]


def test_a_team_has_a_part_for_each_group():
    found = situation(person("1", earned("70-2"), earned("ta-x")))
    row = rows(found, "team", "team-gold")[1]
    assert row.title == "A team of 2, every place filled at the same time"
    first, second = row.parts
    assert first.title == "Group 1: 1 person with"
    assert plain(*first.clauses) == ["70-1 or 70-2", "and Assessment X"]
    assert [one.name for one in first.contributors] == ["Ada Able"]
    assert second.title == "Group 2: 1 other person with"
    assert second.nearly[0].reason == "Needed in group 1."
    assert plain(second.open_place.words) == ["1 place open."]
    assert row.remark == "Tightest together: groups 1 and 2."


def test_alternatives_that_are_not_needed_are_no_warning():
    found = situation(attestations=(Attestation("reseller", date(2017, 1, 1)),))
    row = rows(found, "either", "either-silver")[0]
    assert row.title == "Either of these"
    exams, attested = row.parts
    assert (exams.lead, attested.lead) == ("Either", "or")
    assert plain(exams.title) == ["Exams: 2 people, each with 70-1"]
    assert (exams.wanted, attested.wanted) == (False, True)
    assert attested.title == "Attested: Authorised reseller"


def test_including_is_a_second_meter_and_a_word_at_the_person():
    found = situation(person("1", earned("70-1"), earned("ta-x")), person("2", earned("70-3")))
    row = rows(found, "either", "also-gold")[0]
    assert plain(row.title) == ["2 people, of whom 1 also holds Assessment X"]
    assert plain(*row.clauses) == [
        "each of the 2 with one of 70-1, 70-2, 70-3",
        "of these same 2, at least 1 also with Assessment X",
    ]
    assert plain(*(meter.have for meter in row.meters)) == ["2 of 2 people", "1 of 1 also with Assessment X"]
    assert plain(row.contributors[0].also) == ["Assessment X"]
    assert plain(row.contributors[1].until) == ["counts until 31 December 2018"]
    assert row.remark == "Nobody to spare: if any one of them leaves, this requirement is no longer met."


def test_enough_people_but_not_the_right_ones():
    found = situation(person("1", earned("70-1")), person("2", earned("70-1")))
    row = rows(found, "either", "also-gold")[0]
    assert plain(row.open_place.words) == ["At least 1 of the people here must also hold Assessment X."]


def test_a_long_list_is_counted_where_its_clause_stands_nearby():
    words = situation().words
    many = OneOf((A, B, Holds("70-3")))
    assert plain(summary(many, words)) == ["one of 70-1, 70-2, 70-3"]
    assert plain(summary(many, replace(words, brevity=10))) == ["one of 3 credentials"]
    assert plain(summary(EveryOf((A, B)), replace(words, brevity=5))) == ["70-1 and 70-2"]


def test_every_reason_in_words():
    later = Achievement("70-1", date(2018, 5, 1), associated=earned("70-1").associated)
    found = situation(
        person("1", earned("70-1", revoked=date(2018, 1, 2))),
        person("2", earned("70-1", expires=date(2018, 2, 14))),
        person("3", earned("70-1", until=date(2017, 11, 3))),
        person("4", later),
    )
    told = rows(found, "either", "either-silver")[0].parts[0].nearly
    assert [plain(one.reason, one.fact, one.help) for one in told] == [
        ["Revoked.", "70-1 was revoked on 2 January 2018.", "Would count if earned anew."],
        ["Expired.", "70-1 expired on 14 February 2018.", "Would count if earned anew."],
        [
            "Not associated.",
            "70-1 has not been associated with Contoso since 3 November 2017.",
            "Would count once 70-1 is associated.",
        ],
        ["Not earned yet.", "70-1 is recorded as earned on 1 May 2018.", "Will count from then on."],
    ]


def test_what_was_never_associated_has_not_ceased_to_be():
    never = Achievement("70-1", date(2017, 1, 1))
    told = rows(situation(person("1", never)), "either", "either-silver")[0].parts[0].nearly
    assert plain(told[0].fact) == ["Holds 70-1, but it is not associated with Contoso."]


def test_incomplete_and_no_longer_accepted():
    found = situation(person("1", earned("70-1")))
    group = rows(found, "team", "team-gold")[1].parts[0]
    assert plain(group.nearly[0].reason, group.nearly[0].help) == ["Incomplete.", "Still needs Assessment X."]
    later = situation(person("1", earned("70-3")), on=date(2019, 2, 1))
    group = rows(later, "team", "team-gold")[1].parts[1]
    assert plain(group.nearly[0].fact) == ["70-3 has not been accepted since 1 January 2019."]
    assert plain(group.nearly[0].help) == ["Would count with 70-2."]


def test_in_traditional_chinese():
    with language("zh-hant"):
        found = situation(person("1", earned("70-1"), earned("ta-x")), language="zh-hant")
        sales, team = rows(found, "team", "team-gold")
        assert sales.title == "銷售：12 個月內至少 1,000 美元"
        assert "Contoso 所在的已開發市場要求 1,000 美元" in sales.notes[1]
        assert team.parts[0].title == "第 1 組：1 人，各須通過"
        assert plain(*team.parts[1].clauses) == ["70-2 或 70-3"]


def test_names_are_escaped():
    found = situation(person("1", earned("70-1")))
    words = found.words
    hostile = type(words)(
        words.edition, "<b>C", "developed", {"1": "<script>"}, "en", words.on, words.holdings
    )
    row = found.verdicts("team")[0].paths[0].requirements[1]
    asked = found.edition.competencies["team"].paths[0].requires[1]
    place = requirement(asked, row, hostile, ()).parts[0].open_place.words
    assert "<script>" not in place
    assert "&lt;script&gt;" in place


def test_a_membership_level_that_asks_for_no_competency_has_a_name():
    words = situation().words
    assert (words.level("gold"), words.level_inside("action-pack")) == ("Gold", "action pack")
    assert words.level("of-another-programme") == "of-another-programme"
    with language("zh-hant"):
        assert words.level("action-pack") == "行動寶盒訂閱"


def test_what_is_to_end_later_is_not_told_as_past():
    words = situation().words
    expired = {"reason": "expired", "person": 1, "credential": "70-1", "since": "2018-05-01"}
    assert strip_tags(cause(expired, words)) == "Ada Able: 70-1 will expire (1 May 2018)"
    assert (
        strip_tags(cause(expired | {"since": "2018-03-12"}, words))
        == "Ada Able: 70-1 expired (12 March 2018)"
    )
