"""Commands of the sources: fetch, load, sources. Reading files is done by `longuevue.sources`."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click

from longuevue.config.console import give, give_json, say
from longuevue.config.observatory import find_observatory
from longuevue.terms.numbers import number
from longuevue.terms.periods import age_in_years
from longuevue.terms.refusal import Refusal


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--mirror", type=click.Path(path_type=Path), help="Un dossier qui tient lieu d'internet.")
def fetch(sources: tuple[str, ...], mirror: Path | None) -> int:
    """Aller chercher les fichiers des producteurs (tous, ou ceux des sources nommées) et les lire."""
    from longuevue.sources.fetching import fetch_sources
    from longuevue.sources.gathering import load_mirror, told
    from longuevue.sources.vintages import VintageStore

    store = VintageStore(find_observatory().folder)
    if mirror is not None:
        outcomes = load_mirror(store, mirror, only=sources, progress=say)
    else:
        outcomes = fetch_sources(store, sources, progress=say)
    if not outcomes:
        say("Aucun fichier de source connue dans ce dossier.")
    for source_id, outcome in outcomes.items():
        give(f"{source_id} : {told(outcome)}")
    refused = [outcome for outcome in outcomes.values() if isinstance(outcome, Refusal)]
    return 1 if refused else 0


@click.command()
@click.argument("source")
@click.argument("files", nargs=-1, required=True)
@click.option("--accept", is_flag=True, help="Mettre en place même si le millésime est plus ancien ou bien plus petit.")
@click.option("--keep-good-rows", is_flag=True, help="Garder les lignes lisibles et laisser les autres de côté.")
@click.option("--city", multiple=True, metavar="TEXTE=CODE", help="Dire quelle commune est un nom douteux.")
@click.option("--sheet", help="La feuille à lire, si le classeur en a plusieurs.")
@click.option("--period", help="L'année des chiffres, si le tableau ne la donne pas.")
def load(
    source: str,
    files: tuple[str, ...],
    accept: bool,
    keep_good_rows: bool,
    city: tuple[str, ...],
    sheet: str | None,
    period: str | None,
) -> int:
    """Charger le fichier d'un producteur (ou son adresse https), ou son propre tableau : longuevue load twinnings jumelages.xlsx

    SOURCE est une source (longuevue sources), ou un modèle de tableau (longuevue sources --templates).
    """
    from longuevue.sources.descriptions import descriptions
    from longuevue.sources.gathering import load_files, told
    from longuevue.sources.vintages import VintageStore

    if source.startswith("workshop"):
        raise Refusal(
            f"« {source} » est un nom gardé pour l'atelier : un fichier chargé à la main passerait pour le sien.",
            "Saisissez ces comptes dans l'atelier, ou chargez le tableau sous un autre nom : longuevue sources --templates",
        )
    store = VintageStore(find_observatory().folder)
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=store.root) as folder:
        paths = _listed(files, Path(folder), source)
        if source in descriptions():
            outcome = load_files(store, descriptions()[source], paths, accepted=accept)
            give(f"{source} : {told(outcome)}")
            _tell_refused(outcome.vintage.refused())
            return 0
        return _load_own(store, source, paths, accept, keep_good_rows, city, sheet, period)


def _load_own(
    store: Any,
    source: str,
    paths: list[Path],
    accept: bool,
    keep_good_rows: bool,
    city: tuple[str, ...],
    sheet: str | None,
    period: str | None,
) -> int:
    from longuevue.sources.own.loading import load_own_table

    if len(paths) != 1:
        raise Refusal("Un seul tableau à la fois.", "Chargez les fichiers l'un après l'autre.")
    report = load_own_table(
        store,
        source,
        paths[0],
        answers=dict(_answer(text) for text in city),
        sheet=sheet,
        period=period,
        keep_good_rows=keep_good_rows,
        accepted=accept,
    )
    for line in report.lines:
        give(line)
    return 0 if report.loaded else 1


def _answer(text: str) -> tuple[str, str]:
    name, equal, code = text.rpartition("=")
    if not equal:
        raise Refusal(f"« {text} » ne se lit pas.", "Écrivez --city « Saint-Denis=com-93066 ».")
    return name.strip(), code.strip()


def _listed(files: tuple[str, ...], folder: Path, source: str) -> list[Path]:
    """The files named, those of the folders named, and those of the addresses named, fetched into `folder`."""
    from longuevue.sources.fetching import downloaded_from

    listed: list[Path] = []
    for text in files:
        path = Path(text)
        if "://" in text:
            say(f"{source} : {text}…")
            listed.append(downloaded_from(text, folder, source))
        elif path.is_dir():
            listed += sorted(p for p in path.rglob("*") if p.is_file())
        elif path.is_file():
            listed.append(path)
        else:
            raise Refusal("Ce fichier n'existe pas.", "Vérifiez le chemin.", where=str(path))
    return listed


def _tell_refused(rows: list[dict[str, Any]], limit: int = 20) -> None:
    for row in rows[:limit]:
        expected = f" Attendu, par exemple : {row['example']}." if row["example"] else ""
        say(f"  {row['where']} : « {row['found']} » : {row['why']}.{expected}")
    if len(rows) > limit:
        say(f"  … et {len(rows) - limit} autres : longuevue sources --refused SOURCE")


@click.command()
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
@click.option("--refused", metavar="SOURCE", help="Toutes les lignes refusées d'une source.")
@click.option("--accept", metavar="SOURCE", help="Mettre en place le millésime qui attend un humain.")
@click.option("--templates", is_flag=True, help="Les modèles de tableaux que l'on peut remplir soi-même.")
@click.option("--template", metavar="MODÈLE", help="Écrire un modèle de tableau vide (CSV) dans le dossier courant.")
def sources(json_: bool, refused: str | None, accept: str | None, templates: bool, template: str | None) -> None:
    """Les sources : lignes lues, gardées, refusées et pourquoi, millésime et âge."""
    from longuevue.sources.own.templates import known_templates, template_of, write_template
    from longuevue.sources.vintages import VintageStore

    if templates:
        for known in known_templates():
            give(f"{known.id} : {known.label.fr}")
        return
    if template:
        give(str(write_template(template_of(template), Path.cwd())))
        return
    store = VintageStore(find_observatory().folder)
    if accept:
        vintage = store.accept(accept)
        give(f"{accept} : le millésime {vintage.receipt['vintage']} est en place. Relancez longuevue build.")
    elif refused:
        current = store.current(refused)
        if current is None:
            raise Refusal("Aucun fichier chargé pour cette source.", "Voyez « longuevue sources ».", where=refused)
        _tell_refused(current.refused(), limit=10**9)
    else:
        _tell_sources(store, json_)


def _tell_sources(store: Any, json_: bool) -> None:
    from longuevue.sources.descriptions import descriptions
    from longuevue.sources.gathering import facts_for

    gathered = facts_for(store.root.parent)
    listed = []
    ends = gathered.latest_periods()
    # as of an edition: the latest retrieval date, never the clock
    on = max(date.fromisoformat(str(receipt["retrieved"])) for receipt in gathered.receipts.values())
    for source_id, card in gathered.cards.items():
        waits = store.waiting(source_id)
        described = descriptions().get(source_id)
        listed.append(
            card.model_dump(mode="json", by_alias=True, exclude={"measures"})
            | {
                "measures": sorted(card.measures),
                "receipt": gathered.receipts.get(source_id),
                "loader": described.state if described else None,
                "refused_why": _refused_why(gathered.vintages.get(source_id)),
                "through_time": gathered.carried.remarks(source_id),
                **_age(ends.get(source_id), on),
                "waiting": None if waits is None else {"vintage": waits[0].receipt["vintage"], "reason": waits[1]},
            }
        )
    if json_:
        give_json(listed)
        return
    for source in listed:
        _tell_source(source)


def _age(period: str | None, on: date) -> dict[str, Any]:
    """The latest period of a source, and the years since its end."""
    years = age_in_years(period, on)
    return {"latest_period": period, "age_years": None if years is None else round(years, 1)}


def _refused_why(vintage: Any) -> dict[str, int]:
    """Reason → number of rows refused for it, the most frequent first."""
    return dict(Counter(row["why"] for row in vintage.refused()).most_common()) if vintage else {}


def _tell_source(source: dict[str, Any]) -> None:
    receipt = source["receipt"]
    if receipt is None:
        state = {"documented": "à charger", "read": "à charger", "to_confirm": "à brancher (format à confirmer)"}
        give(f"{source['id']} : {state.get(source['loader'], 'hors de portée')}. {source['held_by']['fr']}")
        return
    origin = "chiffres de départ" if receipt["origin"] == "starter" else f"fichier du {receipt['retrieved']}"
    give(
        f"{source['id']} : {origin}, millésime {receipt['vintage']} ; {receipt['rows_in']} {'ligne lue' if receipt['rows_in'] == 1 else 'lignes lues'}, "
        f"{receipt['kept']} gardées, {receipt['refused']} refusées"
    )
    if source["age_years"] is not None:
        give(f"    âge : {number(source['age_years'], 1)} ans depuis la fin de {source['latest_period']}")
    for why, rows in sorted(receipt["aside"].items()):
        give(f"    de côté {rows} : {why}")
    for why, rows in source["refused_why"].items():
        give(f"    refusées {rows} : {why} (longuevue sources --refused {source['id']})")
    for remark in [*receipt["remarks"], *source["through_time"]]:
        give(f"    à savoir : {remark}")
    starter = receipt.get("starter") or {}
    if any(starter.get(word) for word in ("same", "different", "only_starter")):
        give(
            f"    le fichier l'emporte sur le jeu de départ : chiffres identiques {starter['same']}, "
            f"différents {starter['different']}, nouveaux {starter['only_file']}, absents du fichier {starter['only_starter']}"
        )
    if source["waiting"]:
        give(
            f"    en attente : {source['waiting']['vintage']}, {source['waiting']['reason']} (longuevue sources --accept {source['id']})"
        )
