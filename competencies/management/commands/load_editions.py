"""`manage.py load_editions`: publish the packaged editions of the programme that are not there yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competencies.actions import editions
from competencies.models import ProgrammeEdition
from competencies.programme import Edition, ProgrammeError, read_edition
from partners.clock import today
from partners.refusals import Refused

PACKAGED = Path(__file__).resolve().parents[2] / "data" / "programmes"


class Command(BaseCommand):
    """Publishes by their days, the earliest first; a second run changes nothing."""

    help = "Publish the programme editions in competencies/data/programmes that are not published yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where else to look."""
        parser.add_argument(
            "--from", dest="folder", type=Path, default=PACKAGED, help="folder of .yaml files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, one line for each edition."""
        try:
            for edition, document in _by_day(options["folder"]):
                self.stdout.write(self._publish(edition, document))
        except (ProgrammeError, Refused) as error:
            raise CommandError(str(error)) from error

    def _publish(self, edition: Edition, document: str) -> str:
        there = ProgrammeEdition.objects.filter(programme=edition.programme, edition=edition.key)
        if there.exists():
            return f"{edition.key}: already published"
        editions.publish(document=document, on=today(), by=None)
        return f"{edition.key}: published, effective from {edition.effective_from}"


def _by_day(folder: Path) -> list[tuple[Edition, str]]:
    found = []
    for path in sorted(folder.glob("*.yaml")):
        document = path.read_text(encoding="utf-8")
        found.append((read_edition(document, name=path.name), document))
    return sorted(found, key=lambda each: each[0].effective_from)
