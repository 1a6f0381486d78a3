"""The world that waits for its night, built through the actions; what befalls one organisation is its own.

Six of each, in a silver term with two readers of risk, silver in cloud by one employee:
    override   gold by an override that ended on one of the last days
    reminder   gold by an override that ends in ten days
    expired    the employee's credential expired on one of the last days
    revoked    a feed revokes the employee's credential
    sales      a feed brings sales that make silver in data
    both       gold by an override that ended yesterday, and a feed that revokes the employee's credential
"""

from datetime import date, timedelta
from pathlib import Path

from competencies.feeds.opening import received
from competencies.models import Feed
from partners.clock import now, today
from partners.models import Organisation, Role
from tests.world import World

KINDS = ("override", "reminder", "expired", "revoked", "sales", "both")
EACH = 6


def build(store: Path) -> None:
    """Fill the empty, migrated database; feed files lie in the store and wait for a worker."""
    end = today()
    world = World(end - timedelta(days=60))
    made = {kind: [_organisation(world, kind, number) for number in range(EACH)] for kind in KINDS}
    _time_to_come(world, made, end)
    world.on = end - timedelta(days=20)
    _feeds(world, made, store)


def _organisation(world: World, kind: str, number: int) -> Organisation:
    made = world.organisation(f"{kind}{number}")
    world.account(made, f"ada-{kind}{number}", Role.ADMIN)
    mina = world.account(made, f"mina-{kind}{number}", Role.MEMBERSHIP_MANAGER)
    type(mina.user).objects.filter(pk=mina.user_id).update(language="zh-hant")
    world.employee(made, f"erik-{kind}{number}", "cloud-basic", "data-basic")
    world.term(made)
    return made


def _time_to_come(world: World, made: dict[str, list[Organisation]], end: date) -> None:
    for number, organisation in enumerate(made["override"]):
        world.override(organisation, until=end - timedelta(days=number % 3))
    for organisation in made["both"]:
        world.override(organisation, until=end - timedelta(days=1))
    for organisation in made["reminder"]:
        world.override(organisation, until=end + timedelta(days=10))
    for number in range(EACH):
        erik = world.users[f"erik-expired{number}"].transcripts.get()
        world.achievement(erik, "cloud-basic", expires_on=end - timedelta(days=number % 3))


def _feeds(world: World, made: dict[str, list[Organisation]], store: Path) -> None:
    leavers = [world.users[f"erik-{kind}{number}"] for kind in ("revoked", "both") for number in range(EACH)]
    # Rows of nobody make the files longer: transcripts that wait for their owners.
    rows = [f"MC-{user.pk},cloud-basic,2017-01-01,,{world.on}" for user in leavers]
    rows += [f"NEW-{number},data-basic,2017-05-05,," for number in range(400)]
    rows += ["MC-broken,cloud-basic,not-a-day,,", *rows[:1]]
    _wait(store, Feed.ACHIEVEMENTS, "mcid,credential,earned_on,expires_on,revoked_on", rows)
    sales = [f"{each.mpn_id},consumption,{today() - timedelta(days=9)},2500.00" for each in made["sales"]]
    sales += [f"{each.mpn_id},unknown,{today()},{number}" for each in made["sales"] for number in range(6)]
    _wait(store, Feed.READINGS, "mpn_id,metric,on,amount", [*sales, "1,consumption,2018-01-01,1"])
    people = [f"MC-{user.pk},{user.name},{user.email},new-code" for user in leavers]
    _wait(store, Feed.TRANSCRIPTS, "mcid,name,email,access_code", people)


def _wait(store: Path, feed: Feed, header: str, rows: list[str]) -> None:
    copy = store / f"{feed.value}.csv"
    copy.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    received(feed=feed, copy=copy, name=copy.name, now=now(), by=None)
