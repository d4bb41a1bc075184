"""The command `longuevue debate`: measures local texts for the debate page of a place, and loads what was measured.
Reading and judging are done in `discourse`; the page appears with the next `longuevue build`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from longuevue.config.console import give, give_json
from longuevue.config.observatory import Observatory, find_observatory
from longuevue.terms.refusal import Refusal

FOLDER = "debate"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--area", required=True, help="Le territoire dont ce sont les textes (com-34172).")
@click.option(
    "--corpus", required=True, type=click.Choice(["deliberations", "minutes", "programmes", "journal"]),
    help="Délibérations, procès-verbaux, programmes électoraux ou journal de la collectivité.",
)  # fmt: skip
@click.option("--period", help="Année des textes qui ne la disent pas.")
@click.option("--partner", "partners", multiple=True, metavar="LIEU", help="Lieu partenaire de ce territoire.")
@click.option(
    "--elected", type=click.Path(path_type=Path), help="Élus en fonction, un nom par ligne : eux restent nommés."
)
@click.option(
    "--order", type=click.Path(path_type=Path), help="Programmes : les listes dans l'ordre officiel, une par ligne."
)
@click.option("--coded", type=click.Path(path_type=Path), help="Unités codées à la main (longuevue score --to-code).")
@click.option("--json", "json_", is_flag=True, help="Le dossier mesuré, sur la sortie standard.")
def debate(
    files: tuple[Path, ...],
    area: str,
    corpus: str,
    period: str | None,
    partners: tuple[str, ...],
    elected: Path | None,
    order: Path | None,
    coded: Path | None,
    json_: bool,
) -> None:
    """Mesurer des textes d'ici pour la page du débat : part, thèmes, phrases à leur place, noms masqués."""
    from longuevue.config.debates import elected_of, elections_of, rule_of
    from longuevue.config.uptakes import followed_of
    from longuevue.discourse.corpus.reading import read_file, without_copies
    from longuevue.discourse.dossier import PROGRAMMES, dossier
    from longuevue.discourse.elections import refuse_if_frozen
    from longuevue.discourse.lists import REMEDY, official_lists, tied_to_lists
    from longuevue.discourse.masking import Mask
    from longuevue.discourse.measure.coding import from_csv

    observatory = find_observatory()
    if corpus == PROGRAMMES:
        refuse_if_frozen(elections_of(observatory), datetime.now(UTC))
    place = str(observatory.catalogue().parse(area))
    documents = without_copies([one for path in files for one in read_file(path)])
    lists: list[tuple[str, str]] = []
    if corpus == PROGRAMMES:
        if order is None:
            raise Refusal("Toutes les listes ou aucune, dans l'ordre officiel : il manque --order FICHIER.", REMEDY)
        documents, lists = tied_to_lists(documents, official_lists(_text(order), order.name))
    elif order is not None:
        raise Refusal("--order ne sert qu'aux programmes électoraux.", "Enlevez-le, ou écrivez --corpus programmes.")
    names = elected_of(observatory) + (_text(elected).splitlines() if elected else [])
    found = dossier(
        documents,
        area=place,
        corpus=corpus,
        period=period or _year(documents),
        mask=Mask(names),
        partner_places=partners,
        coded=from_csv(_text(coded).encode(), coded.name) if coded else (),
        rule=rule_of(observatory),
        lists_in_order=lists,
        followed=followed_of(observatory, place),
    )
    path = _written(observatory, f"meter-{place}-{corpus}.json", found)
    told = _loaded(observatory)
    if json_:
        give_json(found)
        return
    counts = found["counts"]
    give(f"{place}, {corpus} : {counts['international']} unités internationales sur {counts['units']} lues.")
    give(f"Part à afficher : {found['share']['fr']}.")
    for one in found["unread"]:
        give(f"  non lu ou lu en partie : {one['name']} : {one['why']}")
    if found["certificate"]:
        give(found["certificate"]["fr"])
    if found["uptake"]:
        uptake = found["uptake"]
        give(f"Reprises du diagnostic : {uptake['found']} texte(s) sur {uptake['read']} depuis le {uptake['since']}.")
    give(f"Dossier : {path}")
    give(f"longuevue-meter : {told}. Pour voir la page : longuevue build, puis longuevue serve.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refusal("Fichier introuvable ou illisible.", "Donnez un fichier en UTF-8.", where=str(path)) from None


def _year(documents: Any) -> str:
    dates = [unit.date[:4] for one in documents for unit in one.units if unit.date]
    if dates:
        return max(dates)
    from longuevue.discourse.facts import YEAR

    years = {year for one in documents for year in YEAR.findall(one.name)}
    if not years:
        raise Refusal("Ces textes ne disent pas leur année.", "Ajoutez --period, par exemple --period 2024.")
    return max(years)


def _written(observatory: Observatory, name: str, found: dict[str, Any]) -> Path:
    path = observatory.folder / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{name}")
    draft.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def _loaded(observatory: Observatory) -> str:
    """Every dossier of the observatory, read again together: a source has one current vintage."""
    from longuevue.sources.descriptions import description_of
    from longuevue.sources.gathering import load_files, told
    from longuevue.sources.vintages import VintageStore

    paths = sorted((observatory.folder / FOLDER).glob("meter-*.json"))
    # The person has just measured these texts: a smaller corpus than before is their own choice, not a doubt.
    outcome = load_files(VintageStore(observatory.folder), description_of("longuevue-meter"), paths, accepted=True)
    return told(outcome)
