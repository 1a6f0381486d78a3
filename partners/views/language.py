"""The reader's language: chosen by the visitor, remembered for the user (H1)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language
from django.views import i18n
from django.views.decorators.http import require_POST

from partners.actions import users
from partners.models import User


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie, and with the user who is signed in; then back to the page."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and check_for_language(chosen):
        users.choose_language(user=request.user, language=chosen)
    return i18n.set_language(request)


def remembered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with the signed-in user's language, on a device where none was chosen yet."""
    name = settings.LANGUAGE_COOKIE_NAME
    if isinstance(request.user, User) and name not in request.COOKIES:
        response.set_cookie(
            name,
            request.user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
