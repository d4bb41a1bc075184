"""What the entrusted figures of an edition leave of public ones, found again as an intruder with both at hand would.

It shares with the gate which public figure can be set against which (`engine.disclosure.public_facts`), and no decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from longuevue.edition import layout
from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.draft import makers_of
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.primary import frequency
from longuevue.engine.disclosure.public_facts import public_figures
from longuevue.engine.disclosure.public_totals import PublicFigure
from longuevue.engine.disclosure.sensitive import Sensitive, sensitive_measures
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.facts.cards import SourceCard
from longuevue.markers.marker import Marker


class Beside:
    """The public figures of one edition, for those who ask about its entrusted ones."""

    def __init__(
        self,
        folder: Path,
        cards: Mapping[str, SourceCard],
        markers: Iterable[Mapping[str, Any]],
        entrusted: Iterable[str],
    ) -> None:
        documents = list(markers)
        shown = {marker["id"] for marker in documents if marker["shown"]}
        found = sensitive_measures(map(_marker, documents), cards, shown, list(entrusted))
        self.items: dict[tuple[str, str], Sensitive] = {(item.source_id, item.measure): item for item in found}
        self._cards = dict(cards)
        wanted = {name for i in found for name in (i.measure, *i.divided_by, *i.divides)}
        filters = [("measure", "in", sorted(wanted)), ("source_id", "not in", sorted(entrusted))]
        self._facts = pq.read_table(folder / layout.FACTS_BY_TERRITORY, filters=filters)
        self._makers = makers_of(pq.read_table(folder / layout.MEMBERSHIP)) if self._facts.num_rows else {}

    def figures(self, known: Mapping[CellKey, float | None]) -> list[PublicFigure]:
        """The public figures beside the entrusted ones of an edition."""
        if not self._facts.num_rows:
            return []
        return public_figures(self._facts, known, self.items, self._cards, self._makers)


def told_too_small(
    known: Mapping[CellKey, float | None],
    figures: Iterable[PublicFigure],
    items: Mapping[tuple[str, str], Sensitive],
    settings: DisclosureSettings,
    ledger: Ledger | None,
) -> list[str]:
    """Entrusted counts printed though too few are in them, and those that leave too few of a public figure. What left
    before anybody could know is left aside, where the ledger shows that the gate knew it."""
    entries = ledger.entries if ledger else []
    out = {item for entry in entries for item in entry.published.items()}
    faults = []
    for key, value in sorted(known.items()):
        if value is not None and (key, value) not in out and _too_few(key, value, items, settings):
            faults.append(f"{key.code()} : trop peu de personnes ou d'organismes pour être imprimé")
    for figure in figures:
        value = known.get(figure.key)
        if value is None or value <= 0 or not (left := figure.left(value)) > 0:
            continue
        judged = any(figure.rest in entry.withheld for entry in entries)
        came_late = judged and any(
            entry.published.get(figure.key) == value and figure.rest not in entry.withheld for entry in entries
        )
        if not came_late and _too_few(figure.key, left, items, settings):
            faults.append(f"{figure.rest.code()} : un total public en laisse trop peu, une fois ôté le chiffre confié")
    return faults


def _too_few(
    key: CellKey, value: float, items: Mapping[tuple[str, str], Sensitive], settings: DisclosureSettings
) -> bool:
    item = items.get((key.marker, key.measure))
    if item is None or item.data_class == "amounts":  # an amount does not say on how many it rests
        return False
    return frequency(Cell(key, value, data_class=item.data_class), settings.rules(item.data_class)) is not None


def _marker(document: Mapping[str, Any]) -> Marker:
    """The marker as it was registered, from its printed page."""
    keys = {field.alias or name for name, field in Marker.model_fields.items()}
    page = {name: value for name, value in document.items() if name in keys}
    return Marker.model_validate(page | {"stance": document["stance_hypothesis"]})
