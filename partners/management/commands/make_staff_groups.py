"""`manage.py make_staff_groups`: the groups of the vendor's staff, with exactly the permissions of the policy."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.actions import staff_groups
from partners.clock import today


class Command(BaseCommand):
    """Harmless when it runs twice; members of the groups stay."""

    help = "Make the groups specialist, programme-manager and support, or bring them to the policy (A3)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail if they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each group at the end."""
        if options["check"]:
            if staff_groups.standing() != staff_groups.wanted():
                raise CommandError("The groups differ from the policy: run make_staff_groups.")
        else:
            staff_groups.make(on=today(), by=None)
        if not options["verbosity"]:
            return
        for name, allowed in sorted(staff_groups.standing().items()):
            self.stdout.write(f"{name}: {', '.join(sorted(allowed))}")
