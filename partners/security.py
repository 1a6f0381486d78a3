"""The security log: one line of JSON for each event, to the logger `assay.security`.

It says what happened, when, to which user by id and, where it matters, about which object: never a name, an
address of mail or network, a password, a code or a key. `docs/security-log.md` lists the events.
"""

import json
import logging
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from partners.clock import now
from partners.models import User

logger = logging.getLogger("assay.security")

CODE = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,79}")
"""What a text in the log may be: a code, a UUID, the name of an address; nothing that a person typed."""


class Event(StrEnum):
    """What is noted. Names are never changed: whoever watches the log looks for them."""

    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    CONFIRMED = "confirmed"  # signed in already, and proved again that it is them
    CONFIRMATION_FAILED = "confirmation-failed"
    PASSWORD_SET = "password-set"  # noqa: S105 - the name of an event
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    FACTOR_FAILED = "factor-failed"
    FACTOR_MISSING = "factor-missing"  # required, and led to set one up
    PROVIDER_LINKED = "provider-linked"
    PROVIDER_UNLINKED = "provider-unlinked"
    PROVIDER_REFUSED = "provider-refused"
    SESSION_ENDED = "session-ended"
    SESSION_OVER = "session-over"
    REFUSED = "refused"  # 403: the own organisation, but not this role
    NOT_FOUND = "not-found"  # 404 where the address names something: a foreign object, or none
    LIMITED = "limited"  # 429
    ROLES_CHANGED = "roles-changed"
    STAFF_APPOINTED = "staff-appointed"
    PERSON_ERASED = "person-erased"
    SUPPORT_STARTED = "support-started"  # one of support looks inside an organisation
    SUPPORT_ENDED = "support-ended"
    REVEALED = "revealed"  # a secret such as a product key was shown
    EXPORTED = "exported"  # data left as a file


def note(event: Event, *, by: User | None, **details: int | str | list[str] | None) -> None:
    """Write one line. `by` is who did it, None where nobody is known.

    Details are ids, numbers, codes or lists of codes; a text that could be anything else is a ValueError.
    """
    line = {
        "at": now().isoformat(timespec="milliseconds"),
        "event": event.value,
        "user": by.pk if by else None,
    }
    for name, value in details.items():
        if value is not None:
            line[name] = _code(value)
    logger.info(json.dumps(line))


def _code(value: Any) -> Any:
    if isinstance(value, list):
        return [_code(each) for each in value]
    if isinstance(value, int):
        return value
    text = str(value)
    if not CODE.fullmatch(text):
        raise ValueError("the security log takes ids and codes only")
    return text


NOTED = {403: Event.REFUSED, 404: Event.NOT_FOUND, 429: Event.LIMITED}


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: note what was refused, by the name of the address and the ids in it.

    A 404 of an address that names nothing is a mistyped address, and no event.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if response.status_code in NOTED and match and (match.kwargs or response.status_code != 404):
            _note_refusal(request, match, NOTED[response.status_code])
        return response

    return middleware


def _note_refusal(request: HttpRequest, match: ResolverMatch, event: Event) -> None:
    ids = {f"in_{name}": str(value) for name, value in match.kwargs.items() if CODE.fullmatch(str(value))}
    by = request.user if isinstance(request.user, User) else None
    page = match.view_name if CODE.fullmatch(match.view_name) else None
    note(event, by=by, page=page, method=(request.method or "").lower(), **ids)
