"""The facts an edition is built on: the starter, and over it the publishers' own files once loaded.

The file wins, measure by measure; what it replaced is kept so that `explain` can say so.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from longuevue.facts.cards import SourceCard
from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.starter import starter_annotations, starter_contents, starter_facts, starter_items
from longuevue.facts.table import joined
from longuevue.sources.comparing import compared, told_of
from longuevue.sources.descriptions import SourceDescription, description_of, descriptions
from longuevue.sources.intake import harvest
from longuevue.sources.loaders.commune_events import movements_of
from longuevue.sources.shelf import source_cards
from longuevue.sources.through_time import Carried, carried
from longuevue.sources.vintages import Delivery, Vintage, VintageStore
from longuevue.terms.refusal import Refusal
from longuevue.territories.movements import Movement

Progress = Callable[[str], None]
#: the source that gives no figure but says how codes pass from year to year
EVENTS = "insee-cog"


@dataclass(frozen=True)
class Gathered:
    """Everything that goes into an edition, and what stood there before. Tables are read when they are asked for."""

    cards: dict[str, SourceCard]
    #: what was read of each source: origin, files, sha256, rows in, kept, aside, refused
    receipts: dict[str, dict[str, Any]]
    vintages: dict[str, Vintage]

    @cached_property
    def published(self) -> pa.Table:
        """The starter's rows that no file replaced, and the files' own, in the codes of their publishers."""
        if not self.vintages:
            return starter_facts()
        return joined([starter_facts().filter(pc.invert(self._taken)), *self._loaded])

    @cached_property
    def carried(self) -> Carried:
        """The same in the commune codes of today, by INSEE's events once loaded, else by the lists."""
        return carried(self.published, self.cards, self.movements)

    @property
    def facts(self) -> pa.Table:
        """What an edition is computed on: every fact, in the commune codes of today."""
        return self.carried.facts

    def latest_periods(self) -> dict[str, str]:
        """Source → the last period of which it gives a figure."""
        grouped = self.published.group_by("source_id").aggregate([("time_period", "max")])
        return dict(zip(grouped["source_id"].to_pylist(), grouped["time_period_max"].to_pylist(), strict=True))

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """INSEE's events of communes, when the file is loaded."""
        vintage = self.vintages.get(EVENTS)
        return movements_of(vintage.table("movements")) if vintage else ()

    @cached_property
    def replaced(self) -> pa.Table:
        """Starter rows that a loaded file replaced, measure by measure."""
        return starter_facts().filter(self._taken)

    @cached_property
    def differences(self) -> pa.Table:
        """Where a file and the starter differ, place by place: the file wins, and `explain` says so."""
        loaded = {s: (v.table("facts"), str(v.receipt["vintage"])) for s, v in self.vintages.items()}
        return told_of(self.cards, self.replaced, loaded)

    @cached_property
    def items(self) -> pa.Table:
        """The things counted one by one, with their names."""
        return _companions(starter_items(), [v.table("items") for v in self.vintages.values()], ITEMS)

    @cached_property
    def annotations(self) -> pa.Table:
        """What accompanies figures: main origins, notes."""
        starter = starter_annotations()
        # a note of the starter is about the starter's figures: it goes with them
        replaced = pc.is_in(starter["source_id"], value_set=pa.array(sorted(self.vintages), pa.string()))
        loaded = [vintage.table("annotations") for vintage in self.vintages.values()]
        every = [ANNOTATIONS.empty_table(), starter.filter(pc.invert(replaced)), *loaded]
        return pa.concat_tables([*every, self.carried.annotations, self.differences]).combine_chunks()

    @cached_property
    def _loaded(self) -> list[pa.Table]:
        return [vintage.table("facts") for vintage in self.vintages.values()]

    @cached_property
    def _taken(self) -> pa.Array:
        return _given_by(self._loaded)


def _given_by(tables: list[pa.Table]) -> pa.Array:
    """Which rows of the starter these tables replace: those of a source and measure that they give too."""
    listed = [row for table in tables for row in table.group_by(["source_id", "measure"]).aggregate([]).to_pylist()]
    given = {(row["source_id"], row["measure"]) for row in listed}
    starter = starter_facts()
    pairs = zip(starter["source_id"].to_pylist(), starter["measure"].to_pylist(), strict=True)
    return pa.array([pair in given for pair in pairs], pa.bool_())


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
    """The starter with these vintages over it."""
    cards = dict(source_cards())
    receipts = {entry["source_id"]: _starter_receipt(entry) for entry in starter_contents()}
    for source_id, vintage in vintages.items():
        cards[source_id] = _card_at_hand(cards.get(source_id), vintage)
        receipts[source_id] = vintage.receipt
    return Gathered(cards, receipts, vintages)


def _card_at_hand(card: SourceCard | None, vintage: Vintage) -> SourceCard:
    if card is None:  # a person's own table carries its card
        return SourceCard.model_validate(vintage.receipt["card"])
    known = {
        "at_hand": True,
        "vintage": vintage.receipt["vintage"],
        "retrieved": date.fromisoformat(vintage.receipt["retrieved"]),
        "dataset": card.dataset or vintage.receipt.get("dataset") or card.id,
    }
    return card.model_copy(update=known)


def _companions(starter: pa.Table, loaded: list[pa.Table], schema: pa.Schema) -> pa.Table:
    loaded = [table for table in loaded if table.num_rows]
    taken = {source for table in loaded for source in table["source_id"].unique().to_pylist()}
    left = pc.invert(pc.is_in(starter["source_id"], value_set=pa.array(sorted(taken), pa.string())))
    return pa.concat_tables([schema.empty_table(), starter.filter(left), *loaded]).combine_chunks()


def _starter_receipt(entry: dict[str, str]) -> dict[str, Any]:
    rows = int(entry["rows"])
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
    """Read a source's files into the store, unless the same reader has already read exactly these bytes."""
    assigned = [path for listed in description.assign(paths).values() for path in listed]
    current = store.current(description.id)
    if (
        current is not None
        and not accepted
        and store.same_files(description.id, {_sha256(p) for p in assigned}, reader())
    ):
        return Delivery("unchanged", current)
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=store.root) as work:
        done = harvest(description, assigned, Path(work), origin=origin)
        facts = pq.read_table(done.folder / "facts.parquet")
        replaced = starter_facts().filter(_given_by([facts]))
        done.receipt["starter"] = compared(replaced, facts, description.id)
        done.receipt["reader"] = reader()
        return store.deliver(done, accepted=accepted)


@cache
def reader() -> str:
    """A fingerprint of the code and descriptions that read files: a mended loader reads the same bytes again."""
    digest = hashlib.sha256()
    for path in sorted(p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".yaml")):
        digest.update(path.relative_to(Path(__file__).parent).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


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
