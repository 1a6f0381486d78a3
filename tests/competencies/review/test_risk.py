"""Renewal at risk (E4): which of three it is, its causes, and when it is cleared."""

from datetime import date, timedelta

import pytest

from competencies.actions import editions
from competencies.models import Standing
from competencies.review import review_due
from competencies.review.risk import THE_TERM, RiskEntry, RiskKind, risk_entries
from competencies.rules import Renewal
from partners.models import JournalEntry
from tests.world import later_edition


@pytest.fixture
def contoso(world):
    """An organisation that attains cloud silver through erik."""
    made = world.organisation("Contoso")
    world.employee(made, "erik", "cloud-basic")
    return made


def risk(organisation):
    return Standing.objects.get(organisation=organisation).risk


def told(organisation):
    entries = JournalEntry.objects.of(organisation).filter(kind__startswith="risk-").order_by("pk")
    return [(each.on, each.kind, each.competency, each.level) for each in entries]


def expire(world, name, end):
    world.achievement(world.users[name].transcripts.get(), "cloud-basic", expires_on=end)


def test_nothing_at_risk_is_an_empty_object(world, contoso):
    world.term(contoso)
    assert risk(contoso) == {}
    assert told(contoso) == []


def test_renewal_will_be_refused(world, contoso):
    term = world.term(contoso)
    end = date(2018, 9, 1)
    expire(world, "erik", end)
    (entry,) = risk(contoso)["entries"]
    assert (risk(contoso)["term"], risk(contoso)["eligible"]) == (term.pk, False)
    assert (entry["kind"], entry["note"], entry["lapses_on"]) == ("refused", None, "2018-09-01")
    reasons = [cause["reason"] for cause in entry["because"]]
    assert reasons == ["achievement-recorded", "expired"]
    assert told(contoso) == [(world.on, "risk-raised", "cloud", "silver")]


def test_a_lapse_after_the_anniversary_is_no_risk(world, contoso):
    term = world.term(contoso)
    expire(world, "erik", term.until + timedelta(days=1))
    assert risk(contoso) == {}
    expire(world, "erik", term.until)
    assert risk(contoso)["eligible"] is False


def test_the_cause_to_come_is_found_though_sales_will_have_left_the_window_by_then(world, contoso):
    finn = world.employee(contoso, "finn", "data-basic")
    world.reading(contoso, "1000", day=date(2017, 6, 15))
    world.term(contoso)
    world.achievement(finn.transcripts.get(), "data-basic", expires_on=date(2018, 9, 1))
    (entry,) = risk(contoso)["entries"]
    assert (entry["competency"], entry["lapses_on"]) == ("data", "2018-09-01")
    assert entry["because"][1:] == [
        {"reason": "expired", "person": finn.pk, "credential": "data-basic", "since": "2018-09-01"}
    ]


def test_a_displayed_level_will_be_lost(world, contoso):
    world.attest(contoso)
    world.term(contoso)
    world.attest(contoso, until=date(2018, 6, 1))
    (entry,) = risk(contoso)["entries"]
    assert (risk(contoso)["eligible"], entry["competency"], entry["kind"]) == (
        True,
        "devices",
        "displayed-level-lost",
    )


def test_what_was_lost_already_stays_at_risk_with_its_cause(world, contoso):
    world.attest(contoso)
    world.term(contoso)
    world.attest(contoso, until=date(2018, 6, 1))
    world.on = date(2018, 6, 1)
    review_due(as_of=world.on)
    (entry,) = risk(contoso)["entries"]
    assert (entry["lapses_on"], entry["lapsed_on"], entry["since"]) == (None, "2018-06-01", "2018-03-01")
    changed = JournalEntry.objects.get(kind="risk-changed")
    assert changed.data["lapsed_on"] == "2018-06-01"
    assert "attestation-ended" in [cause["reason"] for cause in entry["because"]]
    assert told(contoso) == [
        (date(2018, 3, 1), "risk-raised", "devices", "silver"),
        (date(2018, 6, 1), "risk-changed", "devices", "silver"),
    ]


def test_an_open_alert_collects_its_causes(world, contoso):
    world.term(contoso)
    erik = world.users["erik"].transcripts.get()
    expire(world, "erik", date(2018, 9, 1))
    world.pass_days(1)
    expire(world, "erik", date(2018, 8, 1))
    world.pass_days(1)
    world.achievement(erik, "cloud-basic", revoked_on=world.on)
    world.pass_days(1)
    world.override(contoso, level="silver")
    (entry,) = risk(contoso)["entries"]
    assert entry["since"] == "2018-03-01"
    assert [cause["reason"] for cause in entry["because"]] == [
        "achievement-recorded",
        "achievement-recorded",
        "expired",
        "achievement-recorded",
        "override-placed",
        "override-ended",
    ]
    assert [cause["since"] for cause in entry["because"] if "since" in cause] == ["2018-08-01"]


