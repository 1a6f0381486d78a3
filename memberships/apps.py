"""The memberships app: what a competency level is good for."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembershipsConfig(AppConfig):
    """Offers, orders, terms of membership and the pages that build on everything below."""

    name = "memberships"
    verbose_name = _("Memberships")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """See to it that append-only tables stay so (decision 9)."""
        from partners.append_only import protect_after_migrate

        post_migrate.connect(protect_after_migrate, sender=self, dispatch_uid="memberships.append_only")
