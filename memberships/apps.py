"""The memberships app: what a competency level is good for."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Terms of membership and the pages that build on everything below."""

    name = "memberships"
    default_auto_field = "django.db.models.BigAutoField"
