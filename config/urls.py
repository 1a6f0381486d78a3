"""Every address of the portal begins here."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from competencies.lateness import lateness
from partners.health import healthz, readyz
from partners.views.language import set_language

# The admin's own sign-in form would pass by the rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Only what the portal offers of allauth: no change of address, no code by mail.
# Sign-up is closed by the adapter, but its name is looked up by the sign-in page.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
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
