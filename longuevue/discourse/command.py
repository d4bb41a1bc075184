"""`longuevue score`: the place of the international in files, as one JSON document on standard output.
Reading, judging and counting are done in their own rooms; here they are put in order and spelled out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from longuevue.discourse.corpus.document import UNREAD, Document, unread
from longuevue.discourse.corpus.reading import read_file, without_copies
from longuevue.discourse.judge.lexicon import version
from longuevue.discourse.measure.coding import draw, from_csv, stratified_share, to_csv
from longuevue.discourse.measure.correction import Share, corrected_share
from longuevue.discourse.measure.counting import JudgedUnit, judged, tallies_by_list, tally
from longuevue.discourse.measure.quality import known_errors
from longuevue.terms.refusal import Refusal


def score_files(
    paths: Iterable[str | Path], *, partner_places: Sequence[str] = (), coded: bytes | None = None
) -> dict[str, Any]:
    """The whole answer of `longuevue score FILE… --json`; refuses when no file at all could be read."""
    documents: list[Document] = []
    listed = [Path(path) for path in paths]
    for path in listed:
        try:
            documents += read_file(path)
        except Refusal as refusal:
            if len(listed) == 1:
                raise
            # Among others, a file nobody can read is one unread document: the rest is measured all the same.
            documents.append(unread(str(path), "", "refused", refusal.sentence()))
    if not documents:
        raise Refusal("Aucun fichier donné.", "Écrivez : longuevue score FICHIER… --json")
    if all(document.status == UNREAD for document in documents):
        why = " ; ".join(f"{document.name} : {document.why}" for document in documents[:5])
        raise Refusal(f"Aucun document n'a pu être lu ({why}).", "Donnez un fichier lisible, ou une version en texte.")
    documents = without_copies(documents)
    units = judged(documents, partner_places)
    share = (
        stratified_share(units, from_csv(coded)) if coded is not None else corrected_share(units, errors=known_errors())
    )
    return {
        "share": share_json(share, stratified=coded is not None),
        "measures": _measures(units, documents),
        "documents": [_document(document) for document in documents],
        "lists": _lists(units, documents),
        "units": [_unit(one) for one in units],
        "lexicon": version(),
        "method": "docs/explanation/meter.md",
    }


def score_text(text: str, *, partner_places: Sequence[str] = ()) -> dict[str, Any]:
    """One unit judged, in the words of the JSON contract."""
    from longuevue.discourse.judge import judge

    found = judge(text, partner_places=tuple(partner_places))
    return {
        "text": text,
        "international": found.international,
        "themes": list(found.themes),
        "direction": found.direction,
        "boilerplate": found.boilerplate,
        "reasons": list(found.reasons),
    }


def share_json(share: Share, *, stratified: bool = False) -> dict[str, Any]:
    """A share with its interval, in %; `shown` is the only wording a page may print."""
    shown = share.shown()
    if stratified and share.value is not None:
        shown = f"{_french(share.value)} % (entre {_french(share.low)} et {_french(share.high)} %)"
    return {
        "value": share.value,
        "low": share.low,
        "high": share.high,
        "interval": None if share.low is None else [share.low, share.high],
        "confidence": 0.95,
        "unit": "%",
        "observed": share.observed,
        "numerator": share.international,
        "denominator": share.units,
        "method": share.method,
        "shown": shown,
    }


def _french(number: float | None) -> str:
    return "" if number is None else f"{number:.1f}".replace(".", ",")


def _percent(part: float, whole: float) -> float | None:
    return 100.0 * part / whole if whole else None


def _measures(units: Sequence[JudgedUnit], documents: Sequence[Document]) -> dict[str, Any]:
    counted = tally(units)
    pages = sum(document.pages or 0 for document in documents)
    silent = sum(len(document.unread_pages) for document in documents)
    return {
        "units": {"international": counted.international, "total": counted.units},
        "words": {
            "international": counted.international_words,
            "total": counted.words,
            "share": _percent(counted.international_words, counted.words),
        },
        "column_space": {
            "international": counted.international_space_cm2 if counted.has_space else None,
            "total": counted.space_cm2 if counted.has_space else None,
            "unit": "cm²",
            "share": _percent(counted.international_space_cm2, counted.space_cm2) if counted.has_space else None,
        },
        "pages": {
            "international": len(counted.international_pages),
            "readable": len(counted.pages),
            "total": pages,
            "unread": silent,
            "share": _percent(len(counted.international_pages), len(counted.pages)),
        },
        "documents": {
            "international": len(counted.international_documents),
            "read": len(counted.documents),
            "total": len(documents),
            "unread": sum(document.status == UNREAD for document in documents),
            "share": _percent(len(counted.international_documents), len(counted.documents)),
        },
        "themes": dict(counted.themes.most_common()),
        "directions": dict(counted.directions.most_common()),
        "years": {
            year: {"international": yes, "total": total, "share": _percent(yes, total)}
            for year, (yes, total) in sorted(counted.years.items())
        },
        "set_apart": {
            "boilerplate": counted.boilerplate,
            "european_boilerplate": counted.european_boilerplate,
            "copies": counted.copies,
            "other_languages": counted.other_languages,
        },
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "kind": document.kind,
        "status": document.status,
        "why": document.why,
        "pages": document.pages,
        "unread_pages": list(document.unread_pages),
        "units": len(document.units) if document.status != UNREAD else None,
        "titles_only": document.titles_only,
    }


def _lists(units: Sequence[JudgedUnit], documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Counts by list, in the order of the file; a list without a written proposal is unread, not zero."""
    found = []
    for document in documents:
        if not document.lists:
            continue
        tallies = tallies_by_list(one for one in units if one.unit.document == document.name)
        for list_id, label in document.lists:
            counted = tallies.get(list_id)
            found.append(
                {
                    "document": document.name,
                    "id": list_id,
                    "label": label,
                    "status": "read" if counted else "unread",
                    "international": counted.international if counted else None,
                    "total": counted.units if counted else None,
                }
            )
    return found


