"""The tie of a person to the one organisation for which their achievements count (C4, C5)."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from competencies.models.transcripts import Achievement
from partners.models import Organisation, User
from partners.models.periods import counts_on, not_backwards


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Lookups of affiliations."""

    def open(self) -> Self:
        """Those that nothing has ended."""
        return self.filter(until=None)

    def in_force(self, as_of: date) -> Self:
        """Those whose period holds the day."""
        return self.filter(counts_on(as_of))

    def following(self) -> Self:
        """Open ones to which what the person earns later is associated by itself (C4)."""
        return self.open().filter(follows=True)

    def visible_to(self, user: User) -> Self:
        """The user's own."""
        return self.filter(user_id=user.pk)


class Affiliation(models.Model):
    """A person's tie to an organisation: one open per person, held by the database (C5).

    `follows`: what the person earns later is associated by itself. `is_move`: it began although the person
    could have stayed with the organisation before, which counts towards the moves of a year.
    """

    never_deleted: ClassVar[bool] = True

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    follows = models.BooleanField(_("later achievements follow"), default=False, db_default=False)
    is_move = models.BooleanField(_("moved here"), default=False, db_default=False, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            not_backwards("affiliation_not_backwards"),
            UniqueConstraint(
                fields=["user"], condition=Q(until=None), name="affiliation_one_open_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.organisation_id}"


class AssociationQuerySet(models.QuerySet["Association"]):
    """Lookups of associations."""

    def open(self) -> Self:
        """Those that nothing has ended."""
        return self.filter(until=None)

    def in_force(self, as_of: date) -> Self:
        """Those whose period holds the day."""
        return self.filter(counts_on(as_of))

    def visible_to(self, user: User) -> Self:
        """Those of the user's own affiliations."""
        return self.filter(affiliation__user_id=user.pk)


class Association(models.Model):
    """One achievement counting for the organisation of an affiliation: one open per achievement (C5)."""

    never_deleted: ClassVar[bool] = True

    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="associations")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="associations")
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        constraints = [
            not_backwards("association_not_backwards"),
            UniqueConstraint(
                fields=["achievement"], condition=Q(until=None), name="association_one_open_per_achievement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} by {self.affiliation_id}"
