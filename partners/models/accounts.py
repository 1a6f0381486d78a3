"""An account is a user in an organisation, with roles (A5)."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.periods import counts_on, not_backwards
from partners.models.users import User


class Role(models.TextChoices):
    """What an account is for; `partners.access.ROLES` says what each may do (A5)."""

    ADMIN = "admin", _("admin")
    MEMBERSHIP_MANAGER = "membership-manager", _("membership manager")
    REFERRALS_MANAGER = "referrals-manager", _("referrals manager")
    REPORT_VIEWER = "report-viewer", _("report viewer")
    EMPLOYEE = "employee", _("employee")


class AccountQuerySet(models.QuerySet["Account"]):
    """Lookups of accounts."""

    def in_force(self, as_of: date) -> Self:
        """Accounts whose period holds the day."""
        return self.filter(counts_on(as_of))

    def open(self) -> Self:
        """Accounts that nobody has ended."""
        return self.filter(until=None)

    def of_role(self, role: Role) -> Self:
        """Accounts that carry the role."""
        return self.filter(roles__role=role)

    def visible_to(self, user: User, *, as_of: date) -> Self:
        """The user's own accounts that count on the day."""
        return self.in_force(as_of).filter(user_id=user.pk)

    def with_roles(self) -> list["Account"]:
        """The accounts with organisation and roles, by the organisation's name, in one query."""
        return gathered(self.joined_to_roles())

    def joined_to_roles(self) -> Self:
        """Rows for `gathered`: each account with organisation and `one_role`, once for each role."""
        rows = self.select_related("organisation").annotate(one_role=F("roles__role"))
        return rows.order_by("organisation__display_name", "pk")


class Account(models.Model):
    """A user in an organisation from `starts_on` until it is ended; a return is a new account (B3)."""

    never_deleted: ClassVar[bool] = True

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accounts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    # A7: only with this may the organisation see achievements that were never associated with it.
    shares_transcript = models.BooleanField(_("shares the whole transcript"), default=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            not_backwards("account_not_backwards"),
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(until=None),
                name="account_one_open_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(shares_transcript=False), name="account_sharing_ends_with_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The roles as stored; asked for once, or read along by `with_roles`."""
        return frozenset(self.roles.values_list("role", flat=True))


def gathered(rows: Iterable[Any]) -> list[Account]:
    """The accounts of rows that a join made of them, one for each role, in their order."""
    found = []
    for _pk, (account, *others) in groupby(rows, key=lambda row: row.pk):
        account.role_names = frozenset(row.one_role for row in (account, *others) if row.one_role)
        found.append(account)
    return found


class AccountRole(models.Model):
    """One role of an account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=Role)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            UniqueConstraint(fields=["account", "role"], name="account_role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="account_role_known"),
        ]

    def __str__(self) -> str:
        return self.role