def _unit(one: JudgedUnit) -> dict[str, Any]:
    unit, found = one.unit, one.judgement
    return {
        "id": unit.id,
        "text": unit.text,
        "international": found.international,
        "themes": list(found.themes),
        "direction": found.direction,
        "reasons": list(found.reasons),
        "boilerplate": found.boilerplate or bool(unit.furniture),
        "position": {"document": unit.document, "page": unit.page, "number": unit.position},
        "kind": unit.kind,
        "date": unit.date,
        "group": unit.group,
        "language": unit.language,
        "copy_of": unit.copy_of,
        "counted": one.counts,
        "doubt": round(found.doubt, 4),
    }


def _say(result: dict[str, Any]) -> str:
    share, documents = result["share"], result["measures"]["documents"]
    lines = [
        f"Place de l'international : {share['shown']} des unités "
        f"({share['numerator']} sur {share['denominator']} repérées par le mètre)."
    ]
    if documents["unread"]:
        lines.append(f"{documents['unread']} document(s) non lus, comptés comme non lus :")
        lines += [f"  - {one['name']} : {one['why']}" for one in result["documents"] if one["status"] == UNREAD]
    for name, label in (("themes", "Thèmes"), ("directions", "Directions")):
        found = result["measures"][name]
        if found:
            lines.append(f"{label} : " + ", ".join(f"{key} {value}" for key, value in found.items()))
    top = [one for one in result["units"] if one["international"] and one["counted"]][:10]
    lines += [f"  · {one['text'][:140]}  [{'; '.join(one['reasons'][:2])}]" for one in top]
    return "\n".join(lines)


@click.command("score")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Un document JSON sur la sortie standard, et rien d'autre.")
@click.option("--partner", "partners", multiple=True, metavar="LIEU", help="Lieu partenaire de ce territoire.")
@click.option("--to-code", type=click.Path(path_type=Path), help="Écrit 150 unités à coder à la main (CSV).")
@click.option("--coded", type=click.Path(path_type=Path), help="Relit ce CSV une fois codé : part stratifiée.")
def score(
    files: tuple[Path, ...], as_json: bool, partners: tuple[str, ...], to_code: Path | None, coded: Path | None
) -> None:
    """Place de l'international dans des textes : unités, thèmes, directions, part avec son intervalle."""
    try:
        given = _bytes(coded) if coded else None
        result = score_files(files, partner_places=partners, coded=given)
        if to_code:
            units = judged(without_copies([one for path in files for one in read_file(path)]), partners)
            to_code.write_text(to_csv(draw(units)), encoding="utf-8", newline="")
            click.echo(f"Unités à coder : {to_code}", err=True)
    except Refusal as refusal:
        click.echo(refusal.sentence(), err=True)
        sys.exit(1)
    for document in result["documents"]:
        if document["status"] != "read":
            click.echo(f"{document['name']} : {document['why']}", err=True)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(_say(result))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Refusal("Fichier codé introuvable.", "Vérifiez le chemin.", where=str(path)) from None


if __name__ == "__main__":
    score()
