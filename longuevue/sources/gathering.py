"""The facts an edition is built on: the starter, and over it the publishers' own files once loaded.

The file wins, measure by measure; what it replaced is kept so that `explain` can say so.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.facts.cards import SourceCard
from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.starter import starter_annotations, starter_contents, starter_facts, starter_items
from longuevue.facts.table import empty_facts, joined
from longuevue.sources.descriptions import SourceDescription, description_of, descriptions
from longuevue.sources.intake import harvest
from longuevue.sources.shelf import source_cards
from longuevue.sources.vintages import Delivery, Vintage, VintageStore
from longuevue.terms.refusal import Refusal

Progress = Callable[[str], None]
_IDENTITY = ["source_id", "measure", "area_level", "ref_area", "time_period", "counterpart_area", "category", "item"]
#: starter percentages are printed at four decimals
ROUNDING = 5e-5


class Gathered(NamedTuple):
    """Everything that goes into an edition, and what stood there before."""

    facts: pa.Table
    cards: dict[str, SourceCard]
    #: what was read of each source: origin, files, sha256, rows in, kept, aside, refused
    receipts: dict[str, dict[str, Any]]
    items: pa.Table
    annotations: pa.Table
    #: starter rows that a loaded file replaced
    replaced: pa.Table


def facts_for(observatory: Path | None, mirror: Path | None = None, progress: Progress = lambda _: None) -> Gathered:
    """Starter and loaded vintages together. With `mirror`, the files of that folder are read first (new ones only)."""
    store = VintageStore(observatory) if observatory else None
    if mirror is not None:
        if store is None:
            raise Refusal("Aucun dossier d'observatoire.", "Créez-en un : longuevue init DOSSIER.")
        load_mirror(store, mirror, progress=progress)
    loaded = {source_id: store.current(source_id) for source_id in store.source_ids()} if store else {}
    return merged({source_id: vintage for source_id, vintage in loaded.items() if vintage})


def merged(vintages: dict[str, Vintage]) -> Gathered:
    """The starter with these vintages over it, measure by measure."""
    starter = starter_facts()
    cards = dict(source_cards())
    receipts = {entry["source_id"]: _starter_receipt(entry) for entry in starter_contents()}
    if not vintages:
        return Gathered(starter, cards, receipts, starter_items(), starter_annotations(), empty_facts())
    loaded = joined([vintage.table("facts") for vintage in vintages.values()])
    measured = loaded.group_by(["source_id", "measure"]).aggregate([]).to_pylist()
    taken = {(row["source_id"], row["measure"]) for row in measured}
    pairs = zip(starter["source_id"].to_pylist(), starter["measure"].to_pylist(), strict=True)
    mask = pa.array([pair in taken for pair in pairs], pa.bool_())
    replaced = starter.filter(mask)
    for source_id, vintage in vintages.items():
        cards[source_id] = _card_at_hand(cards.get(source_id), vintage)
        receipts[source_id] = vintage.receipt | {"starter": compared(replaced, loaded, source_id)}
    return Gathered(
        joined([starter.filter(pc.invert(mask)), loaded]),
        cards,
        receipts,
        _companions(starter_items(), [v.table("items") for v in vintages.values()], ITEMS),
        _companions(starter_annotations(), [v.table("annotations") for v in vintages.values()], ANNOTATIONS),
        replaced,
    )


def _card_at_hand(card: SourceCard | None, vintage: Vintage) -> SourceCard:
    if card is None:  # a person's own table carries its card
        return SourceCard.model_validate(vintage.receipt["card"])
    known = {
        "at_hand": True,
        "vintage": vintage.receipt["vintage"],
        "retrieved": date.fromisoformat(vintage.receipt["retrieved"]),
        "dataset": card.dataset or vintage.table("facts")["dataset"][0].as_py(),
    }
    return card.model_copy(update=known)


def _companions(starter: pa.Table, loaded: list[pa.Table], schema: pa.Schema) -> pa.Table:
    loaded = [table for table in loaded if table.num_rows]
    taken = {source for table in loaded for source in table["source_id"].unique().to_pylist()}
    left = pc.invert(pc.is_in(starter["source_id"], value_set=pa.array(sorted(taken), pa.string())))
    return pa.concat_tables([schema.empty_table(), starter.filter(left), *loaded]).combine_chunks()


def _starter_receipt(entry: dict[str, str]) -> dict[str, Any]:
    rows = pc.sum(pc.equal(starter_facts()["source_id"], entry["source_id"])).as_py()
    name = f"{entry['folder']}/{entry['file']}"
    return entry | {
        "origin": "starter",
        "files": [{"name": name, "sha256": entry["sha256"]}],
        "rows_in": rows,
        "kept": rows,
        "aside": {},
        "refused": 0,
        "facts": rows,
        "remarks": [],
    }


def compared(starter: pa.Table, loaded: pa.Table, source_id: str) -> dict[str, int]:
    """How the file agrees with the starter it replaces: same figures, different ones, found on one side only."""
    old, new = (_figures(table, source_id) for table in (starter, loaded))
    both = old.keys() & new.keys()
    same = sum(1 for key in both if old[key] == new[key] or _close(old[key], new[key]))
    return {
        "same": same,
        "different": len(both) - same,
        "only_starter": len(old) - len(both),
        "only_file": len(new) - len(both),
    }


def _figures(table: pa.Table, source_id: str) -> dict[tuple[Any, ...], float | None]:
    rows = table.filter(pc.equal(table["source_id"], source_id))
    keys = zip(*(rows[name].to_pylist() for name in _IDENTITY), strict=True)
    return dict(zip(keys, rows["value"].to_pylist(), strict=True))


def _close(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= ROUNDING


def load_mirror(
    store: VintageStore, mirror: Path, only: Iterable[str] = (), progress: Progress = lambda _: None
) -> dict[str, Delivery | Refusal]:
    """Read a folder's files, source by source; one that fails leaves its last good vintage public."""
    if not mirror.is_dir():
        raise Refusal("Ce dossier n'existe pas.", "Donnez le dossier où sont les fichiers.", where=str(mirror))
    wanted = list(only)
    chosen = [description_of(source_id) for source_id in wanted] or list(descriptions().values())
    everything = [path for path in sorted(mirror.rglob("*")) if path.is_file()]
    outcomes: dict[str, Delivery | Refusal] = {}
    for description in chosen:
        present = [p for p in everything if any(f.recognises(p.name) for f in description.files.values())]
        own = [f for f in description.files.values() if not f.companion]
        leading = [f for f in own if f.required] or own
        if not wanted and not any(f.recognises(p.name) for p in present for f in leading):
            continue  # only companions (outlines, code lists) of another source are here
        progress(f"{description.id} : lecture…")
        try:
            outcomes[description.id] = load_files(store, description, present, origin="mirror")
        except Refusal as refusal:
            outcomes[description.id] = refusal
        progress(f"{description.id} : {told(outcomes[description.id])}")
    return outcomes


def load_files(
    store: VintageStore,
    description: SourceDescription,
    paths: list[Path],
    *,
    accepted: bool = False,
    origin: str = "file",
) -> Delivery:
    """Read a source's files into the store, unless it already holds a harvest of exactly these bytes."""
    assigned = [path for listed in description.assign(paths).values() for path in listed]
    current = store.current(description.id)
    if current is not None and not accepted and store.same_files(description.id, {_sha256(p) for p in assigned}):
        return Delivery("unchanged", current)
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=store.root) as work:
        return store.deliver(harvest(description, assigned, Path(work), origin=origin), accepted=accepted)


def told(outcome: Delivery | Refusal) -> str:
    """One line on what became of a source."""
    if isinstance(outcome, Refusal):
        return f"refusé. {outcome.sentence()}"
    receipt = outcome.vintage.receipt
    rows = f"{receipt['rows_in']} lignes lues, {receipt['kept']} gardées, {receipt['refused']} refusées"
    if outcome.state == "waiting":
        return f"en attente d'un humain ({outcome.reason}) ; {rows}"
    return f"inchangé ; {rows}" if outcome.state == "unchanged" else f"millésime {receipt['vintage']} ; {rows}"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
