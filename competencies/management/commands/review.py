"""`manage.py review`: bring what the portal says of organisations up to a day."""

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from competencies.published import NoProgramme
from competencies.review import Report, review, review_all, review_due
from competencies.review.processes import ProcessFailed
from competencies.review.runs import count_due
from partners.clock import today
from partners.models import Organisation
from partners.refusals import Refused

MOST_PROCESSES = 64


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"'{text}' is not a day; write YYYY-MM-DD") from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PROCESSES:
        raise ArgumentTypeError(f"'{text}' is not a number from 1 to {MOST_PROCESSES}")
    return int(text)


class Command(BaseCommand):
    """Safe to run at any time, also twice at once. Prints what changed to standard output."""

    help = "Review organisations: one, those that are due, or all."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which organisations, as of which day."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--organisation", type=int, metavar="MPN", help="the one with this MPN ID")
        which.add_argument("--due", action="store_true", help="those whose day has come")
        which.add_argument("--all", action="store_true", help="every organisation")
        parser.add_argument("--on", type=_day, metavar="DATE", help="as of this day (default: today)")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; list what would change")
        parser.add_argument(
            "--processes", type=_count, default=1, metavar="N", help="with --all: share the work (default: 1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run with a progress bar on standard error, then say what was found."""
        try:
            report = self._run(options, options["on"] or today(), options["dry_run"])
        except (Refused, NoProgramme, ProcessFailed) as error:
            raise CommandError(str(error)) from error
        for event in report.events:
            line = (event.on, event.organisation_id, event.kind, event.competency, event.level)
            self.stdout.write(" ".join(str(part) for part in line if part))
        found = ", ".join(f"{count} {kind}" for kind, count in sorted(report.kinds.items()))
        self.stdout.write(f"{report.reviewed} reviewed: {found or 'nothing changed'}")

    def _run(self, options: dict[str, Any], on: date, dry_run: bool) -> Report:
        if options["processes"] > 1 and not options["all"]:
            raise CommandError("--processes goes with --all only")
        if options["organisation"] is not None:
            return review([_id_of(options["organisation"])], as_of=on, dry_run=dry_run)
        total = count_due(on) if options["due"] else Organisation.objects.count()
        # A thread of the bar's own would be forked along with the processes.
        tqdm.monitor_interval = 0
        # No bar where nobody looks at it, such as in a log.
        with tqdm(total=total, unit=" organisations", disable=None) as bar:
            if options["due"]:
                return review_due(as_of=on, dry_run=dry_run, progress=bar.update)
            return review_all(as_of=on, dry_run=dry_run, processes=options["processes"], progress=bar.update)


def _id_of(mpn_id: int) -> int:
    found = Organisation.objects.filter(mpn_id=mpn_id).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"no organisation has the MPN ID {mpn_id}")
    return found
