"""Changes of status that their readers have no message of yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class Untold(models.Model):
    """What one step of a review found of an organisation; gone once its readers' messages are written.

    `entries`: ids of the journal entries, in their order. Written in the transaction of the review, so that
    no alert is ever raised without its messages to follow (E4).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="untold")
    on = models.DateField()
    entries = models.JSONField()

    class Meta:
        verbose_name = _("untold change")
        verbose_name_plural = _("untold changes")

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.on}"
