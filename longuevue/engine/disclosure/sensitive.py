"""Which measures go through the gate, with which class of rules: read from markers and cards, never from a theme's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.relations import Derived
from longuevue.engine.disclosure.settings import ClassName
from longuevue.facts.cards import SourceCard
from longuevue.markers.grammar import Node
from longuevue.markers.marker import Marker
from longuevue.terms.refusal import Refusal

#: sources whose figures local actors entrust, by themselves or through the workshop's entry sheets (methodology §1, §3.1)
_ENTRUSTED = ("actor-", "workshop")
#: who else may hold people one could recognise: a person's own table, what the platform itself counts
_OURS = ("own-", "longuevue-")
_MONEY = ("€", "eur", "euro", "euros", "k€", "chf")


def is_entrusted(card: SourceCard) -> bool:
    """An actor's source, the workshop's, or one of ours that says of itself that it counts people one could recognise.

    A file under no public licence counts as ours: a card that forgets to name its kind must not be a way round.
    """
    ours = card.id.startswith(_OURS) or card.licence is None or card.licence.id in ("own", "unstated")
    return card.id.startswith(_ENTRUSTED) or (ours and any(m.sensitivity != "low" for m in card.measures.values()))


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One measure of one source: its rules, the scales at which it will be shown, what it is divided by and divides."""

    source_id: str
    measure: str
    data_class: ClassName
    scales: frozenset[str]
    shown: bool
    divided_by: frozenset[str] = field(default_factory=frozenset)
    divides: frozenset[str] = field(default_factory=frozenset)

    def units_of(self, row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> int | None:
        """Contributors of an amount, from the companion measure `<measure>_units`; a count is its own."""
        if self.data_class != "amounts":
            return None
        same = ("ref_area", "area_level", "time_period", "counterpart_area", "category")
        if row["item"] is not None:
            return 1  # one contributor's own part
        for other in rows:
            if other["measure"] == f"{self.measure}_units" and all(other[name] == row[name] for name in same):
                return int(other["value"])
        raise Refusal(
            f"« {self.measure} » est un montant sans nombre de contributeurs ({row['area_level']} {row['ref_area']}).",
            f"Ajoutez la mesure « {self.measure}_units » : combien d'organismes composent chaque montant.",
            where=self.source_id,
        )

    def shares_over(self, cells: Mapping[CellKey, Cell]) -> list[Derived]:
        """The percentage of each cell of this measure in the measures it is divided by."""
        found = []
        for key in sorted(cells):
            for base in sorted(self.divided_by) if key.measure == self.measure and cells[key].planned else ():
                whole = key._replace(measure=base, counterpart="W", category="")
                if whole in cells:
                    name = key._replace(measure=f"{self.measure}/{base}")
                    found.append(Derived(name, ((key, 1.0),), ((whole, 1.0),), share=True))
        return found


def sensitive_measures(
    markers: Iterable[Marker], cards: Mapping[str, SourceCard], turned_on: Collection[str], sources: Collection[str]
) -> list[Sensitive]:
    """Every measure of the entrusted sources at hand, one row each, with the strictest class that any marker asks."""
    found: dict[tuple[str, str], Sensitive] = {}
    entrusted = sorted(source for source in sources if source in cards and is_entrusted(cards[source]))
    markers = [each for marker in markers for each in (marker, *marker.companion_markers())]
    for source in entrusted:
        for measure, card in cards[source].measures.items():
            readers = [marker for marker in markers if measure in marker.tree().measures()]
            shown = [m for m in readers if not m.sensitivity.off_by_default or m.id.partition(".")[0] in turned_on]
            money = card.unit.lower() in _MONEY
            high = card.sensitivity in ("high", "very_high") or any(
                m.sensitivity.level in ("high", "very_high") for m in readers
            )
            people = not readers or any("people" in m.flow for m in readers)
            rules: ClassName = (
                "amounts" if money else "sensitive_persons" if high else "persons" if people else "legal_persons"
            )
            found[source, measure] = Sensitive(
                source,
                measure,
                rules,
                frozenset(scale for marker in shown for scale in marker.scales),
                bool(shown),
                frozenset(base for marker in shown for part, base in _parts_over(marker.tree()) if part == measure),
                frozenset(part for marker in shown for part, base in _parts_over(marker.tree()) if base == measure),
            )
    return list(found.values())


def _parts_over(tree: Node) -> set[tuple[str, str]]:
    """(numerator, denominator) measures of the ratios in a formula."""
    return {
        (part, base)
        for node in tree.walk()
        if node.kind == "ratio"
        for part in node.parts["of"].measures()
        for base in node.parts["to"].measures()
    }
