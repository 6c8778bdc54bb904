"""Django's settings, made from the typed environment."""

from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.utils.csp import CSP

from aisance.project.environment import read_environment

ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.key()
DEBUG = False
BASE_URL = ENVIRONMENT.base_url
_host = urlsplit(BASE_URL).hostname or "localhost"
_more_hosts = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",") if host.strip()]
_local_hosts = [] if ENVIRONMENT.mode == "production" else ["localhost", "127.0.0.1", "[::1]", ".localhost"]
ALLOWED_HOSTS = [_host, *_more_hosts, *_local_hosts]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "aisance.accounts",  # before allauth, whose pages and mails it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "aisance.core",
    "aisance.ui",
    "aisance.lake",
    "aisance.intake",
    "aisance.customers",
    "aisance.consent",
    "aisance.journeys",
    "aisance.outreach",
    "aisance.surveys",
    "aisance.verbatims",
    "aisance.indicators",
    "aisance.boards",
    "aisance.cases",
    "aisance.advocacy",
    "aisance.improvement",
    "aisance.demo",
    "aisance.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aisance.accounts.middleware.StaffMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "aisance.project.engines.SilentEngineMiddleware",
]

CUSTOMERS_PATHS = ("/a/", "/l/", "/s/")
"""Where customers answer: no session, nobody signed in."""

ROOT_URLCONF = "aisance.project.urls"
FORM_RENDERER = "aisance.ui.renderer.HouseRenderer"
WSGI_APPLICATION = "aisance.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "aisance.project.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "aisance.ui.templatetags.house"],
        },
    }
]


def _database() -> dict[str, Any]:
    parsed: dict[str, Any] = dict(dj_database_url.parse(ENVIRONMENT.database, conn_max_age=0))
    if parsed["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: a transaction takes the write lock at once, since upgrading a read lock fails under load.
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        }
    else:
        parsed["CONN_MAX_AGE"] = 60
        parsed["CONN_HEALTH_CHECKS"] = True
    return parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counters of failed sign-ins must hold across processes; no service to install for that.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "aisance.ui.formats"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # the QR code of the second factor
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "aisance_session"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
# The other names under the company's domain are not ours to bind, nor is the browsers' list of them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Behind a proxy that says how it was reached: without its word each request looks plain, and would turn in a circle.
SECURE_SSL_REDIRECT = _https and ENVIRONMENT.trusted_proxies > 0
SECURE_REDIRECT_EXEMPT = ["^health$"]  # a load balancer asks from within
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000_000  # a batch of 10,000 interactions

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "aisance.accounts.adapters.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "aisance.accounts.entrance_forms.SignInForm",
    "reset_password": "aisance.accounts.entrance_forms.ForgottenForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that some stranger typed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login_failed": "20/10m/ip,5/10m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Aisance"

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = ENVIRONMENT.mail_from


if ENVIRONMENT.smtp_url:
    _smtp = urlsplit(ENVIRONMENT.smtp_url)
    _mailer: dict[str, Any] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp.hostname or "localhost",
            "port": _smtp.port or (465 if _smtp.scheme == "smtps" else 587),
            "username": unquote(_smtp.username or ""),
            "password": unquote(_smtp.password or ""),
            "use_ssl": _smtp.scheme == "smtps",
            "use_tls": _smtp.scheme == "smtp" and bool(_smtp.username),  # never a password in the clear
            "timeout": 20,
        },
    }
elif ENVIRONMENT.mail_provider:
    _mailer = {"BACKEND": f"anymail.backends.{ENVIRONMENT.mail_provider}.EmailBackend"}
else:
    _mailer = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(ENVIRONMENT.mail_folder)},
    }
MAILERS = {"default": _mailer}
ANYMAIL = {
    **{
        f"{ENVIRONMENT.mail_provider}_{name}".upper(): value
        for name, value in ENVIRONMENT.mail_provider_options.items()
    },
    "WEBHOOK_SECRET": ENVIRONMENT.mail_webhook_secret,
    "IGNORE_UNSUPPORTED_FEATURES": True,  # a provider that knows no metadata still sends
    "REQUESTS_TIMEOUT": 20,
}
SMS = {
    "url": ENVIRONMENT.sms_url,
    "sender": ENVIRONMENT.sms_sender,
    "folder": ENVIRONMENT.home / "outgoing-sms",
    "secret": ENVIRONMENT.sms_secret,
    "http": ENVIRONMENT.sms_http.model_dump(exclude_defaults=True),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "aisance.project.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "aisance": {"level": "INFO"},
        # Django's own handlers would print an exception with its text, and mail it with what was posted.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
        "aisance.web": {"level": "WARNING"},
        "smpplib": {"level": "ERROR"},  # it warns of every line that ends
    },
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
