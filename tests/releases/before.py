"""The database of the release before, as its own models made it, filled with rows that somebody may have.

Every table holds some, with values at the edges of what its columns take. When a release is made,
`RELEASE` moves on to it and the rows of its new tables join.
"""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.world import EDITION

RELEASE = [("partners", "0004_feeds"), ("competencies", "0002_feeds")]

DAY = date(2018, 3, 1)
MOMENT = datetime(2018, 3, 1, 23, 59, 59, 999999, tzinfo=UTC)
AWKWARD = "Ünïcode 雲端 \U0001f9ea \"quoted\" 'single' \\ back\tslash\n%s {x}"
LARGEST = 2**63 - 1


def fill(apps: Any) -> None:
    """Make the rows. `apps`: the models as they were then."""
    models = SimpleNamespace(**{model.__name__: model.objects for model in apps.get_models()})
    people = _people(models)
    firms = _firms(models, people)
    _programme(models, people)
    _earned(models, people, firms)
    _figures(models, people, firms)
    _judged(models, firms)
    _feeds(models, people, firms)


def _people(models: SimpleNamespace) -> list[Any]:
    rows = [
        {"email": "ada@contoso.example", "name": "Ada", "language": "zh-hant", "last_login": MOMENT},
        {"email": "'); drop@x.example", "name": AWKWARD[:60], "is_active": False},
        {"email": f"{'s' * 240}@x.example", "name": "S" * 150, "is_staff": True, "staff_role": "specialist"},
    ]
    made = [models.User.create(password="!", **row) for row in rows]
    group = models.Group.create(name="a group that nobody uses")
    made[0].groups.add(group)
    models.Heartbeat.create(name="beat", beaten_at=MOMENT)
    return made


def _firms(models: SimpleNamespace, people: list[Any]) -> list[Any]:
    names = [("Contoso", 1001, "BE"), (AWKWARD, LARGEST, "TW"), ("F" * 200, 1002, "ZZ")]
    made = [
        models.Organisation.create(
            legal_name=name,
            display_name=name,
            mpn_id=number,
            country=country,
            market="developed",
            joined_on=DAY,
        )
        for name, number, country in names
    ]
    for firm in made:
        models.Location.create(organisation=firm, city=AWKWARD, country="BE", is_head_office=firm is made[0])
        ended = models.Account.create(user=people[0], organisation=firm, starts_on=DAY, until=DAY)
        models.AccountRole.create(account=ended, role="employee")
    account = models.Account.create(
        user=people[0], organisation=made[0], starts_on=DAY, shares_transcript=True
    )
    models.AccountRole.create(account=account, role="admin")
    year = {"starts_on": DAY, "until": date(2019, 3, 1), "grace_until": date(2019, 3, 31)}
    term = models.Term.create(organisation=made[0], level="gold", **year)
    models.TermEntry.create(term=term, competency="cloud", level="silver", since=DAY)
    ended = {"ended_on": DAY, "ended_by": people[2], "ended_reason": AWKWARD}
    models.Term.create(organisation=made[0], level="silver", **year, **ended)
    for number, firm in enumerate([None, *made]):
        models.JournalEntry.create(
            on=DAY,
            kind="level-lost",
            organisation=firm,
            by=LARGEST,
            data={"because": [{"reason": "feed-loaded", "run": number}], "text": AWKWARD, "none": None},
            effect_key=f"key-{number}" if number else None,
        )
    return made


def _programme(models: SimpleNamespace, people: list[Any]) -> None:
    later = EDITION.replace('edition: "first"', 'edition: "later"').replace("2017-01-01", "2090-01-01")
    for number, (name, day, document) in enumerate(
        [("first", date(2017, 1, 1), EDITION), ("later", date(2090, 1, 1), later)], start=1
    ):
        models.ProgrammeEdition.create(
            programme="world",
            edition=name,
            effective_from=day,
            document=document,
            published_on=DAY,
            published_by=people[2] if number == 1 else None,
            rules_version=number,
        )


