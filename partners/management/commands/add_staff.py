"""`manage.py add_staff`: make somebody a member of the vendor's staff, with a login if there is none yet."""

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from partners.actions import users
from partners.clock import today
from partners.models import StaffRole, User
from partners.refusals import Refused


class Command(BaseCommand):
    """Asks for the password, so that it stands in no command line and no history."""

    help = "Make a login of the vendor's staff, or appoint somebody who has a login (A3)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and as what."""
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="", help="needed for a new login")
        parser.add_argument("--role", required=True, choices=StaffRole.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """One line at the end says who was appointed."""
        email, name = options["email"].strip().lower(), options["name"].strip()
        user = User.objects.filter(email=email).first()
        if user is None and not name:
            raise CommandError("This address has no login yet: give --name too.")
        password = None if user else _asked(User(email=email, name=name))
        try:
            with transaction.atomic():
                user = user or users.add(email=email, name=name, password=password, on=today(), by=None)
                users.appoint(user=user, role=StaffRole(options["role"]), on=today(), by=None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email}: {options['role']}")


def _asked(user: User) -> str | None:
    """The password, typed twice; None if left empty, for the person to set it by the reset link."""
    password = getpass("Password (empty: to be set by the reset link): ")
    if not password:
        return None
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError("\n".join(error.messages)) from error
    if getpass("Again: ") != password:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return password
