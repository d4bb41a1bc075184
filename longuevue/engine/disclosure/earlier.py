"""Earlier releases put into the arithmetic of today: a former total still speaks of cells that are withheld now.

A prudent intruder is supposed: a figure that did not change is one unknown, whatever the edition it was read in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.ledger import Entry, Ledger
from longuevue.engine.disclosure.primary import Primary, keep_wider
from longuevue.engine.disclosure.public_totals import is_beside_a_public_figure
from longuevue.engine.disclosure.relations import Relation, area_relations, breakdown_relations, figure_interval

_SAME = 1e-9


@dataclass(slots=True)
class Former:
    """Cells that only former releases speak of, the relations they printed, and the figures that are out."""

    cells: list[Cell] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    known: dict[CellKey, float] = field(default_factory=dict)
    primaries: dict[CellKey, Primary] = field(default_factory=dict)


def former_releases(ledger: Ledger, cells: Sequence[Cell]) -> Former:
    """What the ledger adds to the system of `cells`; a revised figure is a cell of its own, kept apart by name."""
    former = Former()
    values = {cell.key: cell.value for cell in cells}
    units = {cell.key: cell.contributors() for cell in cells}
    aliases: dict[tuple[CellKey, float], CellKey] = {}
    for entry in ledger.entries:
        names: dict[CellKey, CellKey] = {}
        for key, value in entry.published.items():
            name = _name(key, value, entry, values, aliases)
            names[key] = name
            former.known[name] = value
            if name not in values:
                former.cells.append(Cell(name, value, units=units.get(name), planned=False))
                values[name] = value
        for key, secret in entry.withheld.items():
            name = _name(key, secret.value, entry, values, aliases)
            names[key] = name
            if name not in values:
                former.cells.append(
                    Cell(name, secret.value, units=secret.units, data_class=secret.data_class, planned=False)
                )
                values[name] = secret.value
            if secret.upper > 0 or secret.lower > 0:
                keep_wider(former.primaries, Primary(name, "frequency", secret.upper, secret.lower))
        former.relations += [_renamed(relation, names) for relation in _printed(entry) if _speaks(relation, names)]
    former.relations = list(dict.fromkeys(former.relations))
    return former


def _name(
    key: CellKey,
    value: float,
    entry: Entry,
    values: dict[CellKey, float],
    aliases: dict[tuple[CellKey, float], CellKey],
) -> CellKey:
    """The cell of today if its value did not change; else one that bears the name of the first release of that value."""
    if key not in values or abs(values[key] - value) <= _SAME * (1 + abs(value)):
        return key
    return aliases.setdefault((key, value), key._replace(measure=f"{key.measure}@{entry.release}={value:g}"))


def _printed(entry: Entry) -> list[Relation]:
    """Every sum and every printed ratio of one release."""
    values = {**entry.published, **{key: secret.value for key, secret in entry.withheld.items()}}
    told = [key for key in values if " - " not in key.measure]  # what a share leaves adds up over areas only
    breakdowns = [_borne(relation, values) for relation in breakdown_relations(told)[0]]
    over_areas = {key: value for key, value in values.items() if not is_beside_a_public_figure(key)}
    relations = [*area_relations(over_areas, entry.members), *breakdowns, *entry.sums]
    for figure, printed in entry.figures:
        relations += figure_interval(figure, printed)
    return relations


def _borne(relation: Relation, values: dict[CellKey, float]) -> Relation:
    """A breakdown as far as this release bears it. The line of a perimeter keeps only the withheld cells that it adds
    up: a commune's total may stand there without all its countries, and is then at least the sum of those."""
    told = [weight * values[key] for key, weight in relation.terms]
    if abs(sum(told)) <= _SAME * (1 + sum(map(abs, told))):
        return relation
    return Relation(relation.terms, 0.0, float("inf"))


def _speaks(relation: Relation, names: dict[CellKey, CellKey]) -> bool:
    return all(key in names for key, _ in relation.terms)


def _renamed(relation: Relation, names: dict[CellKey, CellKey]) -> Relation:
    terms = tuple(sorted((names[key], weight) for key, weight in relation.terms))
    return Relation(terms, relation.low, relation.high)
