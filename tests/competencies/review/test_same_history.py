"""Whoever is reviewed every day and whoever is reviewed only at the end have the same history (decision 4)."""

import random
from datetime import timedelta

import pytest

from competencies.actions import affiliations
from competencies.models import Affiliation, Attainment, Standing
from competencies.review import review
from partners.models import JournalEntry, TermEntry
from partners.refusals import Refused
from tests.world import World

DAYS = 70


class Twins:
    """Two organisations to which the same happens on the same days."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random = world, random.Random(seed)
        self.daily, self.late = world.organisation("Daily"), world.organisation("Late")
        self.people = 0

    def something_happens(self) -> None:
        deed = self.random.choice(
            [self.hire, self.hire, self.leave, self.read, self.attest, self.override, self.buy]
        )
        deed(self.random.randrange(5, 40))

    def hire(self, days: int) -> None:
        credential = self.random.choice(["cloud-basic", "cloud-expert", "data-basic"])
        for organisation in (self.daily, self.late):
            name = f"{organisation.display_name.lower()}{self.people}"
            user = self.world.employee(organisation, name, credential)
            end = self.world.on + timedelta(days=days)
            self.world.achievement(user.transcripts.get(), credential, expires_on=end)
        self.people += 1

    def leave(self, _days: int) -> None:
        number = self.random.randrange(self.people) if self.people else None
        for twin in ("daily", "late"):
            user = self.world.users.get(f"{twin}{number}")
            if user and Affiliation.objects.open().filter(user=user).exists():
                affiliations.sever(user=user, on=self.world.on, by=user)

    def read(self, days: int) -> None:
        for organisation in (self.daily, self.late):
            self.world.reading(organisation, str(days * 60), day=self.world.on - timedelta(days=365 - days))

    def attest(self, days: int) -> None:
        for organisation in (self.daily, self.late):
            self.world.attest(organisation, until=self.world.on + timedelta(days=days))

    def override(self, days: int) -> None:
        start, end = self.world.on + timedelta(days=days // 2), self.world.on + timedelta(days=days)
        for organisation in (self.daily, self.late):
            self.world.override(organisation, level="silver", starts_on=start, until=end)

    def buy(self, _days: int) -> None:
        for organisation in (self.daily, self.late):
            try:
                self.world.term(organisation)
            except Refused:
                return


def history(organisation):
    """Everything a review has said, without ids."""
    levels = Attainment.objects.filter(organisation=organisation)
    events = JournalEntry.objects.filter(organisation=organisation, edition="first").order_by("pk")
    standing = Standing.objects.get(organisation=organisation)
    return {
        "levels": sorted(
            levels.values_list("competency", "level", "starts_on", "until", "via", "lapses_on", "earned"),
            key=repr,
        ),
        "events": [
            (
                each.on,
                each.kind,
                each.competency,
                each.level,
                sorted(one["reason"] for one in each.data["because"]),
            )
            for each in events
        ],
        "displayed": sorted(
            TermEntry.objects.filter(term__organisation=organisation).values_list(
                "competency", "level", "since"
            )
        ),
        "stages": standing.stages,
        "risk": [
            {name: value for name, value in entry.items() if name != "because"}
            for entry in standing.risk.get("entries", [])
        ],
        "next": standing.next_review_on,
    }


@pytest.mark.parametrize("seed", range(2))
def test_reviewed_daily_or_only_when_something_happens(world, seed):
    twins = Twins(world, seed)
    for _ in range(DAYS):
        world.pass_days(1)
        if twins.random.random() < 0.3:
            twins.something_happens()
        review([twins.daily.pk], as_of=world.on)
    review([twins.late.pk], as_of=world.on)
    assert history(twins.late) == history(twins.daily)
    assert any(event[1] == "level-lost" for event in history(twins.daily)["events"])
