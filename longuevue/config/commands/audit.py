"""The command `longuevue audit`: attacks an edition and the files made from it. It changes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from longuevue.config.console import Steps, give, give_json
from longuevue.config.gate import ledger_of
from longuevue.config.observatory import find_observatory
from longuevue.terms.refusal import Refusal


@click.command()
@click.argument("edition", required=False)
@click.option(
    "--exports", multiple=True, type=click.Path(exists=True, path_type=Path),
    help="Dossier ou fichier produit depuis cette édition (CSV, pages, PDF) ; répétable.",
)  # fmt: skip
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def audit(edition: str | None, exports: tuple[Path, ...], json_: bool) -> None:
    """Attaquer une édition : retrouver chaque valeur protégée depuis ce qui est publié, et vérifier les seuils."""
    from longuevue.edition.audit import audit_edition
    from longuevue.engine.disclosure.ledger import Ledger
    from longuevue.engine.disclosure.settings import read_settings

    folder, observatory = _where(edition)
    ledger = Ledger(ledger_of(observatory)) if observatory else None
    settings = read_settings(observatory) if observatory else None
    steps = Steps()
    report = audit_edition(folder, ledger=ledger, settings=settings, exports=exports, progress=steps)
    steps.end()
    if json_:
        give_json(report.as_data())
    if not report.holds:
        more = f" (et {len(report.faults) - 20} autres)" if len(report.faults) > 20 else ""
        raise Refusal(
            f"L'édition {report.edition} ne protège pas tout{more} :",
            "ne la publiez pas ; l'édition précédente reste en vigueur.",
            choices=tuple(report.faults[:20]),
        )
    if not json_:
        give(
            f"Édition {report.edition} : {report.withheld} valeurs protégées attaquées, aucune retrouvée ; "
            f"{report.floors_checked} valeurs à seuil vérifiées avec leurs compléments ; "
            f"{report.files_read} fichiers exportés relus."
        )


def _where(edition: str | None) -> tuple[Path, Path | None]:
    """The edition's folder, and the observatory whose private ledger tells how close is too close."""
    if edition is not None and Path(edition).is_dir():
        folder = Path(edition).resolve()
        owner = folder.parent.parent
        return folder, owner if (owner / "observatory.toml").is_file() else None
    observatory = find_observatory()
    found = observatory.editions / edition if edition else observatory.current()
    if found is None or not found.is_dir():
        raise Refusal(
            f"L'édition « {edition or 'en vigueur'} » n'existe pas.",
            "Construisez-en une : longuevue build.",
            where=str(observatory.folder),
        )
    return found, observatory.folder
