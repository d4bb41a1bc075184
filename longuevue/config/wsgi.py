"""The WSGI door that granian (or any other server) opens. Which edition is shown is read from the environment."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

from django.core.wsgi import get_wsgi_application

from longuevue.portal import ahead

application = get_wsgi_application()

ahead.in_a_worker()
