"""Commands that make: demo, init, build, serve. What they call is done by the pipeline and by the portal."""

from __future__ import annotations

from pathlib import Path

import click

from longuevue.config.console import Steps, give, give_json, say
from longuevue.config.observatory import Observatory, demo_observatory, find_observatory, init_observatory
from longuevue.terms.refusal import Refusal


@click.command()
@click.option("--no-serve", is_flag=True, help="Construire l'édition de départ sans ouvrir le portail.")
@click.option("--port", default=8600, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def demo(no_serve: bool, port: int, host: str) -> None:
    """Construire l'édition de départ et ouvrir le portail."""
    observatory = demo_observatory()
    say(f"Observatoire de démonstration : {observatory.folder}")
    edition, new = _built(observatory, None, None)
    say("Édition construite." if new else "Édition déjà à jour.")
    give(str(edition))
    if not no_serve:
        _serve(observatory, host, port)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=True))
@click.option("--perimeter", multiple=True, help="Code d'un territoire de l'observatoire.")
@click.option("--name", help="Nom de l'observatoire.")
@click.argument("more", nargs=-1)
def init(folder: Path, perimeter: tuple[str, ...], name: str | None, more: tuple[str, ...]) -> None:
    """Créer un observatoire dans un dossier neuf : longuevue init DOSSIER --perimeter 243400017"""
    codes = (*perimeter, *more)
    if not codes:
        raise Refusal(
            "Aucun territoire n'est donné.", "Ajoutez --perimeter et un code : longuevue territories NOM le trouve."
        )
    observatory = init_observatory(folder, codes, name=name)
    say(f"Observatoire créé : {observatory.settings.name}")
    if len(observatory.settings.perimeter) > 1 and not observatory.perimeters():
        say("Ces territoires se recouvrent : chacun est suivi pour lui-même, rien n'est additionné.")
    say(f"Pour la suite : cd {folder} && longuevue build && longuevue serve")
    give(str(observatory.folder))


@click.command()
@click.option("--mirror", type=click.Path(path_type=Path), help="Un dossier qui tient lieu d'internet.")
@click.option("--date", help="Date de l'édition (AAAA-MM-JJ). Défaut : la dernière date des sources.")
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def build(mirror: Path | None, date: str | None, json_: bool) -> None:
    """Calculer les lectures et écrire une nouvelle édition ; imprime son chemin."""
    if mirror is not None and not mirror.is_dir():
        raise Refusal(
            f"Le dossier « {mirror} » n'existe pas.", "Donnez à --mirror le dossier des fichiers des producteurs."
        )
    _check_date(date)
    observatory = find_observatory()
    edition, new = _built(observatory, mirror, date)
    say("Nouvelle édition." if new else "Rien n'a changé : c'est l'édition existante.")
    if json_:
        give_json({"edition": edition.name, "path": str(edition), "new": new})
    else:
        give(str(edition))


@click.command()
@click.option("--port", default=8600, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(port: int, host: str) -> None:
    """Ouvrir le portail sur l'édition en vigueur."""
    observatory = find_observatory()
    if observatory.current() is None:
        say("Aucune édition encore : je la construis.")
        _built(observatory, None, None)
    _serve(observatory, host, port)


def _built(observatory: Observatory, mirror: Path | None, date: str | None) -> tuple[Path, bool]:
    from longuevue.config.pipeline import build as run

    steps = Steps()
    try:
        return run(observatory, mirror=mirror, date=date, progress=steps)
    finally:
        steps.end()


def _serve(observatory: Observatory, host: str, port: int) -> None:
    import subprocess
    import sys

    from longuevue.config.workshop import SETTINGS, settle
    from longuevue.portal.serve import serve as run

    def open_workshop() -> None:
        """Beside the public pages, which never wait for it."""
        subprocess.Popen([sys.executable, "-m", "longuevue.config.workshop"], stdin=subprocess.DEVNULL)

    settle(observatory.folder, address=f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}")
    run(observatory.folder, host=host, port=port, settings=SETTINGS, meanwhile=open_workshop)


def _check_date(date: str | None) -> None:
    import datetime as dt

    if date is None:
        return
    try:
        dt.date.fromisoformat(date)
    except ValueError:
        raise Refusal(f"« {date} » n'est pas une date.", "Écrivez année-mois-jour : 2026-11-23.") from None
