"""Django's settings for the public pages, read from the environment. The portal keeps no database, no session, no cookie."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

BASE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = os.environ.get("LONGUEVUE_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = [h for h in os.environ.get("LONGUEVUE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",") if h]

#: an edition's folder, or an observatory's folder (its newest edition is then shown)
LONGUEVUE_EDITION = os.environ.get("LONGUEVUE_EDITION", "")

INSTALLED_APPS = ["django.contrib.staticfiles", "longuevue.portal"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "longuevue.portal.headers.PublicHeaders",
]
ROOT_URLCONF = "longuevue.config.urls"
WSGI_APPLICATION = "longuevue.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
            "builtins": ["longuevue.portal.templatetags.portal"],
        },
    }
]
DATABASES: dict[str, dict[str, str]] = {}
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "fr"

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
#: the map viewer, gathered from npm and carried by the wheel
STATICFILES_DIRS = [path for path in [BASE / "_assets" / "static"] if path.is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".pmtiles": "application/octet-stream"}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "script-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "longuevue.config.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # lower than this, they write what a page holds and what is asked of the database
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
    },
}
