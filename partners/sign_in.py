"""Who may come in: people who were given an account; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """False: accounts are opened by the organisation's administrators and by staff."""
        return False
