"""Which cells hide someone on their own: frequency, dominance, p %, group disclosure (methodology §3.2).

What must be hidden with them so that subtraction fails is `suppress.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.settings import ClassRules, DisclosureSettings

Rule = Literal["frequency", "dominance", "p_percent", "group"]


@dataclass(frozen=True, slots=True)
class Primary:
    """A cell that must not be published, the rule that says so, and how far an intruder must be kept from it."""

    key: CellKey
    rule: Rule
    upper: float
    lower: float


def frequency(cell: Cell, rules: ClassRules) -> Primary | None:
    """Fewer contributors than the minimum. Protection: up to the minimum, and at least one below."""
    minimum, n = rules.minimum_units, cell.contributors()
    if minimum is None or not 0 < n < minimum:
        return None
    share = math.ceil((rules.p_percent or 0.0) * cell.value / 100)
    if cell.is_count():
        return Primary(cell.key, "frequency", max(minimum - cell.value, share), min(cell.value, rules.lower_protection))
    # an amount on few firms: the count of firms says nothing of euros, so protection is a share of the amount
    room = (rules.p_percent or 10.0) * cell.value / 100
    return Primary(cell.key, "frequency", room, room)


def dominance(cell: Cell, rules: ClassRules) -> Primary | None:
    """The n largest contributors hold more than k % of the cell."""
    whole, contributions = cell.kept()
    if rules.dominance_k is None or not contributions:
        return None
    top = sum(contributions[: rules.dominance_n])
    if top <= rules.dominance_k / 100 * whole:
        return None
    upper = _room(cell, 100 / rules.dominance_k * top - whole)
    return Primary(cell.key, "dominance", upper, min(upper, cell.value))


def p_percent(cell: Cell, rules: ClassRules) -> Primary | None:
    """The second contributor can estimate the first to within p %."""
    whole, contributions = cell.kept()
    if rules.p_percent is None or not contributions:
        return None
    first, second, *_ = [*contributions, 0.0]
    rest = whole - first - second
    if rest >= rules.p_percent / 100 * first:
        return None
    upper = _room(cell, rules.p_percent / 100 * first - rest)
    return Primary(cell.key, "p_percent", upper, min(upper, cell.value))


def _room(cell: Cell, distance: float) -> float:
    """How far an intruder is kept: people and firms come whole."""
    return float(math.ceil(distance)) if cell.is_count() else distance


def group_disclosure(total: Cell, parts: Sequence[Cell], rules: ClassRules) -> list[Primary]:
    """Every member of a published group falls in one category: whoever is known to be in the group is known.

    The category that holds them all is protected downwards: a reader must not be able to exclude that one
    member at least is elsewhere. Structural zeros are not « elsewhere ».
    """
    if not rules.group_disclosure or total.value <= 0:
        return []
    open_parts = [part for part in parts if not part.structural_zero]
    filled = [part for part in open_parts if part.value > 0]
    if len(filled) != 1 or len(open_parts) < 2:
        return []
    return [Primary(filled[0].key, "group", 0.0, min(1.0, filled[0].value))]


def sampling_zeros(total: Cell, parts: Sequence[Cell], rules: ClassRules) -> list[Primary]:
    """In a row whose total is itself small, a zero says as much as a one: it is hidden with its row."""
    minimum = rules.minimum_units
    if not rules.group_disclosure or minimum is None or not 0 < total.value < minimum:
        return []
    zeros = [part for part in parts if part.value == 0 and not part.structural_zero]
    return [Primary(part.key, "frequency", 1.0, 0.0) for part in zeros]


def primaries(
    cells: Iterable[Cell],
    settings: DisclosureSettings,
    groups: Iterable[tuple[CellKey, Sequence[CellKey]]] = (),
) -> dict[CellKey, Primary]:
    """Every cell to hide for itself. `groups` gives, for each published group, its total and its categories."""
    found: dict[CellKey, Primary] = {}
    by_key: Mapping[CellKey, Cell] = {cell.key: cell for cell in cells}
    for cell in by_key.values():
        rules = settings.rules(cell.data_class)
        for rule in (frequency, dominance, p_percent):
            keep_wider(found, rule(cell, rules))
    for total_key, part_keys in groups:
        if total_key not in by_key:
            continue
        total, parts = by_key[total_key], [by_key[key] for key in part_keys if key in by_key]
        rules = settings.rules(total.data_class)
        for several in (group_disclosure, sampling_zeros):
            for primary in several(total, parts, rules):
                keep_wider(found, primary)
    return found


def keep_wider(found: dict[CellKey, Primary], new: Primary | None) -> None:
    """A cell caught by two rules gets the wider protection of both, and the name of the first."""
    if new is None:
        return
    old = found.get(new.key)
    found[new.key] = (
        new if old is None else Primary(old.key, old.rule, max(old.upper, new.upper), max(old.lower, new.lower))
    )
