"""The scale test: the same composite reading recomputed at several zonings, with the range (methodology §2.1).

Which zonings exist is known by the territories; nothing is averaged, parts are pooled again at each zoning.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from longuevue.engine.measures.measured import Floats, counts_of, same_length
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

FEWEST_ZONINGS: Final = 3


@dataclass(frozen=True, slots=True)
class ZoningRange:
    """What a reading becomes from one zoning to the next."""

    values: dict[str, float]
    low: float
    high: float
    sentence: Bilingual


def pooled(table: Any, zones: Sequence[Hashable]) -> Floats:
    """The rows of `table` (one per commune) summed zone by zone, zones in order of first appearance."""
    counts = np.asarray(table, dtype=np.float64)
    counts_of(counts)
    same_length(counts, zones)
    order = {zone: n for n, zone in enumerate(dict.fromkeys(zones))}
    out = np.zeros((len(order), counts.shape[1]))
    np.add.at(out, [order[zone] for zone in zones], counts)
    return out


def recomputed(
    measure: Callable[[Floats], float], table: Any, zonings: Mapping[str, Sequence[Hashable]]
) -> ZoningRange:
    """`measure` of the table pooled at each zoning, with the lowest and highest value."""
    if len(zonings) < FEWEST_ZONINGS:
        raise Refusal(
            f"Une lecture composite se recalcule à trois découpages au moins ; {len(zonings)} donné(s).",
            "Donnez par exemple communes, intercommunalités et départements.",
        )
    values = {name: float(measure(pooled(table, zones))) for name, zones in zonings.items()}
    low, high = min(values.values()), max(values.values())
    sentence = Bilingual(
        f"De {_fr(low)} à {_fr(high)} selon le découpage ({', '.join(values)}).",
        f"From {low:.2f} to {high:.2f} depending on the zoning ({', '.join(values)}).",
    )
    return ZoningRange(values, low, high, sentence)


def _fr(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
