"""Checking an edition as a stranger would: every byte against the manifest, then every figure recomputed from the
recorded inputs. Nothing is repaired here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.edition.hashing import sha256_of_data, sha256_of_file
from longuevue.edition.posts import faults_of_posts
from longuevue.edition.voices import faults_of_voices
from longuevue.edition.writer import as_json, rows_hashes
from longuevue.terms.refusal import Refusal


@dataclass(slots=True)
class Verdict:
    """What was checked and what does not hold; `faults` is empty when the edition is whole."""

    edition: str
    files: int = 0
    figures: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(folder: Path, *, recompute: bool = True, progress: Callable[[str], None] = lambda _: None) -> Verdict:
    """The verdict on the edition in `folder`. Raises `Refusal` when it is no edition at all."""
    manifest = _manifest(folder)
    verdict = Verdict(manifest["id"])
    if folder.name != manifest["id"]:
        verdict.faults.append(f"le dossier s'appelle « {folder.name} » mais l'édition « {manifest['id']} »")
    said = {key: value for key, value in manifest.items() if key != "self"}
    text = (folder / layout.MANIFEST).read_text(encoding="utf-8")
    if sha256_of_data(said) != manifest.get("self") or text != as_json(manifest):
        # nothing that a changed manifest says can be leaned on
        verdict.faults.append(f"{layout.MANIFEST} : le manifeste a changé depuis la publication")
        return verdict
    progress("Empreintes des fichiers")
    for name, known in manifest["files"].items():
        path = folder / name
        verdict.files += 1
        if not path.is_file():
            verdict.faults.append(f"{name} : le fichier manque")
        elif sha256_of_file(path) != known["sha256"]:
            verdict.faults.append(f"{name} : le contenu a changé depuis la publication")
    listed = set(manifest["files"]) | {layout.MANIFEST}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in listed and not name.startswith((f"{layout.VOICES}/", f"{layout.POSTS}/")):
            verdict.faults.append(f"{name} : ce fichier n'est pas dans le manifeste")
    verdict.faults += faults_of_posts(folder, manifest.get("posts") or {})
    verdict.faults += faults_of_voices(folder, manifest.get("voices") or {})
    if recompute and verdict.holds:
        _recompute(folder, manifest, verdict, progress)
    return verdict


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / layout.MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(manifest, dict) or not {"id", "files", "hashes"} <= set(manifest):
            raise ValueError
        return manifest
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise Refusal(
            "Ce dossier n'est pas une édition, ou son manifeste est abîmé.",
            "Donnez le chemin imprimé par longuevue build.",
            where=str(folder),
        ) from error


def _recompute(folder: Path, manifest: dict[str, Any], verdict: Verdict, progress: Callable[[str], None]) -> None:
    from longuevue.engine.backend import open_backend
    from longuevue.engine.compute import compute
    from longuevue.engine.context import Context
    from longuevue.engine.distances import centres_of, places_of_items
    from longuevue.engine.readings import METHOD
    from longuevue.facts.cards import SourceCard
    from longuevue.markers.marker import Marker

    progress("Recalcul de toutes les figures depuis les entrées enregistrées")
    facts = recorded_facts(folder)
    territories = pq.read_table(folder / layout.TERRITORIES)
    cards = {
        card["id"]: SourceCard.model_validate({k: v for k, v in card.items() if k in _card_keys()})
        for card in json.loads((folder / layout.SOURCES).read_text(encoding="utf-8"))
    }
    documents = json.loads((folder / layout.MARKERS).read_text(encoding="utf-8"))
    markers = [
        Marker.model_validate(
            {k: v for k, v in marker.items() if k in Marker.model_fields} | {"stance": marker["stance_hypothesis"]}
        )
        for marker in documents
    ]
    methods = {method for marker in documents if (method := str(marker["method_version"]).rpartition("/")[2])}
    if methods - {METHOD}:
        verdict.faults.append(
            f"lectures : elles sont de la méthode de calcul n° {', '.join(sorted(methods))} et ce logiciel porte la n° "
            f"{METHOD} ; recalculez avec le logiciel qui a fait l'édition ({manifest['software']})"
        )
        return
    context = Context(
        open_backend(),
        facts=facts,
        membership=pq.read_table(folder / layout.MEMBERSHIP),
        populations=territories.select(["area_level", "ref_area", "population", "zone"]),
        cards=cards,
        geography_year=manifest["geography_year"],
        centres=centres_of(territories),
        item_places=places_of_items(json.loads((folder / layout.NOTES).read_text(encoding="utf-8"))["items"]),
    )
    computed = compute(context, markers)
    verdict.figures = computed.readings.num_rows
    again = rows_hashes(computed.readings, computed.absences, facts)
    for name, value in again.items():
        if manifest["hashes"][name] != value:
            verdict.faults.append(f"{name} : le recalcul ne donne pas les figures publiées")
    records = [n for n in layout.RECORDS.values() if n in manifest["files"]]
    for name in (layout.MARKERS, layout.SOURCES, layout.OBSERVATORY, layout.NOTES, *records):
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        if sha256_of_data(document) != manifest["hashes"][name]:
            verdict.faults.append(f"{name} : le contenu ne correspond pas au manifeste")


def recorded_facts(folder: Path) -> pa.Table:
    """Every fact that the computation read: those stated, and those that a population floor sets apart."""
    facts = pq.read_table(folder / layout.FACTS_BY_TERRITORY)
    added = [
        name for name in ("area_key", layout.PRECISION) if name in facts.column_names
    ]  # editions of before had one
    facts = facts.drop_columns(added)
    apart = folder / layout.FACTS_APART
    return pa.concat_tables([facts, pq.read_table(apart).cast(facts.schema)]) if apart.is_file() else facts


def _card_keys() -> set[str]:
    from longuevue.facts.cards import SourceCard

    return set(SourceCard.model_fields)
