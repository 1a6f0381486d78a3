"""`manage.py load_offers`: publish the packaged lists of offers that are not there yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from competencies.published import NoProgramme
from memberships.actions import offers
from memberships.models import OfferEdition
from memberships.offers import OfferList, OffersError, read_offers
from partners.clock import today
from partners.refusals import Refused

PACKAGED = Path(__file__).resolve().parents[2] / "data" / "offers"


class Command(BaseCommand):
    """Publishes by their days, the earliest first; a second run changes nothing."""

    help = "Publish the lists of offers in memberships/data/offers that are not published yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where else to look, and whether to look only."""
        parser.add_argument(
            "--from", dest="folder", type=Path, default=PACKAGED, help="folder of .yaml files"
        )
        parser.add_argument("--check", action="store_true", help="only read the files, publish nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, one line for each list; of a bad file, every problem."""
        try:
            for found, document in _by_day(options["folder"]):
                done = "reads well" if options["check"] else self._publish(found, document)
                self.stdout.write(f"{found.key}: {done}")
        except OffersError as error:
            raise CommandError("\n".join([error.name, *map(str, error.problems)])) from error
        except (Refused, NoProgramme) as error:
            raise CommandError(str(error)) from error

    def _publish(self, found: OfferList, document: str) -> str:
        if OfferEdition.objects.filter(edition=found.key).exists():
            return "already published"
        offers.publish(document=document, on=today(), by=None)
        return f"published, effective from {found.effective_from}"


def _by_day(folder: Path) -> list[tuple[OfferList, str]]:
    found = []
    for path in sorted(folder.glob("*.yaml")):
        document = path.read_text(encoding="utf-8")
        found.append((read_offers(document, name=path.name), document))
    return sorted(found, key=lambda each: each[0].effective_from)
