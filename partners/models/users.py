"""A user is a login: one human, one email address."""

import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class StaffRole(models.TextChoices):
    """What a member of the vendor's staff is: the name of the group whose member is that (A3).

    What each may do says `partners.access.STAFF`; `manage.py make_staff_groups` makes the groups by it.
    """

    SPECIALIST = "specialist", _("specialist")
    PROGRAMME_MANAGER = "programme-manager", _("programme manager")
    SUPPORT = "support", _("support")


class UserManager(BaseUserManager["User"]):
    """Makes logins; addresses are kept in lower case and found however they are typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A login with this address; without a password nobody can sign in with one."""
        if not email:
            raise ValueError("a user needs an email address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A programme manager of the vendor's staff, for the first sign-in to the admin."""
        made = self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
        made.groups.add(Group.objects.get_or_create(name=StaffRole.PROGRAMME_MANAGER)[0])
        return made

    def get_by_natural_key(self, username: str | None) -> "User":
        """The login with this address, in whatever case it was typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A login. What the user may do in an organisation hangs on its accounts, never on the user."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("vendor staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # The day on which the personal data went; the row stays, for levels rest on what it ties together.
    erased_on = models.DateField(_("data erased on"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [
            models.Index(fields=["-id"], condition=Q(is_active=False), name="user_inactive"),
        ]
        constraints = [
            UniqueConstraint(Lower("email"), name="user_email_any_case"),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(is_active=False, is_staff=False, name=""),
                name="user_erased_has_no_name_and_no_way_in",
            ),
        ]

    def __str__(self) -> str:
        if self.erased_on is not None:
            return gettext("a former employee")
        return self.name or self.email

    @cached_property
    def staff_roles(self) -> frozenset[StaffRole]:
        """The groups of the vendor's staff whose member the user is, asked for once; empty for everybody else."""
        if not self.is_staff:
            return frozenset()
        names = self.groups.filter(name__in=StaffRole.values).values_list("name", flat=True)
        return frozenset(map(StaffRole, names))

    def get_full_name(self) -> str:
        """The name as the user wrote it."""
        return self.name

    def get_short_name(self) -> str:
        """The same: names are not taken apart."""
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Addresses are kept in lower case."""
        return super().normalize_username(username).lower()
