"""Logins, and who of the vendor's staff may do what (A3)."""

from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners import security
from partners.actions import events, staff_groups
from partners.journal import Kind
from partners.models import StaffRole, User
from partners.refusals import Refused
from partners.security import Event


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    on: date,
    by: User | None,
    password: str | None = None,
    language: str = "en",
) -> User:
    """A login. Refused if the address is malformed or has one already, in whatever case it is written.

    Without a password nobody can sign in with one; the person sets it by the reset link.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad-email", _("This is not an email address. Correct it.")) from error
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, password, name=name.strip(), language=language)
    except IntegrityError as error:
        raise Refused("email-taken", _("This address already has a login. Use another one.")) from error
    events.record(Kind.LOGIN_MADE, on=on, by=by, data={"person": user.pk})
    return user


@transaction.atomic
def appoint(*, user: User, role: StaffRole, on: date, by: User | None) -> User:
    """Make a user a member of the vendor's staff, in the group of this role instead of any earlier one (A3)."""
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.remove(*user.groups.filter(name__in=StaffRole.values))
    user.groups.add(staff_groups.of(role, on=on))
    vars(user).pop("staff_roles", None)
    details: dict[str, int | str] = {"person": user.pk, "role": role.value}
    events.record(Kind.STAFF_APPOINTED, on=on, by=by, data=details)
    transaction.on_commit(partial(security.note, Event.STAFF_APPOINTED, by=by, **details))
    return user


def choose_language(*, user: User, language: str) -> User:
    """Remember the language that the user reads, for pages and mail (H1)."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    return user
