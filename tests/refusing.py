"""Asking an action for what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from partners.models import JournalEntry
from partners.refusals import Refused


def refused(code: str, action: Callable[..., Any], **arguments: Any) -> None:
    """The action refuses with this code and a message, and the journal has not grown."""
    before = JournalEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert JournalEntry.objects.count() == before
