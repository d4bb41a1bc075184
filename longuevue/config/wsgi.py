"""The WSGI door that granian (or any other server) opens. Which edition is shown is read from the environment."""

from __future__ import annotations

import contextlib
import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def _warm_up() -> None:
    """Open the edition and its search before anyone asks: the first reader should not wait for the others."""
    from longuevue.portal import desk
    from longuevue.terms.refusal import Refusal

    with contextlib.suppress(Refusal):
        library = desk.current()
        library.portrait("FR")
        library.edition.search("paris", 1)
        library.edition.atlas.warm()


threading.Thread(target=_warm_up, daemon=True).start()
