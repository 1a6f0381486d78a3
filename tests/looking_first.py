"""Actions of the staff that show first what they would do."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client


def looked_and_confirmed(client: Client, address: str, answers: Mapping[str, Any]) -> HttpResponse:
    """The answer to the second of two requests: one that looks, one that confirms what was seen."""
    look = client.post(address, answers)
    preview = look.context["preview"] if look.status_code == 200 and look.context else None
    assert preview is not None, look.content.decode()
    return client.post(address, {**answers, "seen": preview.stamp})
