"""The competencies app: programme editions, achievements and what they attain."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CompetenciesConfig(AppConfig):
    """Editions, transcripts, achievements, associations, overrides and attainment."""

    name = "competencies"
    verbose_name = _("Competencies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners.append_only import protect_after_migrate

        post_migrate.connect(protect_after_migrate, sender=self, dispatch_uid="competencies.append_only")