def _earned(models: SimpleNamespace, people: list[Any], firms: list[Any]) -> None:
    mine = models.Transcript.create(
        mcid="MC-1", user=people[0], claimed_on=DAY, access_code_hash="a" * 64, generated_at=MOMENT
    )
    nobodys = models.Transcript.create(mcid="0" * 40, name=AWKWARD[:60], email="x@x.example")
    counting = models.Achievement.create(
        transcript=mine, credential="cloud-basic", earned_on=date(2017, 1, 1), generated_at=MOMENT
    )
    models.Achievement.create(transcript=nobodys, credential="雲" * 80, earned_on=date(1900, 1, 1))
    models.Achievement.create(
        transcript=mine,
        credential="cloud-basic",
        earned_on=date(2016, 2, 29),
        expires_on=date(9999, 12, 31),
        revoked_on=date(2016, 2, 29),
    )
    empty = {"starts_on": DAY, "until": DAY}
    before = models.Affiliation.create(user=people[0], organisation=firms[1], **empty)
    models.Association.create(achievement=counting, affiliation=before, **empty)
    now = models.Affiliation.create(user=people[0], organisation=firms[0], starts_on=DAY)
    models.Association.create(achievement=counting, affiliation=now, starts_on=DAY)


def _figures(models: SimpleNamespace, people: list[Any], firms: list[Any]) -> None:
    for amount, day in (("-9999999999999.99", DAY), ("0.01", date(2016, 2, 29))):
        models.Reading.create(
            organisation=firms[0], metric="consumption", on=day, amount=Decimal(amount), generated_at=MOMENT
        )
    models.Attestation.create(
        organisation=firms[0], attestation="reseller", reference=AWKWARD, starts_on=DAY, generated_at=MOMENT
    )
    models.Attestation.create(
        organisation=firms[1], attestation="reseller", reference="R" * 120, starts_on=DAY, until=DAY
    )
    placed = {
        "level": "gold", "starts_on": DAY, "until": DAY + timedelta(days=90), "reason": AWKWARD,
        "placed_on": DAY, "placed_by": people[2],
    }  # fmt: skip
    models.Override.create(organisation=firms[0], competency="cloud", **placed)
    models.Override.create(
        organisation=firms[0],
        competency="data",
        ended_on=DAY,
        ended_by=people[2],
        ended_reason=AWKWARD,
        **placed,
    )


def _judged(models: SimpleNamespace, firms: list[Any]) -> None:
    level = {"competency": "cloud", "level": "silver"}
    models.Attainment.create(organisation=firms[0], starts_on=DAY, until=DAY, via=["cloud-silver"], **level)
    models.Attainment.create(
        organisation=firms[0], starts_on=DAY, via=["cloud-silver"], lapses_on=None, earned=True, **level
    )
    waiting = [{"reason": "reading-recorded", "run": 1, "metric": "consumption", "since": "2018-03-01"}]
    models.Standing.create(
        organisation=firms[0],
        next_review_on=DAY,
        reviewed_on=DAY,
        rules_version=1,
        stages={"cloud": {"silver": "qualified"}},
        waiting=waiting,
    )
    models.Standing.create(organisation=firms[1], next_review_on=DAY)
    models.Standing.create(organisation=firms[2], reviewed_on=DAY, rules_version=2)


def _feeds(models: SimpleNamespace, people: list[Any], firms: list[Any]) -> None:
    file = {"size": LARGEST, "generated_at": MOMENT, "started_at": MOMENT, "columns": ["a", AWKWARD]}
    for stage in ("staging", "sifting", "merging", "marking", "finished", "refused"):
        run = models.FeedRun.create(
            feed="readings", stage=stage, name=AWKWARD, path="/nowhere", digest=stage * 6, **file
        )
    run.started_by = people[2]
    run.save()
    models.FeedFlaw.create(run=run, line=LARGEST, field="amount", reason="too-long")
    models.FeedTouch.create(run=models.FeedRun.get(stage="marking"), organisation=firms[0])
    line = {"run": models.FeedRun.get(stage="merging"), "line": LARGEST}
    models.StagedReading.create(mpn_id=LARGEST, metric="consumption", on=DAY, amount=Decimal("-0.01"), **line)
    models.StagedTranscript.create(mcid="MC-9", name=AWKWARD, email="", access_code_hash="", **line)
    models.StagedAchievement.create(mcid="MC-9", credential="x", earned_on=DAY, **line)
    models.StagedAttestation.create(mpn_id=1, attestation="x", reference=AWKWARD, starts_on=DAY, **line)
    models.Session.create(session_key=uuid.uuid4().hex, session_data=AWKWARD, expire_date=MOMENT)
