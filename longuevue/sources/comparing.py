"""What a publisher's file says against the starter's figures that it replaces: counted, and told place by place.

The file always wins (`gathering`); nothing is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.facts.cards import SourceCard
from longuevue.facts.companions import ANNOTATIONS

Figures = dict[tuple[Any, ...], float | None]
_PLACE = ("measure", "area_level", "ref_area", "time_period")
_PARTS = ("counterpart_area", "category", "item")
#: starter percentages are printed at four decimals
ROUNDING = 5e-5
KIND = "replaced"


def compared(starter: pa.Table, loaded: pa.Table, source_id: str) -> dict[str, int]:
    """How the file agrees with the starter it replaces: same figures, different ones, found on one side only."""
    counts = {"same": 0, "different": 0, "only_starter": 0, "only_file": 0}
    for old, new in _by_measure(starter, loaded, source_id):
        both = old.keys() & new.keys()
        same = sum(1 for key in both if _close(old[key], new[key]))
        counts["same"] += same
        counts["different"] += len(both) - same
        counts["only_starter"] += len(old) - len(both)
        counts["only_file"] += len(new) - len(both)
    return counts


def replacements(starter: pa.Table, loaded: pa.Table, card: SourceCard, vintage: str) -> pa.Table:
    """One note per place, measure and period where the file and the starter differ. Only figures that no rule of
    secrecy can hide are printed: the others are said to differ."""
    listed: list[dict[str, Any]] = []
    years = {
        row["ref_area"]: row["geography_year"] for row in loaded.select(["ref_area", "geography_year"]).to_pylist()
    }
    for old, new in _by_measure(starter, loaded, card.id):
        for place, (before, after) in sorted(_by_place(old, new).items()):
            if not before or _alike(before, after):
                continue
            fr, en = _words(before, after, plain=card.measure(place[0]).sensitivity == "low")
            note = dict(zip(_PLACE, place, strict=True)) | {"kind": KIND, "source_id": card.id, "vintage": vintage}
            listed.append(note | {"geography_year": years.get(place[2], 0), "text_fr": fr, "text_en": en})
    return pa.Table.from_pylist(listed, schema=ANNOTATIONS)


def _by_measure(starter: pa.Table, loaded: pa.Table, source_id: str) -> list[tuple[Figures, Figures]]:
    """Both sides' figures, measure by measure, added up over a dimension that only one of them uses."""
    sides = [table.filter(pc.equal(table["source_id"], source_id)) for table in (starter, loaded)]
    pairs = []
    for measure in sorted(set(sides[0]["measure"].to_pylist()) | set(sides[1]["measure"].to_pylist())):
        old, new = (table.filter(pc.equal(table["measure"], measure)) for table in sides)
        both_use = [
            name for name in _PARTS if not old.num_rows or not new.num_rows or _used(old, name) == _used(new, name)
        ]
        pairs.append((_figures(old, both_use), _figures(new, both_use)))
    return pairs


def _used(table: pa.Table, name: str) -> bool:
    return table[name].null_count < table.num_rows


def _figures(table: pa.Table, parts: list[str]) -> Figures:
    names = [*_PLACE, *parts]
    figures: Figures = {}
    columns = (table[name].to_pylist() for name in names)
    for key, value in zip(zip(*columns, strict=True), table["value"].to_pylist(), strict=True):
        known = figures.get(key)
        figures[key] = value if known is None else known + (value or 0)
    return figures


def _by_place(old: Figures, new: Figures) -> dict[tuple[Any, ...], tuple[Figures, Figures]]:
    places: dict[tuple[Any, ...], tuple[Figures, Figures]] = defaultdict(lambda: ({}, {}))
    for side, figures in enumerate((old, new)):
        for key, value in figures.items():
            places[key[:4]][side][key[4:]] = value
    return places


def _alike(before: Figures, after: Figures) -> bool:
    """More detail under the same total contradicts nothing."""
    kept = all(key in after and _close(before[key], after[key]) for key in before)
    return kept and _close(_total(before), _total(after))


def _words(before: Figures, after: Figures, *, plain: bool) -> tuple[str, str]:
    old, new = _total(before), _total(after)
    kept = "c'est lui qui est retenu"
    if not after:
        gave = f" ({_said(old)})" if plain else ""
        return (
            f"Le jeu de départ donnait un chiffre{gave} ; le fichier du producteur n'en donne pas : {kept}.",
            f"The starter gave a figure{gave}; the publisher's file gives none: the file is kept.",
        )
    if plain and not _close(old, new):
        return (
            f"Le jeu de départ donnait {_said(old)} ; le fichier du producteur donne {_said(new)} : {kept}.",
            f"The starter gave {_said(old)}; the publisher's file gives {_said(new)}: the file is kept.",
        )
    return (
        f"Le fichier du producteur diffère du jeu de départ (détail ou valeur) : {kept}.",
        "The publisher's file differs from the starter (detail or value): the file is kept.",
    )


def _total(figures: Figures) -> float | None:
    """The world's total where it is stated, else the sum of the parts."""
    stated = [value for key, value in figures.items() if "W" in key]
    listed = [value for value in stated or figures.values() if value is not None]
    return sum(listed) if listed else None


def _said(value: float | None) -> str:
    return "une valeur vide" if value is None else f"{value:.10g}".replace(".", ",")


def _close(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= ROUNDING)


def told_of(cards: Mapping[str, SourceCard], starter: pa.Table, loaded: Mapping[str, tuple[pa.Table, str]]) -> pa.Table:
    """The notes of every loaded source that the starter also speaks of."""
    known = set(starter["source_id"].to_pylist())
    tables = [
        replacements(starter, facts, cards[source_id], vintage)
        for source_id, (facts, vintage) in sorted(loaded.items())
        if source_id in known
    ]
    return pa.concat_tables([ANNOTATIONS.empty_table(), *tables])
