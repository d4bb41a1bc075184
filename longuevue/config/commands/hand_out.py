"""Commands that hand an edition out: publish (open data) and site (pages as files). The work is done in those rooms."""

from __future__ import annotations

from pathlib import Path

import click

from longuevue.config.console import Steps, give, give_json, say
from longuevue.config.observatory import find_observatory
from longuevue.terms.refusal import Refusal


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Un dossier neuf.")
@click.option(
    "--edition", "edition_path", type=click.Path(path_type=Path), help="Une autre édition que celle en vigueur."
)
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def publish(out: Path, edition_path: Path | None, json_: bool) -> None:
    """Écrire les données ouvertes : CSV, Parquet, JSON-stat, catalogue DCAT, un dossier par licence."""
    from longuevue.edition.reader import Edition
    from longuevue.publish.folder import publish as run

    edition = Edition.open(edition_path or _current())
    steps = Steps()
    try:
        done = run(edition, out, steps)
    finally:
        steps.end()
    say(f"Données ouvertes : {done['rows']} lignes, {done['files']} fichiers.")
    give_json(done) if json_ else give(str(out))


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Un dossier neuf.")
@click.option(
    "--edition", "edition_path", type=click.Path(path_type=Path), help="Une autre édition que celle en vigueur."
)
@click.option("--all", "every", is_flag=True, help="Tous les territoires de France, et non ceux de l'observatoire.")
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def site(out: Path, edition_path: Path | None, every: bool, json_: bool) -> None:
    """Écrire les pages en fichiers, à déposer chez n'importe quel hébergeur."""
    from longuevue.portal.site import export

    steps = Steps()
    try:
        done = export(edition_path or _current(), out, every=every, progress=steps)
    finally:
        steps.end()
    say(f"Site : {done['pages']} pages.")
    give_json(done) if json_ else give(str(out))


def _current() -> Path:
    current = find_observatory().current()
    if current is None:
        raise Refusal("Il n'y a pas encore d'édition.", "Lancez « longuevue build ».")
    return current
