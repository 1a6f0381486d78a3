"""The one settings file. Everything that differs between installations comes from the environment."""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import environment
from config.environment import ROOT, SQLITE
from config.logs import not_a_probe

env = environment.read()
FEEDS = ("achievements", "transcripts", "readings", "attestations")

# ---- what an installation decides (.env.example describes each) ----
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.listed(
    "SECRET_KEY_FALLBACKS",
    default="",
    pattern=r"\S{50,}",
    hint="write the keys of before separated by commas",
)
ALLOWED_HOSTS = env.listed(
    "ALLOWED_HOSTS", pattern=r"\.?[A-Za-z0-9.-]+|\[[0-9a-f:]+\]", hint="write host names separated by commas"
)
CSRF_TRUSTED_ORIGINS = env.listed(
    "CSRF_TRUSTED_ORIGINS",
    default="",
    pattern=r"https?://[^/\s]+",
    hint="write origins such as https://portal.example.org separated by commas",
)
HTTPS = env.switch("HTTPS", default=True)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)
TIME_ZONE = env.time_zone("TIME_ZONE", default="Europe/Brussels")
DATABASES: dict[str, dict[str, Any]] = {"default": env.database("DATABASE_URL")}
CELERY_BROKER_URL = env.broker("REDIS_URL")
_mail = env.email("EMAIL_URL")
globals().update(_mail)
# Whether mail lies in a folder and is shown by the portal: the demo.
EMAIL_INBOX: bool = _mail["EMAIL_INBOX"]
EMAIL_FILE_PATH: str = _mail["EMAIL_FILE_PATH"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", hint="set the sender's address of mail")
# A mail server that does not answer holds up one sweep for so many seconds, and no page.
EMAIL_TIMEOUT = 20
# Where mail says that the portal is; pages know it from their request.
PORTAL_URL = env.origin("PORTAL_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
# The portal's own copies of feed files, between their arrival and their loading (C2).
FEED_STORE = env.text("FEED_STORE", default=str(ROOT / "var" / "feeds"), hint="")
# Evidence of missing credit, outside what is served (C7). Web and worker share it.
EVIDENCE_STORE = env.text("EVIDENCE_STORE", default=str(ROOT / "var" / "evidence"), hint="")
# How often a person may move to another organisation within twelve months (C5); 0 for as often as they like.
MOVES_A_YEAR = env.number("MOVES_A_YEAR", default=0)
# So many days after a customer's request what is personal in it is removed (F5).
REQUEST_DATA_DAYS = env.number("REQUEST_DATA_DAYS", default=365, least=60)
# So many mails about requests a partner's contact gets within a day at most; further ones stand in the portal (F5).
REQUEST_MAILS_A_DAY = env.number("REQUEST_MAILS_A_DAY", default=20, least=1)
# So many searches for partners an origin may ask each process of the server within a minute (F5).
SEARCHES_A_MINUTE = env.number("SEARCHES_A_MINUTE", default=120, least=1)
# Proof of payment, outside what is served (E2). Web and worker share it.
PROOF_STORE = env.text("PROOF_STORE", default=str(ROOT / "var" / "proofs"), hint="")
# What seals product keys, the newest first, and what finds one that is there already (E5). Named so that Django's own
# reports leave them out.
BENEFIT_KEYS_SECRETS = env.secrets("BENEFIT_KEYS_SECRETS")
BENEFIT_KEYS_FINGERPRINT_SECRET = env.fingerprint_secret(
    "BENEFIT_KEYS_FINGERPRINT_SECRET", BENEFIT_KEYS_SECRETS
)
# To whom orders are paid by bank transfer; what is empty does not stand on the invoice.
PAYEE_NAME = env.text("PAYEE_NAME", default="", hint="")
PAYEE_ACCOUNT = env.text("PAYEE_ACCOUNT", default="", hint="")
PAYEE_BANK = env.text("PAYEE_BANK", default="", hint="")
# Where feed files come from by themselves: the vendor's folder, and an address for each feed.
FEED_FOLDER = env.folder("FEED_FOLDER", apart_from=FEED_STORE)
FEED_ADDRESSES = {feed: address for feed in FEEDS if (address := env.https(f"FEED_ADDRESS_{feed.upper()}"))}
# Named so that Django's own reports leave it out.
FEED_AUTHORIZATIONS = {
    feed: value for feed in FEEDS if (value := env.header(f"FEED_AUTHORIZATION_{feed.upper()}"))
}
FEED_ALLOWED_NETWORKS = env.networks("FEED_ALLOWED_NETWORKS")
FEED_MINUTES = env.number("FEED_MINUTES", default=60, least=1)
# Whether staff looks at a firm that enrols itself before it becomes a partner (B1).
ENROLMENT_NEEDS_APPROVAL = env.switch("ENROLMENT_NEEDS_APPROVAL", default=False)
# Whether staff and partners' admins must prove by a second factor that it is them; others may.
SECOND_FACTOR_REQUIRED = env.switch("SECOND_FACTOR_REQUIRED", default=True)
# The provider of OpenID Connect that may open logins linked to it; none if empty.
OIDC_ISSUER = env.https("OIDC_ISSUER")
OIDC_NAME = env.text("OIDC_NAME", default="OpenID Connect", hint="")
OIDC_CLIENT_ID = env.text(
    "OIDC_CLIENT_ID", default=None if OIDC_ISSUER else "", hint="set it, or unset OIDC_ISSUER"
)
# Named so that Django's own reports leave it out.
OIDC_CLIENT_SECRET = env.text(
    "OIDC_CLIENT_SECRET", default=None if OIDC_ISSUER else "", hint="set it, or unset OIDC_ISSUER"
)

# ---- what the portal is made of ----
INSTALLED_APPS = [
    "partners",
    "competencies",
    "memberships",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles: runserver then serves static files as production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "js_lib_bootstrap5",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "partners.caching.no_store",
    "partners.security.refusals",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "partners.methods.limited",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partners.sign_in_rules.SignInRules",
    "partners.methods.explained",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---- database ----
# Each action opens its own transaction; a page that only reads needs none.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == SQLITE:
    # IMMEDIATE takes the write lock at the start, so that two writers wait for each other instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
# Rate limits must count across processes, and the web process never talks to Redis. Django would keep 300 rows and
# drop others at will: whoever tried many addresses could so undo a limit. A job removes those that are over.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# ---- users and sign-in ----
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "partners.passwords.PaddedPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partners.sign_in.ClosedAdapter"
ACCOUNT_FORMS = {"user_token": "partners.sign_in.PublicUserTokenForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Addresses come from the organisation's administrators and from staff, not from the person.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
# Nothing is sent to an address that has no account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Besides allauth's own limits: asking to be enrolled by origin and address, sending an invitation again, reading
# calendars by origin (programs of many people may share one) and by address; requests of customers (F5), the first by
# origin and address, the second by origin alone.
ACCOUNT_RATE_LIMITS = {
    "enrol": "10/h/ip,3/d/key",
    "invitation": "5/d/key",
    "calendar": "120/m/ip,60/h/key",
    "request": "10/h/ip,3/d/key",
    "choose": "30/h/ip",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Confirming holds so many seconds for what `partners.confirming` guards.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

SESSION_ENGINE = "partners.session_store"
# As long as the longest session; the server ends it earlier where `partners.session_limits` says so.
SESSION_COOKIE_AGE = 14 * 24 * 3600

MFA_ADAPTER = "partners.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey stands for both factors, so it must ask for its owner's finger, face or PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Addresses are given by administrators and staff, and confirmed by the reset link.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "partners.factor_forms.CodeForm",
    "reauthenticate": "partners.factor_forms.ConfirmingCodeForm",
    "activate_totp": "partners.factor_forms.AppForm",
    "add_webauthn": "partners.factor_forms.PasskeyForm",
    "edit_webauthn": "partners.factor_forms.PasskeyNameForm",
    "login_webauthn": "partners.factor_forms.PasskeySignInForm",
    "authenticate_webauthn": "partners.factor_forms.PasskeyProofForm",
    "reauthenticate_webauthn": "partners.factor_forms.ConfirmingPasskeyForm",
}

SOCIALACCOUNT_ADAPTER = "partners.single_sign_on.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_ENABLED = bool(OIDC_ISSUER)
# An identity of another issuer is another identity: its links are kept under the issuer's own mark.
OIDC_MARK = hashlib.sha256(OIDC_ISSUER.encode()).hexdigest()[:16]
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_MARK,
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                # Only the identity token counts: it says by whom and for whom it was made.
                "settings": {"server_url": OIDC_ISSUER, "fetch_userinfo": False, "scope": ["openid"]},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# ---- security ----
SECURE_SSL_REDIRECT = HTTPS
# Probes inside the network ask without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# Under HTTPS no other host and no plain page can set them.
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_prefix}sessionid", f"{_prefix}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_prefix}django_language"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Messages may name what was changed: they wait in the session, not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
# The portal uses no feature of the device.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in [
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    ]
}

# ---- languages and time ----
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hant", _("Traditional Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "config.formats"
CELERY_TIMEZONE = TIME_ZONE

# ---- static files ----
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = ROOT / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ---- logs: one line each, to stderr, without addresses, names or query strings ----
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "as it is": {"format": "%(message)s"},
    },
    "filters": {
        "no probes": {"()": "django.utils.log.CallbackFilter", "callback": not_a_probe},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no probes"]},
        "security": {"class": "logging.StreamHandler", "formatter": "as it is"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # One line of JSON for each event (docs/security-log.md).
        "assay.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Two lines for every task that did nothing would hide the rest; tasks log what they did.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
