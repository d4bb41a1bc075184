"""What actors typed in the workshop's sheets, handed over as one table a marker: read like a person's own table, under a
source of its own (`workshop-…`), so that the release gate holds it. What is withdrawn there leaves the store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import yaml

from longuevue.facts.cards import Licence, SourceCard, Words
from longuevue.sources.descriptions import FileDescription, SourceDescription
from longuevue.sources.gathering import reader
from longuevue.sources.intake import harvest
from longuevue.sources.own.loading import LIMITS
from longuevue.sources.own.templates import Template, template_of
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal

#: in the observatory's folder, written by the press
FOLDER = "workshop/counts"
PREFIX = "workshop-"


def take_in_counts(observatory: Path, progress: Callable[[str], None] = lambda _: None) -> list[str]:
    """The sources that the workshop's tables became; those read already are left alone. Raises `Refusal`."""
    store = VintageStore(observatory)
    taken = []
    for path in sorted((observatory / FOLDER).glob("*.csv")):
        template = template_of(path.stem)
        source_id = PREFIX + template.id
        taken.append(source_id)
        progress(f"{source_id} : lecture…")
        _read(store, template, path, source_id)
    for source_id in store.source_ids():
        if source_id.startswith(PREFIX) and source_id not in taken and _is_ours(store, source_id):
            (store.root / source_id / "current.json").unlink()
    return taken


def _is_ours(store: VintageStore, source_id: str) -> bool:
    current = store.current(source_id)
    return current is not None and current.receipt["origin"] == "sheets"


def _read(store: VintageStore, template: Template, path: Path, source_id: str) -> None:
    import hashlib

    if store.same_files(source_id, {hashlib.sha256(path.read_bytes()).hexdigest()}, reader()):
        return
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".counts-", dir=store.root) as folder:
        work = Path(folder)
        description = SourceDescription(
            id=source_id,
            state="read",
            loader="longuevue.sources.own.reading",
            documentation="Sheets filled by local actors, added up by territory.",
            settings={"template": template.id, "source_id": source_id, "contributed": True},
            files={"table": FileDescription(match=("*",))},
        )
        description_path = work / "description.yaml"
        description_path.write_text(
            yaml.safe_dump(description.model_dump(mode="json"), allow_unicode=True), encoding="utf-8"
        )
        read = harvest(
            description, [path], work / "reading", description_path=description_path, limits=LIMITS, origin="sheets"
        )
        if read.receipt["refused"] or not read.receipt["kept"]:
            raise Refusal(
                f"{read.receipt['refused']} lignes des feuilles de l'atelier ne se lisent pas.",
                "Publiez de nouveau depuis l'atelier ; rien n'a été construit.",
                where=str(path),
            )
        read.receipt["card"] = card(template, source_id, read.vintage).model_dump(mode="json", by_alias=True)
        read.receipt["reader"] = reader()
        store.deliver(read, accepted=True)


def card(template: Template, source_id: str, vintage: str) -> SourceCard:
    """The card of the table: actors count, the observatory gathers; nobody else holds it."""
    own = template.card(vintage)
    words = Words(
        fr=f"Compté par des acteurs du territoire, ajouté par l'observatoire : {template.label.fr}",
        en=f"Counted by local actors, added up by the observatory: {template.label.en}",
    )
    return own.model_copy(
        update={
            "id": source_id,
            "publisher": Words(fr="Des acteurs du territoire", en="Local actors"),
            "licence": Licence(id="own", label="Données confiées à l'observatoire"),
            "measures": {
                name: measure.model_copy(update={"definition": words}) for name, measure in own.measures.items()
            },
        }
    )
