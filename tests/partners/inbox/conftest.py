"""A portal with an inbox, as `EMAIL_URL=inbox://…` makes it."""

import pytest


@pytest.fixture
def folder(settings, tmp_path):
    """Where the mails lie; it is made with the first of them."""
    settings.EMAIL_FILE_PATH = str(tmp_path / "var" / "mail")
    settings.EMAIL_BACKEND = "partners.inbox.backend.EmailBackend"
    settings.ROOT_URLCONF = "tests.partners.inbox.addresses"
    return tmp_path / "var" / "mail"
