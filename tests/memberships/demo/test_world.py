"""The demo world: how big it is, that everything can be seen in it, and that its people can sign in."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from competencies.models import (
    Attainment,
    EditionDraft,
    EditionEffect,
    EffectRow,
    ProgrammeEdition,
    Standing,
)
from competencies.presenters.stages import stage_of, stage_words
from competencies.programme import AnyOf, MetricNode
from competencies.published import current_programme
from competencies.review import review_all
from memberships.demo import edition
from partners.models import Account, JournalEntry, Message, Organisation, User

pytestmark = pytest.mark.django_db
CRM = "cloud-customer-relationship-management"
REASONS = {
    "revoked", "expired", "no-longer-accepted", "not-yet-earned", "not-associated", "incomplete",
    "needed-elsewhere",
}  # fmt: skip


def leaves(requirements):
    """All nodes of a tree of verdicts, branches too."""
    for node in requirements:
        yield node
        yield from leaves(getattr(node, "requirements", ()))


def nodes(outcome, competency=None):
    for verdict in outcome.competencies:
        if competency in (None, verdict.competency):
            for path in verdict.paths:
                yield from leaves(path.requirements)


def not_counting(found):
    for node in found:
        yield from getattr(node, "not_counting", ())
        for group in getattr(node, "groups", ()):
            yield from group.not_counting


def stages(one):
    programme = current_programme()
    started = one.case.started(one.outcome.on)
    for verdict in one.outcome.competencies:
        yield stage_of(
            verdict, one.outcome, one.facts.membership, programme.level_keys, started=verdict.key in started
        )


def test_forty_organisations_and_400_people(demo):
    assert Organisation.objects.count() == 40
    names = set(Organisation.objects.values_list("display_name", flat=True))
    assert {"Contoso", "Fabrikam", "Northwind Traders", "Adventure Works"} < names
    assert User.objects.filter(is_staff=False).count() >= 400
    assert Account.objects.open().values("user").distinct().count() >= 400
    assert not User.objects.filter(erased_on=None).exclude(email__endswith=".example").exists()


def test_every_kind_of_requirement_has_something_to_show(demo):
    """Counting people, filled groups, read figures and valid attestations, not just the bare tree."""
    seen = set()
    for one in demo.judged.values():
        for node in nodes(one.outcome):
            if node.kind == "metric" and node.have is None:
                continue
            seen.add(node.kind)
            if node.kind == "people" and node.including and node.counting:
                seen.add("including")
    assert seen == {"people", "including", "team", "metric", "attestation", "any_of"}


def test_the_kind_that_no_real_edition_has_comes_with_the_demo_edition(demo):
    later = demo.day + edition.IN_FORCE_AFTER
    outcome = demo.judged["Wide World Importers"].case.explained(later)
    assert "all_of" in {node.kind for node in nodes(outcome, "windows-and-devices")}


def test_flow_and_stock_and_the_market_map_decide(demo):
    programme = current_programme().edition_on(demo.day)
    kinds = {programme.metrics[key].kind for key in demo_metrics(demo)}
    assert kinds == {"flow", "stock"}
    # Attained by the lower threshold only: in a developed market it would not be.
    litware = demo.judged["Litware"]
    assert litware.facts.market == "developing"
    path = programme.competencies["cloud-platform"].paths[0]
    metric, people = path.requires
    assert isinstance(metric, MetricNode)
    assert isinstance(people, AnyOf)
    node = litware.outcome.verdict("cloud-platform", "silver").paths[0].requirements[0]
    assert node.met
    assert metric.at_least["developing"] <= float(node.have) < metric.at_least["developed"]


def demo_metrics(demo):
    return {reading.metric for one in demo.judged.values() for reading in one.facts.readings}


def test_every_reason_at_contoso_and_on_its_richest_page(demo):
    contoso = demo.judged["Contoso"].outcome
    assert {each.reason for each in not_counting(nodes(contoso, CRM))} == REASONS


def test_every_stage_and_every_mark(demo):
    seen, marks = set(), set()
    for one in demo.judged.values():
        for stage in stages(one):
            seen.add(stage.key)
            marks |= {mark.key for mark in stage.marks}
    assert seen | marks == set(stage_words())
    letters = {letter for row in Standing.objects.all() for word in row.stages.values() for letter in word}
    assert letters == set("-sqa")


def test_contoso_holds_gold_by_an_override_since_somebody_left(demo):
    contoso = demo.judged["Contoso"].outcome
    silver, gold = contoso.verdict(CRM, "silver"), contoso.verdict(CRM, "gold")
    assert silver.attained
    assert silver.lapses_on is None
    assert gold.via == ("override",)
    team = gold.paths[0].requirements[1]
    assert [(group.filled, group.need) for group in team.groups] == [(2, 2), (1, 2)]
    assert not contoso.renewal.eligible
    assert [each.level for each in contoso.renewal.at_risk] == ["gold"]
    lost = JournalEntry.objects.get(organisation=demo.judged["Contoso"].pk, kind="level-lost")
    assert (demo.day - lost.on).days == 14
    assert lost.data["because"][0]["reason"] == "account-ended"


def test_contosos_alert_names_who_left(demo):
    (entry,) = Standing.objects.get(pk=demo.judged["Contoso"].pk).risk["entries"]
    reasons = [cause["reason"] for cause in entry["because"]]
    assert reasons == ["account-ended", "override-placed", "override-ended"]


def test_all_three_alerts_and_both_notes(demo):
    entries = [entry for row in Standing.objects.all() for entry in row.risk.get("entries", [])]
    assert {entry["kind"] for entry in entries} == {"refused", "displayed-level-lost", "upgrade-lost"}
    assert {entry["note"] for entry in entries} == {None, "override-only", "higher-level-holds"}


def test_the_demo_edition_moves_what_holds_today(demo):
    """Its exam, needed at Fabrikam, counts until the 91st day, by an edition in force from the 60th."""
    row = ProgrammeEdition.objects.get(edition__startswith="demo-")
    assert row.effective_from == demo.day + timedelta(days=60)
    exam = current_programme().edition_on(row.effective_from).credentials[edition.RETIRING]
    assert exam.retires_on == demo.day + timedelta(days=40)
    assert exam.accepted_through == demo.day + timedelta(days=90)
    silver = demo.judged["Fabrikam"].outcome.verdict(CRM, "silver")
    assert silver.lapses_on == demo.day + timedelta(days=91)
    (counting,) = silver.paths[0].requirements[1].groups[0].counting
    assert edition.RETIRING in counting.credentials
    assert counting.until == silver.lapses_on
    assert current_programme().edition_on(demo.day).key == "2017-12"


def test_what_the_demo_edition_would_do_was_worked_out_today_and_told(demo):
    row = ProgrammeEdition.objects.get(edition__startswith="demo-")
    effect = EditionEffect.objects.of_edition(row).first()
    assert (effect.as_of, effect.total) == (demo.day, Organisation.objects.count())
    lost = EffectRow.objects.filter(effect=effect, fate="lost", organisation=demo.judged["Fabrikam"].pk)
    assert {each.on for each in lost} == {row.effective_from + timedelta(days=31)}
    told = Message.objects.filter(kind="edition-losses", organisation=demo.judged["Fabrikam"].pk)
    assert told.exists()


def test_a_draft_of_the_edition_after_it_has_a_slip_beside_its_line(demo):
    draft = EditionDraft.objects.open().get()
    (fault,) = draft.faults()
    assert "ta-surface-hut" in draft.document.splitlines()[fault["line"] - 1]
    assert "did you mean 'ta-surface-hub'?" in fault["message"]


def test_history_reaches_back_over_an_edition(demo):
    adatum = JournalEntry.objects.filter(organisation=demo.judged["A. Datum"].pk)
    first = adatum.get(kind="level-attained", edition="2017-07")
    lost = adatum.get(kind="level-lost")
    assert first.on < lost.on == current_programme().edition_on(demo.day).effective_from
    assert lost.data["because"][0] == {"reason": "edition-took-effect", "edition": "2017-12"}


def test_an_organisation_in_grace_and_an_empty_one(demo):
    northwind = demo.judged["Northwind Traders"]
    assert northwind.facts.membership.until <= demo.day < northwind.facts.membership.grace_until
    lapse = northwind.outcome.verdict("datacenter", "silver").lapses_on
    assert demo.day < lapse < northwind.facts.membership.grace_until
    assert northwind.outcome.renewal.eligible
    coffee = demo.judged["Fourth Coffee"]
    assert Standing.objects.get(pk=coffee.pk).stages == {}
    assert not any(verdict.attained for verdict in coffee.outcome.competencies)


def test_what_is_stored_is_what_a_review_says(demo):
    assert review_all(as_of=demo.day, dry_run=True).events == []
    stored = set(Attainment.objects.open().values_list("organisation", "competency", "level"))
    assert stored == {
        (one.pk, *verdict.key)
        for one in demo.judged.values()
        for verdict in one.outcome.competencies
        if verdict.attained
    }


def test_the_file_lists_who_can_sign_in(demo):
    keys = {"role", "organisation", "mpn_id", "email", "password", "note"}
    assert all(row.keys() == keys and row["note"] for row in demo.accounts)
    for email, password in {(row["email"], row["password"]) for row in demo.accounts}:
        user = authenticate(username=email, password=password)
        assert user is not None, email
        validate_password(password, user)
    assert demo.file.stat().st_mode & 0o077 == 0


def test_the_file_says_the_truth_of_each_account(demo):
    for row in demo.accounts:
        user = User.objects.get(email=row["email"])
        if row["organisation"] is None:
            assert user.is_staff
            assert row["mpn_id"] is None
        else:
            account = Account.objects.open().get(user=user, organisation__mpn_id=row["mpn_id"])
            assert account.organisation.display_name == row["organisation"]
            assert row["role"] in set(account.roles.values_list("role", flat=True))


def test_the_file_has_everybody_to_try(demo):
    rows = demo.accounts
    contoso = {row["role"] for row in rows if row["organisation"] == "Contoso"}
    assert contoso == {"admin", "membership-manager", "report-viewer", "referrals-manager", "employee"}
    assert len({row["organisation"] for row in rows if row["role"] == "admin"}) == 19
    places = {row["email"]: set() for row in rows}
    for row in rows:
        places[row["email"]].add(row["organisation"])
    assert {frozenset(found) for found in places.values() if len(found) > 1} == {
        frozenset({"Contoso", "Adventure Works"})
    }
    staff = {row["role"]: User.objects.get(email=row["email"]) for row in rows if row["organisation"] is None}
    assert set(staff) == {"staff", "specialist", "support"}
    assert staff["staff"].is_superuser


def test_it_refuses_where_organisations_exist(demo, tmp_path):
    with pytest.raises(CommandError, match="organisations already"):
        call_command("build_demo", accounts=tmp_path / "again.json")
    assert not (tmp_path / "again.json").exists()
    assert Organisation.objects.count() == 40
