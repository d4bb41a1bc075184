"""Django's settings when the workshop is plugged beside the public pages: those of the portal, and what writing needs.
What is private (database, keys, outgoing mail) lies in the observatory's `private/` folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from longuevue.config.django_settings import *  # noqa: F403
from longuevue.config.django_settings import INSTALLED_APPS as PORTAL_APPS
from longuevue.config.django_settings import MIDDLEWARE as PORTAL_MIDDLEWARE
from longuevue.config.django_settings import TEMPLATES as PORTAL_TEMPLATES
from longuevue.workshop.frame.keys import CONTACTS, SECRET, key

LONGUEVUE_FOLDER = os.environ.get("LONGUEVUE_FOLDER") or os.environ.get("LONGUEVUE_EDITION", ".")
PRIVATE = Path(LONGUEVUE_FOLDER) / "private"
#: where the workshop is, for the pages that lead to it
LONGUEVUE_WORKSHOP = "/atelier/"
#: how people reach this instance: links in letters and mails never trust the request
LONGUEVUE_ADDRESS = os.environ.get("LONGUEVUE_ADDRESS", "http://localhost:8600").rstrip("/")
SECRET_KEY = os.environ.get("LONGUEVUE_SECRET_KEY") or key(PRIVATE, SECRET)
LONGUEVUE_CONTACTS_KEY = os.environ.get("LONGUEVUE_CONTACTS_KEY") or key(PRIVATE, CONTACTS)

INSTALLED_APPS = [
    *PORTAL_APPS,
    "longuevue.workshop.frame",
    "longuevue.workshop.accounts",
    "longuevue.workshop.observatories",
    "longuevue.workshop.actors",
    "longuevue.workshop.links",
    "longuevue.workshop.data_requests",
    "longuevue.workshop.sheets",
    "longuevue.workshop.moderation",
    "longuevue.workshop.policies",
    "longuevue.workshop.agenda",
    "longuevue.workshop.decidim",
    "longuevue.workshop.press",
    "longuevue.workshop.withdrawals",
    "longuevue.workshop.testimonies",
    "longuevue.workshop.waves",
    "longuevue.workshop.effects",
    "longuevue.workshop.debate",
    "longuevue.workshop.tables",
    "longuevue.workshop.coding",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
    "simple_history",
    "rules",
]
_SCOPED = "longuevue.workshop.frame.middleware"
MIDDLEWARE = [
    *PORTAL_MIDDLEWARE,
    f"{_SCOPED}.Sessions",
    f"{_SCOPED}.Language",
    f"{_SCOPED}.Common",
    f"{_SCOPED}.Tokens",
    f"{_SCOPED}.Users",
    f"{_SCOPED}.Residents",
    f"{_SCOPED}.Messages",
    "allauth.account.middleware.AccountMiddleware",  # its app looks for this very name; it touches nothing else
    f"{_SCOPED}.Journal",
    f"{_SCOPED}.Attempts",
    f"{_SCOPED}.Doors",
]
ROOT_URLCONF = "longuevue.config.workshop_urls"
TEMPLATES = [
    {
        **PORTAL_TEMPLATES[0],
        "OPTIONS": {
            **PORTAL_TEMPLATES[0]["OPTIONS"],  # type: ignore[dict-item]
            "context_processors": ["longuevue.workshop.frame.context.frame"],
        },
    }
]


def _database() -> dict[str, Any]:
    """PostgreSQL by DATABASE_URL; by default a SQLite file where readers never wait for the writer."""
    if url := os.environ.get("DATABASE_URL"):
        return {**dj_database_url.parse(url, conn_max_age=60), "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(PRIVATE / "workshop.sqlite3"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            # what is erased is overwritten: a destroyed key is not left lying in the file
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_I18N = True
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "longuevue_language"
LANGUAGE_COOKIE_PATH = CSRF_COOKIE_PATH = SESSION_COOKIE_PATH = "/atelier/"
LANGUAGE_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LONGUEVUE_ADDRESS.startswith("https:")
CSRF_COOKIE_NAME, SESSION_COOKIE_NAME = "longuevue_token", "longuevue_session"
CSRF_TRUSTED_ORIGINS = [LONGUEVUE_ADDRESS]
CSRF_FAILURE_VIEW = "longuevue.workshop.accounts.adapters.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("LONGUEVUE_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "workshop", "workshop"
ACCOUNT_ADAPTER = "longuevue.workshop.accounts.adapters.ByInvitation"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "workshop"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Longuevue"
SOCIALACCOUNT_ADAPTER = "longuevue.workshop.accounts.adapters.KnownPeople"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if os.environ.get("LONGUEVUE_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": os.environ.get("LONGUEVUE_OIDC_NAME", "OIDC"),
            "client_id": os.environ.get("LONGUEVUE_OIDC_ID", ""),
            "secret": os.environ.get("LONGUEVUE_OIDC_SECRET", ""),
            "settings": {"server_url": os.environ["LONGUEVUE_OIDC_URL"]},
        }
    ]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "longuevue.workshop.accounts.adapters.typed_address"
AXES_LOCKOUT_CALLABLE = "longuevue.workshop.accounts.adapters.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware is there, behind the workshop's addresses

DEFAULT_FROM_EMAIL = os.environ.get("LONGUEVUE_MAIL_FROM", "observatoire@localhost")
if _smtp := os.environ.get("LONGUEVUE_SMTP"):
    _parts = urlsplit(_smtp)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _parts.hostname or "localhost", _parts.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_parts.username or ""), unquote(_parts.password or "")
    EMAIL_USE_TLS = _parts.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(PRIVATE / "outbox")
