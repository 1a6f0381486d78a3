"""The management command over `competencies.evaluation`; `manage.py` itself calls that without starting Django."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from competencies import evaluation


class Command(BaseCommand):
    """Judge the facts of organisations on a day; touches no database."""

    help = "Judge the facts of organisations on a day by programme files, and print an outcome a line."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """As `programme-format.md` has them."""
        evaluation.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand everything on; a status other than 0 ends the command with it."""
        arguments = [options["facts"], "--on", options["on"], *(["--brief"] if options["brief"] else [])]
        for path in options["programme"]:
            arguments += ["--programme", path]
        status = evaluation.main(arguments)
        if status:
            raise CommandError("some facts could not be evaluated", returncode=status)
