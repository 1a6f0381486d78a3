"""The project: settings, URLs, the server's and the workers' entry points."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
