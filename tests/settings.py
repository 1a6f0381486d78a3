"""The portal's settings under test: the same file, with an environment of its own."""

import atexit
import os
import shutil
import tempfile

from tests.environment import ENVIRONMENT

os.environ.update(ENVIRONMENT)
# One folder for all processes of a run; the first makes it and removes it.
if "TEST_FOLDER" not in os.environ:
    os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="assay-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
SQLITE_FILE = os.path.join(os.environ["TEST_FOLDER"], "test.sqlite3")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{SQLITE_FILE}")

from config.settings import *  # noqa: E402, F403 - the environment comes first

if "TEST_DATABASE_URL" not in os.environ:
    # A file, not memory: other processes and threads meet the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": SQLITE_FILE}  # noqa: F405 - from the settings
EVIDENCE_STORE = os.path.join(os.environ["TEST_FOLDER"], "evidence")
# What tests upload lies in their own folder.
PROOF_STORE = os.path.join(os.environ["TEST_FOLDER"], "proofs")
# A test process searches more in a minute than any customer; tests of the limit set it.
SEARCHES_A_MINUTE = 100_000
# Whatever a test signs in costs nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The live server finds files by their plain names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
