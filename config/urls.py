"""Every address of the portal begins here."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponseBase
from django.urls import include, path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from competencies.lateness import lateness
from partners.health import healthz, readyz
from partners.views import provider, your_account
from partners.views.language import set_language

# The admin's own sign-in form would pass by the rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


# There is one provider at most, so addresses do not name it.
THE_PROVIDER = {"provider_id": settings.OIDC_MARK}


def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth that only shows something."""
    return require_safe(view)


def form(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth with a form; its views would take PUT for POST."""
    return require_http_methods(["GET", "HEAD", "POST"])(view)


# Only what the portal offers of allauth: no change of address, no code by mail.
# Sign-up is closed by the adapter, but its name is looked up by the sign-in page.
accounts = [
    # Its script asks for the challenge of a passkey.
    path("login/", csp_update({"connect-src": ["'self'"]})(form(account.login)), name="account_login"),
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

# Second factors and sessions. Passkeys are named by UUIDs, so allauth's own addresses are not used for them.
accounts += [
    path("", your_account.overview, name="mfa_index"),
    path("second-step/", form(mfa.authenticate), name="mfa_authenticate"),
    path("confirm/code/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", form(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    # Its picture of the key never leaves the page.
    path(
        "app/set-up/", csp_update({"img-src": ["data:"]})(form(totp.activate_totp)), name="mfa_activate_totp"
    ),
    path("app/remove/", form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/add/", form(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", form(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/<uuid:passkey>/remove/", your_account.remove_passkey, name="mfa_remove_webauthn"),
    path("passkeys/<uuid:passkey>/rename/", your_account.rename_passkey, name="mfa_edit_webauthn"),
    path("recovery-codes/", page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", form(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/download/", page(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("sessions/", your_account.session_list, name="account_sessions"),
    path("sessions/end-others/", your_account.end_other_sessions, name="account_end_other_sessions"),
    path("sessions/<uuid:session>/end/", your_account.end_session, name="account_end_session"),
    path("provider/unlink/", your_account.unlink_provider, name="account_unlink_provider"),
    # allauth's name for where somebody goes who has linked the provider.
    path("provider/", your_account.overview, name="socialaccount_connections"),
    path("provider/cancelled/", page(socialaccount.login_cancelled), name="socialaccount_login_cancelled"),
    path("provider/go/", provider.go, THE_PROVIDER, name="openid_connect_login"),
    path("provider/back/", provider.back, THE_PROVIDER, name="openid_connect_callback"),
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
