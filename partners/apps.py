"""The partners app: the tenant, its users and its journal."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Users, organisations, accounts, terms and the journal."""

    name = "partners"
    verbose_name = _("Partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners.append_only import protect_after_migrate
        from partners.inbox import checks  # noqa: F401 - importing registers them
        from partners.sign_in_events import watch

        post_migrate.connect(protect_after_migrate, sender=self, dispatch_uid="partners.append_only")
        watch()
