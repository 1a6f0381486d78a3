"""What keeps the inbox out of production."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def check_inbox_is_local(**_: Any) -> list[CheckMessage]:
    """An error where mail would lie in the inbox of a portal that is reached over HTTPS."""
    if not (settings.EMAIL_INBOX and settings.HTTPS):
        return []
    return [
        Error(
            "EMAIL_URL is inbox://…, which shows everybody's mail, while HTTPS is on.",
            hint="Set EMAIL_URL to smtp+tls://…; the inbox is for the demo on one's own machine.",
            id="partners.E001",
        )
    ]
