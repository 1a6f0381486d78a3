"""Building the demo world: all of it or nothing."""

import shutil
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from competencies.actions import drafts
from competencies.jobs import count_partners, expire_overrides, work_out_effects
from competencies.models import ProgrammeEdition, Untold
from competencies.published import NoProgramme, current_programme
from competencies.review import review_all
from memberships.actions import offers
from memberships.demo import accounts, edition
from memberships.demo.diary import Diary
from memberships.demo.stories import STORIES
from memberships.demo.stories.referrals import moment_of
from memberships.demo.world import World
from memberships.jobs import file_listings, tend_referrals
from memberships.management.commands.load_offers import PACKAGED
from memberships.models import OfferEdition
from partners.models import Message, Organisation
from partners.refusals import Refused

TOLD_LATELY = timedelta(days=10)
"""Of so many days the demo begins with mail."""

PUBLISHED_AGO = 9
"""The demo edition was published so many days ago: what it does to somebody is in the journal since."""

DRAFTED_AGO = 2
"""So many days ago a file of the edition after it was uploaded."""


@transaction.atomic
def build(*, today: date, password: str, accounts_file: Path, feeds_folder: Path) -> World:
    """Play every story up to today and write the table of accounts; the vendor's files stay in their folder.

    Everybody who may sign in has the password. Refused if an organisation or the folder exists, or no edition
    of the past is published.
    """
    _refuse_unready(today, feeds_folder)
    _publish_offers(today)
    world = World(Diary(today), password=password, feeds_folder=feeds_folder)
    for tell in STORIES:
        tell(world)
    demo = edition.made(today)
    world.diary.note(PUBLISHED_AGO, lambda on: _publish(demo.document, on, world))
    world.diary.note(DRAFTED_AGO, lambda on: _draft(edition.with_a_slip(demo), on, world))
    world.vendor.deliver()
    try:
        world.diary.play()
    except BaseException:
        # Ours: it was not there before.
        shutil.rmtree(feeds_folder, ignore_errors=True)
        raise
    review_all(as_of=today)
    expire_overrides(as_of=today)
    _look_again(demo.key, today, world)
    count_partners(as_of=today)
    tend_referrals(at=moment_of(today))
    file_listings(as_of=today)
    # What was told long ago lies in nobody's inbox any more; a worker writes to people of the last days.
    Untold.objects.filter(on__lt=today - TOLD_LATELY).delete()
    Message.objects.filter(on__lt=today - TOLD_LATELY).delete()
    accounts.write(world.logins, password=password, path=accounts_file)
    return world


def _publish(document: str, on: date, world: World) -> None:
    """Published after a look at its effect, which tells those who would lose a level."""
    draft = drafts.upload(file_name="demo-edition.yaml", document=document, on=on, by=world.manager)
    drafts.publish(
        draft=draft, version=draft.version, reason=_("The vendor’s new year."), on=on, by=world.manager
    )
    work_out_effects(as_of=on)
    review_all(as_of=on)


def _look_again(edition: str, on: date, world: World) -> None:
    """Its effect by the facts of today: what was worked out at its publication is old."""
    published = ProgrammeEdition.objects.get(edition=edition)
    drafts.work_out(edition=published, on=on, by=world.manager)
    work_out_effects(as_of=on)


def _draft(document: str, on: date, world: World) -> None:
    """The edition after it, on its way, with a slip that the administration shows beside its line."""
    drafts.upload(file_name="demo-edition-next.yaml", document=document, on=on, by=world.manager)


def _publish_offers(today: date) -> None:
    """Those of the package, if none are published: the stories order them."""
    if not OfferEdition.objects.exists():
        for path in sorted(PACKAGED.glob("*.yaml")):
            offers.publish(document=path.read_text(encoding="utf-8"), on=today, by=None)


def _refuse_unready(today: date, feeds_folder: Path) -> None:
    if Organisation.objects.exists():
        raise Refused("not-empty", _("There are organisations already. Build the demo in an empty database."))
    if feeds_folder.exists():
        message = _("The folder %s is there already. Remove it, or name another.")
        raise Refused("folder-exists", message % feeds_folder)
    try:
        begun = any(each.effective_from <= today for each in current_programme().editions)
    except NoProgramme:
        begun = False
    if not begun:
        raise Refused("no-edition", _("Publish the packaged editions first: run manage.py load_editions."))
