"""Pages and pieces of them that Django draws once for each process and language: afterwards only texts are put in.

For what is asked for more often than anything else, or stands on a page many times over: drawing it anew takes far
longer than all that is said in it.
"""

from collections.abc import Collection, Mapping
from html import escape
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

# Private characters, which no text of a template has and no escaping touches.
_SLOT = "\ue000{}\ue001"


class Pattern:
    """A template of texts and flags, a flag being whether some part of it stands there.

    It may place a text and look at a flag, and nothing else: no filter and no condition would meet the real text.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self._drawn: dict[tuple[str, frozenset[str]], str] = {}

    def filled(self, language: str, texts: Mapping[str, str], flags: Collection[str] = ()) -> SafeString:
        """The markup with these texts, which are escaped unless they are safe, and these flags up.

        A pattern is always given the same texts where the same flags are up.
        """
        drawn = self._drawn.get(key := (language, frozenset(flags)))
        if drawn is None:
            with translation.override(language):
                drawn = self._draw(texts, flags)
            if not settings.DEBUG:  # where templates change while the process lives
                self._drawn[key] = drawn
        safe = {name: text if isinstance(text, SafeString) else escape(text) for name, text in texts.items()}
        return SafeString(drawn % safe)

    def context(self, texts: Collection[str], flags: Collection[str]) -> dict[str, Any]:
        """What the template is drawn with: a slot for each text."""
        return {**dict.fromkeys(flags, True), **{name: _SLOT.format(name) for name in texts}}

    def _draw(self, texts: Collection[str], flags: Collection[str]) -> str:
        """As a text for `%`, in which every text has its name."""
        drawn = render_to_string(self.template, self.context(texts, flags))
        before, after = _SLOT.split("{}")
        return drawn.strip().replace("%", "%%").replace(before, "%(").replace(after, ")s")


class PagePattern(Pattern):
    """A whole page for whoever has no session; for everybody else the template is drawn in the ordinary way.

    Of a request the frame of such a page may look at nothing but its path and its token.
    """

    def answer(self, request: HttpRequest, texts: Mapping[str, str], flags: Collection[str]) -> HttpResponse:
        """The page with these texts and flags."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return render(request, self.template, {**texts, **dict.fromkeys(flags, True)})
        frame = {"csrf_token": get_token(request), "full_path": request.get_full_path()}
        language = translation.get_language() or settings.LANGUAGE_CODE
        return HttpResponse(self.filled(language, {**texts, **frame}, flags))

    def context(self, texts: Collection[str], flags: Collection[str]) -> dict[str, Any]:
        """The frame finds a request of nobody."""
        context = super().context(texts, flags)
        nobody = {"user": AnonymousUser(), "get_full_path": context["full_path"]}
        return {**context, "request": nobody, "messages": ()}
