"""The settings of production, plus one address for the view that pages are held against."""

from config.settings import *  # noqa: F403  they all

ROOT_URLCONF = "tests.bench.pages.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = ["tests.bench.pages.counting.counted", *MIDDLEWARE]  # noqa: F405  from the settings
# A run takes longer than confirming holds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
