"""The stories of the demo world: each is there, on the day on which it is looked at, and has an account to see it."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from competencies.curing import cures_of
from competencies.models import (
    Achievement,
    Affiliation,
    Attainment,
    Attestation,
    CreditReport,
    Erasure,
    Feed,
    FeedRun,
    Override,
    Reading,
    Standing,
    Transcript,
)
from competencies.models.feeds import Flaw
from competencies.presenters.cures import people_of
from competencies.published import current_programme
from competencies.rules import Case
from memberships.directory.filters import Wanted
from memberships.directory.search import search
from memberships.models import (
    CalendarAddress,
    Entitlement,
    KeyGrant,
    KeyPool,
    Listing,
    Order,
    Profile,
    Referral,
    ReferralState,
)
from partners.models import Enrolment, Invitation, JournalEntry, MarketCorrection, Organisation, User

pytestmark = pytest.mark.django_db


def only_override(demo, name):
    return Override.objects.get(organisation=demo.judged[name].pk)


def losses(demo, name, competency):
    """The journal of that: on which day, and the reasons."""
    rows = JournalEntry.objects.filter(
        organisation=demo.judged[name].pk, kind="level-lost", competency=competency
    )
    return [
        ((demo.day - row.on).days, [cause["reason"] for cause in row.data["because"]])
        for row in rows.order_by("on")
    ]


def risks(demo, name):
    """The entries of the alert that is on the pages, without those that are only noted."""
    entries = Standing.objects.get(pk=demo.judged[name].pk).risk.get("entries", [])
    return {(entry["kind"], entry["competency"]) for entry in entries if entry["note"] is None}


def notes(demo, name):
    return " ".join(row["note"] for row in demo.accounts if row["organisation"] == name)


def test_contosos_alert_says_what_cures_it_and_anna_has_a_calendar(demo):
    contoso = Standing.objects.get(pk=demo.judged["Contoso"].pk)
    (found,) = cures_of(contoso, as_of=demo.day).values()
    # One by whoever left, and one since an exam is no longer accepted by the anniversary.
    assert (found.passes, found.exact, found.newcomers, found.lacks) == (2, True, 0, ())
    named = set(User.objects.filter(pk__in=people_of(found)).values_list("name", flat=True))
    assert named
    assert "Lukas Brandt" not in named  # who left
    address = CalendarAddress.objects.open().get()
    assert (address.owner.name, address.account.organisation.display_name) == ("Anna Petrov", "Contoso")


def test_contosos_people_wait_for_credit_got_an_answer_and_let_it_follow(demo):
    contoso = demo.judged["Contoso"].pk
    waiting = CreditReport.objects.waiting().get(organisation=contoso)
    assert (waiting.reporter.name, waiting.credential) == ("Rohan Mehta", "MB2-716")
    answered = CreditReport.objects.get(state="answered")
    assert (answered.reporter.name, answered.answered_by.name) == ("Helena Costa", "Ingrid Halvorsen")
    assert answered.shown is not None
    tie = Affiliation.objects.following().get()
    assert tie.associations.filter(achievement__credential="70-411").exists()
    unclaimed = Transcript.objects.unclaimed().get(name="Sofia Lindgren")
    assert unclaimed.mcid in notes(demo, "Contoso")


def test_alpine_ski_house_rests_on_an_override_that_ends_within_a_fortnight(demo):
    override = only_override(demo, "Alpine Ski House")
    assert demo.day < override.until <= demo.day + timedelta(days=14)
    verdict = demo.judged["Alpine Ski House"].outcome.verdict(override.competency, override.level)
    assert verdict.via == ("override",)
    assert verdict.lapses_on == override.until
    assert "about to end" in notes(demo, "Alpine Ski House")


def test_of_a_former_employee_of_coho_winery_nothing_tells_who_it_was(demo):
    erased = Erasure.objects.get()
    assert str(erased.person) == "a former employee"
    reason = only_override(demo, "Coho Winery").reason
    assert "in former employee's place" in reason
    assert "was erased" in notes(demo, "Coho Winery")


def test_coho_winery_lost_devops_when_its_override_ended(demo):
    override = only_override(demo, "Coho Winery")
    assert override.until == demo.day - timedelta(days=2)
    assert override.ended_on is None
    assert losses(demo, "Coho Winery", "devops")[-1] == (2, ["override-ended"])
    assert not demo.judged["Coho Winery"].outcome.verdict("devops", "silver").attained
    assert "just ended" in notes(demo, "Coho Winery")


def test_coho_vineyard_holds_by_itself_since_its_override_ended(demo):
    override = only_override(demo, "Coho Vineyard")
    assert override.until == demo.day - timedelta(days=5)
    attainment = Attainment.objects.get(organisation=demo.judged["Coho Vineyard"].pk)
    assert attainment.starts_on < override.until
    assert attainment.until is None
    assert attainment.via == ["service-partner-silver"]
    assert losses(demo, "Coho Vineyard", "windows-and-devices") == []
    assert "by itself" in notes(demo, "Coho Vineyard")


def test_fabrikam_lost_messaging_because_an_employee_moved_to_contoso(demo):
    assert losses(demo, "Fabrikam", "messaging") == [(7, ["person-severed"])]
    (row,) = (row for row in demo.accounts if "moved here from Fabrikam" in row["note"])
    assert row["organisation"] == "Contoso"
    ties = Affiliation.objects.filter(user__email=row["email"]).order_by("starts_on")
    assert [tie.organisation.display_name for tie in ties] == ["Fabrikam", "Contoso"]
    assert ties[0].until == ties[1].starts_on
    messaging = demo.judged["Contoso"].outcome.verdict("messaging", "silver").paths[0].requirements[0]
    counting = {person.person for branch in messaging.requirements for person in branch.counting}
    assert str(ties[1].user_id) in counting
    assert "Messaging lost" in notes(demo, "Fabrikam")


def test_fabrikam_does_not_learn_where_the_employee_went(demo):
    (row,) = JournalEntry.objects.filter(
        organisation=demo.judged["Fabrikam"].pk, kind="level-lost", competency="messaging"
    )
    assert set(row.data["because"][0]) == {"reason", "event", "person", "credentials"}


@pytest.mark.parametrize(
    ("name", "kind", "competency"),
    [
        ("Coho Winery", "refused", "devops"),
        ("Contoso", "refused", "cloud-customer-relationship-management"),
        ("Humongous Insurance", "displayed-level-lost", "datacenter"),
        ("Fabrikam", "displayed-level-lost", "messaging"),
        ("Lucerne Publishing", "upgrade-lost", "windows-and-devices"),
        ("Proseware", "upgrade-lost", "cloud-platform"),
    ],
)
def test_a_renewal_at_risk_of_each_kind(demo, name, kind, competency):
    assert (kind, competency) in risks(demo, name)
    assert notes(demo, name)


@pytest.mark.parametrize("name", ["Northwind Traders", "Baldwin Museum of Science"])
def test_terms_in_grace(demo, name):
    term = demo.judged[name].facts.membership
    assert term.until <= demo.day < term.grace_until
    assert demo.judged[name].outcome.renewal.eligible
    assert "year is over" in notes(demo, name) or "grace" in notes(demo, name)


def test_both_markets_and_many_countries(demo):
    for market in ("developed", "developing"):
        people = [len(one.facts.people) for one in demo.judged.values() if one.facts.market == market]
        assert len(people) >= 15
        assert sum(people) >= 100
    assert Organisation.objects.values("country").distinct().count() >= 30


def test_sales_that_came_by_file_hold_relecloud_as_long_as_they_stay_as_they_are(demo):
    relecloud = demo.judged["Relecloud"]
    gold = ("enterprise-resource-planning", "gold")
    assert relecloud.outcome.verdict(*gold).attained
    told = Reading.objects.filter(organisation=relecloud.pk).exclude(generated_at=None)
    assert {row.metric for row in told} == {"erp-license-revenue", "o365-new-customers"}
    unsold = Case(replace(relecloud.facts, readings=()), current_programme())
    assert not unsold.explained(demo.day).verdict(*gold).attained
    assert "sales hold" in notes(demo, "Relecloud")


def test_lucerne_publishing_holds_surface_hub_by_an_attestation_that_came_by_file(demo):
    attestation = Attestation.objects.get(organisation=demo.judged["Lucerne Publishing"].pk)
    assert attestation.generated_at is not None
    silver = demo.judged["Lucerne Publishing"].outcome.verdict("windows-and-devices", "silver")
    assert silver.lapses_on == attestation.until == demo.day + timedelta(days=30)


def test_a_delta_revoked_an_exam_and_with_it_datacenter_at_humongous_insurance(demo):
    assert losses(demo, "Humongous Insurance", "datacenter") == [(6, ["achievement-recorded"])]
    assert "revoked an exam" in notes(demo, "Humongous Insurance")


def test_an_older_file_that_came_late_did_not_bring_the_revoked_exam_back(demo):
    late = FeedRun.objects.get(name="achievements_sent-again.csv")
    (row,) = (row for row in demo.accounts if "70-742 was revoked" in row["note"])
    exam = Achievement.objects.get(transcript__user__email=row["email"], credential="70-742")
    assert exam.revoked_on == demo.day - timedelta(days=6)
    assert late.generated_at < exam.generated_at < late.finished_at


def test_yesterdays_files_have_bad_rows_for_staff_to_see(demo):
    runs = {run.feed: run for run in FeedRun.objects.order_by("pk") if run.bad}
    found = {feed: set(run.flaws.values_list("reason", flat=True)) for feed, run in runs.items()}
    assert found == {
        Feed.ACHIEVEMENTS: {Flaw.NOT_A_DAY, Flaw.MISSING, Flaw.REPLACED},
        Feed.READINGS: {Flaw.NOT_AN_AMOUNT, Flaw.UNKNOWN_ORGANISATION},
    }
    assert {(run.finished_at.date() - demo.day).days for run in runs.values()} == {-1}


def test_every_feed_was_loaded_from_files_in_the_order_of_the_days(demo):
    runs = list(FeedRun.objects.order_by("pk"))
    assert {run.feed for run in runs} == set(Feed.values)
    assert {run.stage for run in runs} == {"finished"}
    assert [run.finished_at for run in runs] == sorted(run.finished_at for run in runs)
    assert {run.name for run in runs} == {path.name for path in demo.feeds.iterdir()}


def test_the_files_hold_access_codes_so_only_their_owner_reads_them(demo):
    assert demo.feeds.stat().st_mode & 0o077 == 0


def test_people_claimed_what_the_files_brought_and_some_of_it_still_waits(demo):
    told = Transcript.objects.exclude(generated_at=None).exclude(access_code_hash="")
    assert told.exclude(user=None).count() >= 150
    assert Transcript.objects.unclaimed().exists()


def test_a_file_loaded_again_changes_nothing(demo):
    before = set(Achievement.objects.values_list())
    for path in sorted(demo.feeds.glob("achievements_*.csv")):
        call_command("load_achievements", path, stdout=StringIO(), stderr=StringIO())
    assert set(Achievement.objects.values_list()) == before
    assert not Standing.objects.filter(next_review_on__lte=demo.day).exists()


def test_contoso_waits_for_people_it_invited(demo):
    rows = Invitation.objects.open().filter(organisation__display_name="Contoso").order_by("pk")
    expired = [each.expired(demo.day) for each in rows]
    assert expired == [True, False, False]


def test_a_firm_waits_for_approval(demo):
    assert Enrolment.objects.get().state == "confirmed"


def test_orders_of_every_kind_wait_or_have_come_to_their_end(demo):
    found = {(order.organisation.display_name, order.offer): order for order in Order.objects.all()}
    assert {key: order.state for key, order in found.items()} == {
        ("Adventure Works", "silver"): "refused",
        ("Adventure Works", "gold"): "open",
        ("Proseware", "silver"): "open",
        ("Fabrikam", "silver-action-pack"): "confirmed",
    }
    assert found["Proseware", "silver"].waits_for_staff
    assert not found["Adventure Works", "gold"].waits_for_staff


def test_support_looked_inside_contoso_and_said_why(demo):
    lines = JournalEntry.objects.filter(
        organisation=demo.judged["Contoso"].pk, kind__in=["support-started", "support-ended"]
    ).order_by("pk")
    assert [(demo.day - line.on).days for line in lines] == [3, 3]
    assert "why the renewal is at risk" in lines[0].data["reason"]


def test_a_correction_of_a_market_waits_with_its_effect(demo):
    correction = MarketCorrection.objects.get()
    assert (correction.country, correction.stage) == ("IN", "weighed")
    effect = correction.effects.get(organisation=demo.judged["Litware"].pk)
    assert len(effect.lost) == 2
    assert effect.gained == []


def test_contosos_benefits_go_on_from_silver_to_gold_and_a_pool_runs_low(demo):
    contoso = demo.judged["Contoso"].pk
    active = {
        each.benefit: each for each in Entitlement.objects.in_force(demo.day).filter(organisation=contoso)
    }
    assert set(active) == {"office-365-e3", "windows-10-enterprise", "advisory-hours"}
    office = active["office-365-e3"]
    assert (office.level, office.quantity, office.used) == ("gold", 100, 4)
    assert KeyGrant.objects.get(entitlement=active["windows-10-enterprise"]).by.name == "Anna Petrov"
    assert KeyPool.objects.low().get().left == 3
    freed = JournalEntry.objects.get(kind="seats-freed", organisation=contoso)
    assert (demo.day - freed.on).days == 14
    assert Entitlement.objects.filter(benefit="internal-use-rights", until=None).count() == 1


def test_partners_have_profiles_and_customers_find_them(demo):
    levels = current_programme().level_keys
    found = search(Wanted(text="crm"), levels)
    assert {"Contoso", "Litware"} <= {listing.name for listing in found.listings}
    found = search(Wanted(text="雲端平台"), levels)
    assert "Trey Research" in {listing.name for listing in found.listings}
    assert Profile.objects.get(organisation=demo.judged["Fabrikam"].pk).unpublished
    assert not Listing.objects.stale(demo.day).exists()


def test_contoso_has_a_referral_in_every_state(demo):
    states = Referral.objects.of(Organisation.objects.get(display_name="Contoso"))
    assert {row.state for row in states} == set(ReferralState.values) - {"unconfirmed"}


def test_a_customer_withdrew_from_contoso_alone_and_the_vendor_closed_misuse(demo):
    alone = Referral.objects.get(request__name="Ines Duarte", organisation=demo.judged["Contoso"].pk)
    assert alone.state == "withdrawn"
    other = alone.request.referrals.exclude(pk=alone.pk).get()
    # Fabrikam was asked seven days ago, and let its time pass.
    assert (other.organisation.display_name, other.state) == ("Fabrikam", "missed")
    assert Referral.objects.get(request__closed_at__isnull=False).state == "closed"
    tailspin = demo.judged["Tailspin Toys"].pk
    assert not Listing.objects.filter(organisation=tailspin).exists()
    assert JournalEntry.objects.get(organisation=tailspin, kind="profile-withdrawn").data["reason"]