def test_only_an_override_ever_attained_it_is_a_note(world, contoso):
    world.term(contoso)
    world.override(contoso)
    (entry,) = risk(contoso)["entries"]
    assert (entry["level"], entry["note"]) == ("gold", "override-only")
    assert told(contoso) == []


def test_once_earned_it_is_an_alert(world, contoso):
    world.term(contoso)
    world.employee(contoso, "leo", "cloud-expert")
    pia = world.employee(contoso, "pia", "cloud-expert")
    world.pass_days(10)
    world.override(contoso)
    world.achievement(pia.transcripts.get(), "cloud-expert", revoked_on=world.on)
    (entry,) = risk(contoso)["entries"]
    assert (entry["level"], entry["kind"], entry["note"]) == ("gold", "displayed-level-lost", None)


def test_a_higher_level_that_holds_on_is_a_note(world, contoso):
    world.employee(contoso, "leo", "cloud-expert")
    world.employee(contoso, "pia", "cloud-expert")
    world.term(contoso)
    basic_only = ("any_of: [cloud-basic, cloud-expert, cloud-old]", "any_of: [cloud-basic, cloud-old]")
    document = later_edition("second", world.on + timedelta(days=10), basic_only)
    editions.publish(document=document, on=world.on, by=None)
    expire(world, "erik", date(2018, 9, 1))
    (entry,) = risk(contoso)["entries"]
    assert (entry["level"], entry["note"]) == ("silver", "higher-level-holds")
    assert told(contoso) == []


def test_it_is_cleared_when_cured(world, contoso):
    world.term(contoso)
    expire(world, "erik", date(2018, 9, 1))
    day = world.pass_days(5)
    world.employee(contoso, "leo", "cloud-expert")
    assert risk(contoso) == {}
    assert told(contoso)[-1] == (day, "risk-cleared", "cloud", "silver")
    cleared = JournalEntry.objects.get(kind="risk-cleared")
    assert cleared.data["because"][0]["reason"] == "person-associated"


def test_it_is_cleared_when_term_and_grace_are_over_not_before(world, contoso):
    term = world.term(contoso)
    expire(world, "erik", date(2018, 9, 1))
    world.on = term.grace_until - timedelta(days=1)
    review_due(as_of=world.on)
    assert risk(contoso)["entries"]
    review_due(as_of=world.pass_days(1))
    assert risk(contoso) == {}
    assert told(contoso)[-1] == (term.grace_until, "risk-cleared", "cloud", "silver")
    cleared = JournalEntry.objects.get(kind="risk-cleared")
    assert cleared.data["because"] == [{"reason": "term-over"}]


def test_a_change_of_kind_is_told(world, contoso):
    world.attest(contoso)
    world.term(contoso)
    expire(world, "erik", date(2018, 9, 1))
    assert risk(contoso)["entries"][0]["kind"] == "displayed-level-lost"
    world.pass_days(1)
    world.attest(contoso, until=date(2018, 9, 1))
    kinds = {each["competency"]: each["kind"] for each in risk(contoso)["entries"]}
    assert kinds == {"cloud": "refused", "devices": "refused"}
    assert told(contoso)[1:] == [
        (world.on, "risk-changed", "cloud", "silver"),
        (world.on, "risk-raised", "devices", "silver"),
    ]


def test_not_eligible_without_an_entry_stands_for_the_term_itself():
    (entry,) = risk_entries(
        Renewal(eligible=False, at_risk=()),
        levels=["silver", "gold"],
        term_level="gold",
        held=(),
        attained=(),
        earned=(),
    )
    assert (entry.key, entry.kind, entry.note) == (THE_TERM, RiskKind.REFUSED, None)
    assert RiskEntry.of_data(entry.as_data()) == entry


def test_a_new_term_starts_its_alerts_anew(world, contoso):
    silver = world.term(contoso)
    expire(world, "erik", date(2018, 9, 1))
    day = world.pass_days(10)
    world.employee(contoso, "leo", "cloud-expert")
    world.employee(contoso, "pia", "cloud-expert")
    expire_leo = world.users["leo"].transcripts.get()
    world.achievement(expire_leo, "cloud-expert", expires_on=date(2018, 9, 1))
    gold = world.term(contoso, "gold")
    assert risk(contoso)["term"] == gold.pk != silver.pk
    gold_events = [each for each in told(contoso) if each[0] == day and each[3] == "gold"]
    assert [each[1] for each in gold_events] == ["risk-raised", "risk-cleared", "risk-raised"]
