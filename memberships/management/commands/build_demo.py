"""`manage.py build_demo`: forty invented partners to look at, for `make demo`."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.environment import ROOT
from memberships.demo.build import build
from partners.clock import today
from partners.refusals import Refused

ACCOUNTS = ROOT / "var" / "demo-accounts.json"
FEEDS = "demo-feeds"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    """Builds in one transaction. Refuses where organisations exist: it is no way to add to them."""

    help = "Build the demo world in a database without organisations, and write who may sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the table of accounts and the vendor's files go, and the password of everybody in the table."""
        parser.add_argument(
            "--accounts", type=Path, default=ACCOUNTS, metavar="FILE", help="the table of accounts (JSON)"
        )
        parser.add_argument(
            "--feeds",
            type=Path,
            metavar="FOLDER",
            help="the vendor's files that were loaded (default: demo-feeds, beside the table of accounts)",
        )
        parser.add_argument("--password", help="for everybody in the table (default: one made up now)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then say what there is."""
        password = options["password"] or _made_up()
        try:
            with _no_security_events():
                world = build(
                    today=today(),
                    password=password,
                    accounts_file=options["accounts"],
                    feeds_folder=options["feeds"] or options["accounts"].with_name(FEEDS),
                )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        people = sum(len(partner.people) for partner in world.partners)
        self.stdout.write(
            f"{len(world.partners)} organisations with {people} people; accounts in {options['accounts']}"
        )


@contextmanager
def _no_security_events() -> Iterator[None]:
    """A past that is made up is no event of today."""
    log = logging.getLogger("assay.security")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)


def _made_up() -> str:
    """Easy to type, hard to guess: three groups of four letters and digits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(3))
