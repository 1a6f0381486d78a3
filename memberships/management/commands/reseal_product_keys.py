"""`manage.py reseal_product_keys`: seal product keys anew with the newest of BENEFIT_KEYS_SECRETS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from memberships.resealing import reseal
from partners.refusals import Refused


class Command(BaseCommand):
    """Goes on where it stopped when it is called again; a second run changes nothing."""

    help = "Seal product keys anew with the first key of BENEFIT_KEYS_SECRETS, so that older ones can be removed."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line; an error if something cannot be read, for then no old key may be removed."""
        try:
            found = reseal()
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.done} sealed anew")
        if found.unreadable:
            raise CommandError(
                f"{found.unreadable} cannot be read: put the key that sealed them back into BENEFIT_KEYS_SECRETS"
            )
