"""The WSGI door that granian (or any other server) opens. Which edition is shown is read from the environment."""

from __future__ import annotations

import contextlib
import os
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def _warm_up() -> None:
    """Open the edition and its search before anyone asks, then read what larger places lend to their communes: the first
    reader should not wait for the others."""
    from longuevue.portal import desk
    from longuevue.terms.refusal import Refusal

    with contextlib.suppress(Refusal):
        library = desk.current()
        library.portrait("FR")
        library.edition.search("paris", 1)
        library.edition.atlas.warm()
        for level in ("region", "departement"):
            for place in library.edition.places.of_level(level):
                library.edition.measures.read_ahead(place.ref)


threading.Thread(target=_warm_up, daemon=True).start()
