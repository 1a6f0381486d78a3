"""A mail server that only keeps the ids of the mails it was handed, one a line, whatever becomes of the sender."""

import os
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 0.01
"""A real server takes its time, in which its client may die."""


class Outbox(BaseEmailBackend):
    """Appends to the file before it answers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take them all."""
        for message in email_messages:
            time.sleep(SECONDS)
            line = f"{message.extra_headers['Message-ID']}\n".encode()
            handle = os.open(settings.EMAIL_FILE_PATH, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(handle, line)
            os.close(handle)
            time.sleep(SECONDS)
        return len(email_messages)
