"""Opening the portal on one edition with granian, in this process. Which edition, is decided by the caller."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from longuevue.portal.sent import shelf
from longuevue.terms.refusal import Refusal


def serve(
    edition_or_observatory: str | Path,
    host: str = "127.0.0.1",
    port: int = 8600,
    *,
    workers: int = 2,
    settings: str = "longuevue.config.django_settings",
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Serve the pages until interrupted. Raises `Refusal` when the port is taken or there is no edition.

    With an observatory's folder, the newest edition is shown, and a newer one as soon as it is built. `settings` may plug
    other rooms beside the portal; `meanwhile` is called once the port is known to be free.
    """
    folder = Path(edition_or_observatory).resolve()
    hosts = dict.fromkeys(
        [*filter(None, os.environ.get("LONGUEVUE_HOSTS", "").split(",")), host, "localhost", "127.0.0.1", "[::1]"]
    )
    os.environ["LONGUEVUE_EDITION"] = str(folder)
    os.environ["LONGUEVUE_HOSTS"] = (
        "*" if host in ("0.0.0.0", "::") and not os.environ.get("LONGUEVUE_HOSTS") else ",".join(hosts)
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    _refuse_taken(host, port)
    _refuse_empty(folder)
    meanwhile()

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
    shelf()  # before the workers are forked, so that they share it
    print(f"Le portail est ouvert : http://{shown}:{port}/  (Ctrl-C pour fermer)", file=sys.stderr, flush=True)
    Granian(
        "longuevue.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        log_access=False,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(f"L'adresse {host}:{port} est prise ou interdite.", "Choisissez un autre --port.") from error


def _refuse_empty(folder: Path) -> None:
    from longuevue.portal.desk import newest

    newest(folder)
