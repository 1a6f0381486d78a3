"""Every address of the portal begins here."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import include, path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from competencies.lateness import lateness
from partners.health import healthz, readyz
from partners.views.language import set_language

# The admin's own sign-in form would pass by the rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth that only shows something."""
    return require_safe(view)


def form(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth with a form; its views would take PUT for POST."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


# Only what the portal offers of allauth: no change of address, no code by mail.
# Sign-up is closed by the adapter, but its name is looked up by the sign-in page.
accounts = [
    path("login/", form(account.login), name="account_login"),
    path("logout/", form(account.logout), name="account_logout"),
    path("signup/", form(account.signup), name="account_signup"),
    path("inactive/", page(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", form(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", form(account.password_change), name="account_change_password"),
    path("password/set/", form(account.password_set), name="account_set_password"),
    path("password/reset/", form(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

# It shows everybody's mail: for the demo on one's own machine.
inbox = path("inbox/", include("partners.inbox.urls"))

urlpatterns = [
    *([inbox] if settings.EMAIL_INBOX and not settings.HTTPS else []),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, {"looks": [lateness]}, name="readyz"),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("", include("partners.urls")),
    path("", include("competencies.urls")),
    path("", include("memberships.urls")),
]
