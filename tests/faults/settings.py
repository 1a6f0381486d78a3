"""The portal's settings, with a mail server that keeps a list of what it was handed."""

from config.settings import *  # noqa: F403 - all of them

EMAIL_BACKEND = "tests.faults.outbox.Outbox"
EMAIL_FILE_PATH = env.text("OUTBOX", hint="set by the suite")  # noqa: F405 - from the settings
EMAIL_TIMEOUT = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
