"""Opening the workshop of an observatory's folder: its database brought up to date, its own observatory written in it.
Run apart (`python -m longuevue.config.workshop`) so that the public pages never wait for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from longuevue.terms.refusal import Refusal

SETTINGS = "longuevue.config.workshop_settings"


def settle(folder: Path, *, address: str | None = None) -> None:
    """Say in the environment where the workshop lives, for this process and those it starts."""
    os.environ["LONGUEVUE_FOLDER"] = str(folder.resolve())
    if address:
        os.environ.setdefault("LONGUEVUE_ADDRESS", address)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS


def open_workshop(folder: Path) -> None:
    """Bring the database up to date, and write the folder's observatory in it the first time. Raises `Refusal`."""
    from longuevue.config.observatory import read_observatory

    observatory = read_observatory(folder)
    settle(folder)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
        from longuevue.workshop.observatories.models import Observatory
        from longuevue.workshop.observatories.services import make

        if not Observatory.objects.filter(folder="").exists():
            make(name=observatory.settings.name, codes=observatory.settings.perimeter or ["FR"], folder="")
    except DatabaseError as error:
        raise Refusal(
            f"La base de données de l'atelier ne s'ouvre pas ({str(error).splitlines()[0]}).",
            "Vérifiez DATABASE_URL, ou la place et les droits du dossier private/. Le portail, lui, reste ouvert.",
        ) from error


if __name__ == "__main__":
    try:
        open_workshop(Path(os.environ["LONGUEVUE_FOLDER"]))
    except Refusal as refusal:
        sys.exit(refusal.sentence())
