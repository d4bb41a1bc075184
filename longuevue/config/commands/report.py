"""The command `report`: one territory to one file, or many to a folder. The papers themselves are made in `report`."""

from __future__ import annotations

from pathlib import Path

import click

from longuevue.config.commands.ask import of_edition
from longuevue.config.commands.opening import opened
from longuevue.config.console import Steps, give, say
from longuevue.edition.reader import Edition
from longuevue.terms.refusal import Refusal

#: forms of a batch, named by --form since there is no file name to tell them
FORMS = ("pdf", "html", "docx", "odt", "json", "csv", "svg", "png")


@click.command()
@click.argument("areas", nargs=-1, metavar="AREA…")
@click.option("--out", type=click.Path(path_type=Path), help="Fichier (.pdf .html .docx .odt .json .csv), ou dossier.")
@click.option("--brief", is_flag=True, help="L'essentiel en deux pages.")
@click.option("--kit", type=click.Choice(("magazine", "card", "questions")), help="Magazine, carte, questions.")
@click.option("--lang", type=click.Choice(("fr", "en")), default="fr", show_default=True, help="Langue du document.")
@click.option("--all", "every", nargs=2, metavar="communes-of AREA", help="Toutes les communes d'un territoire.")
@click.option("--form", type=click.Choice(FORMS), help="Forme des fichiers d'un dossier (défaut : pdf).")
@click.option("--workers", type=click.IntRange(1, 64), help="Processus en parallèle (défaut : un par cœur).")
@of_edition
def report(
    areas: tuple[str, ...],
    out: Path | None,
    brief: bool,
    kit: str | None,
    lang: str,
    every: tuple[str, str] | None,
    form: str | None,
    workers: int | None,
    edition: str | None,
) -> None:
    """Écrire le diagnostic d'un territoire : PDF accessible, document à modifier, données.

    longuevue report epci-243400017 --out diagnostic.pdf
    """
    if brief and kit:
        raise Refusal("--brief et --kit ne vont pas ensemble.", "Gardez l'un des deux.")
    if not areas and not every:
        raise Refusal("Aucun territoire n'est donné.", "longuevue territories NOM trouve son code.")
    kind = "brief" if brief else kit or "report"
    opened_edition = opened(edition)
    wanted = [opened_edition.territory(area)["ref"] for area in areas]
    if every:
        wanted += _inside(opened_edition, *every)
    wanted = list(dict.fromkeys(wanted))
    many = every is not None or len(wanted) > 1 or (out is not None and (out.is_dir() or not out.suffix))
    if many:
        _many(opened_edition, wanted, out or Path("rapports"), kind, form, lang, workers)
    else:
        _one(opened_edition, wanted[0], out, kind, form, lang)


def _one(edition: Edition, area: str, out: Path | None, kind: str, form: str | None, lang: str) -> None:
    from longuevue.report.papers import check, form_of, made

    path = out or Path(f"{area.replace('/', '_')}{'' if kind == 'report' else '-' + kind}.{form or _default(kind)}")
    wanted = form or form_of(path, kind)
    check(kind, wanted)
    if not path.parent.is_dir():
        raise Refusal(f"Le dossier « {path.parent} » n'existe pas.", "Créez-le, ou choisissez un autre --out.")
    content = made(edition, area, kind, wanted, lang)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)
    say(f"Écrit depuis l'édition {edition.id} ({len(content) // 1000 + 1} ko).")
    give(str(path))


def _many(
    edition: Edition, areas: list[str], folder: Path, kind: str, form: str | None, lang: str, workers: int | None
) -> None:
    from longuevue.report.batch import Order, make_all
    from longuevue.report.papers import check

    if folder.exists() and not folder.is_dir():
        raise Refusal(f"« {folder} » est un fichier.", "Pour plusieurs territoires, --out nomme un dossier.")
    if folder.suffix and not folder.exists():
        raise Refusal(
            f"--out « {folder} » nomme un fichier pour {len(areas)} territoires.",
            f"Donnez un dossier : --out {folder.stem} --form {folder.suffix.lstrip('.')}",
        )
    wanted = form or _default(kind)
    check(kind, wanted)
    order = Order(str(edition.path.resolve()), edition.id, kind, wanted, lang)
    steps = Steps()
    try:
        outcome = make_all(order, areas, folder, workers=workers, progress=steps)
    finally:
        steps.end()
    say(f"{outcome.made} documents écrits, {outcome.kept} déjà là, {len(outcome.failed)} refusés.")
    if outcome.failed:
        raise Refusal(
            f"{len(outcome.failed)} territoires n'ont pas leur document :",
            "corrigez, puis relancez la même commande.",
            where=str(folder),
            choices=tuple(f"{area} : {reason}" for area, reason in outcome.failed[:10]),
        )
    give(str(folder))


def _inside(edition: Edition, what: str, area: str) -> list[str]:
    if what not in ("communes-of", "communes"):
        raise Refusal(f"--all ne connaît pas « {what} ».", "Écrivez : --all communes-of dep-34")
    found = [member["ref"] for member in edition.members(area)]
    if not found:
        raise Refusal(
            f"« {area} » ne contient pas de communes.", "Donnez une intercommunalité, un département, une région."
        )
    return found


def _default(kind: str) -> str:
    return "png" if kind == "card" else "pdf"
