"""The portal's settings under test: the same file, with an environment of its own."""

import os

ENVIRONMENT = {
    "ENV_FILE": "",
    "SECRET_KEY": "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "HTTPS": "off",
    "DEBUG": "off",
    "TIME_ZONE": "Europe/Brussels",
    "REDIS_URL": "redis://127.0.0.1:1/0",  # nothing listens there: a page that asks Redis fails
    "EMAIL_URL": "consolemail://",
    "EMAIL_FROM": "portal@example.org",
}
os.environ.update(ENVIRONMENT)
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite:///var/test.sqlite3")

from config.settings import *  # noqa: E402, F403 - the environment comes first

# Whatever a test signs in costs nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The live server finds files by their plain names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
