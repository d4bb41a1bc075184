"""Every hostile input once more, by the road of a real file: child process, store, and a good vintage already public."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.table import facts_from_rows
from longuevue.sources.descriptions import SourceDescription, descriptions
from longuevue.sources.gathering import load_files
from longuevue.sources.intake import Harvest, harvest
from longuevue.sources.shelf import source_cards
from longuevue.sources.vintages import VintageStore
from longuevue.terms.refusal import Refusal
from tests.sources import bench, test_hostile
from tests.sources.test_hostile import CSV_ROWS, REFUSED

#: reduced counts take one in ten
EVERY = 1 if os.environ.get("LONGUEVUE_FULL") == "1" else 10
NAMES = [*REFUSED, *CSV_ROWS]


def with_a_good_vintage(store: VintageStore, source_id: str, folder: Path) -> None:
    """A vintage of one fact, of long ago: any better one may replace it, no broken one may."""
    card = source_cards()[source_id]
    measure, described = next(iter(card.measures.items()))
    row = {
        "measure": measure,
        "area_level": described.levels[0],
        "ref_area": "34172",
        "value": 1.0,
        "counterpart_area": "W",
    }
    facts = facts_from_rows([row], source_id=source_id, dataset="x", vintage="1900", geography_year=2026, time_period="1900", obs_status="A")  # fmt: skip
    folder.mkdir()
    for name, table in (("facts", facts), ("items", ITEMS.empty_table()), ("annotations", ANNOTATIONS.empty_table())):
        pq.write_table(table, folder / f"{name}.parquet")
    (folder / "refused.jsonl").write_text("")
    store.deliver(Harvest(folder, {"source_id": source_id, "vintage": "1900", "facts": 1, "files": []}))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES[::EVERY])
def test_a_hostile_input_reaches_neither_the_parent_nor_the_last_good_vintage(name, tmp_path, monkeypatch):
    store = VintageStore(tmp_path / "observatory")
    asked: list[str] = []

    def by_the_store(source_id: str, *paths: Path, hints: object = None) -> Harvest:
        asked.append(source_id)
        with_a_good_vintage(store, source_id, tmp_path / "good")
        delivery = load_files(store, descriptions()[source_id], list(paths))
        return Harvest(delivery.vintage.folder, delivery.vintage.receipt)

    def own_by_child(path: Path, template: str, **hints: object) -> Harvest:
        from longuevue.sources.own.loading import _description
        from longuevue.sources.own.templates import template_of

        description: SourceDescription = _description(template_of(template))
        written = tmp_path / "own.yaml"
        written.write_text(yaml.safe_dump(description.model_dump(mode="json"), allow_unicode=True))
        return harvest(description, [path], tmp_path / "work", description_path=written, hints=hints)

    monkeypatch.setattr(bench, "read", by_the_store)
    monkeypatch.setattr(test_hostile, "read", by_the_store)
    monkeypatch.setattr(test_hostile, "own_table", own_by_child)
    if name in REFUSED:
        run, said = REFUSED[name]
        with pytest.raises(Refusal, match=f"(?s)({said})") as caught:
            run(tmp_path)
        assert caught.value.remedy
        for source_id in asked:
            current = store.current(source_id)
            assert current is not None and current.receipt["vintage"] == "1900" and current.table("facts").num_rows == 1
            assert not [p for p in store.root.iterdir() if p.name.startswith(".reading")]
    else:
        receipt = CSV_ROWS[name][0](tmp_path).receipt
        assert (receipt["rows_in"], receipt["kept"], receipt["refused"]) == CSV_ROWS[name][1]


def test_reduced_counts_still_play_both_kinds():
    played = set(NAMES[::EVERY])
    assert played & REFUSED.keys() and played & CSV_ROWS.keys() and len(NAMES) >= 120
