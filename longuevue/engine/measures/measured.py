"""What a measure answers: a value with its interval, or no value with a status, a reason and a sentence.

The arrays that measures take in are checked here too; the formulas live in the neighbouring modules.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

Floats = NDArray[np.float64]
#: anything NumPy reads as one column: a list, an ndarray, an Arrow array
Column = Any

#: two-sided 95 % quantile of the normal law
Z95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure: value and 95 % interval where there is one; otherwise the status, the reason and why in words."""

    value: float | None
    status: str = "ok"
    status_reason: str | None = None
    low: float | None = None
    high: float | None = None
    note: Bilingual | None = None

    def __bool__(self) -> bool:
        return self.value is not None


def undefined(fr: str, en: str) -> Measured:
    """No value because the formula has none here (a zero denominator, nothing to share out)."""
    return Measured(None, "not_available", "undefined", note=Bilingual(fr, en))


def too_small(fr: str, en: str) -> Measured:
    """No value because the place or the count is too small for this measure to mean anything."""
    return Measured(None, "not_available", "scale_too_small", note=Bilingual(fr, en))


def counts_of(values: Column, *, what: str = "effectifs") -> Floats:
    """`values` as a vector of counts. A null is refused: a missing count is not a zero."""
    try:
        counts = np.asarray(values, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise Refusal(
            f"Les {what} contiennent autre chose que des nombres.", "Ne donnez que des effectifs chiffrés."
        ) from None
    if np.isnan(counts).any():
        raise Refusal(
            f"Un des {what} manque, et un manque n'est pas un zéro.",
            "Écartez la ligne en le disant, ou donnez 0 si la source affirme qu'il n'y a rien.",
        )
    if (counts < 0).any() or np.isinf(counts).any():
        raise Refusal(f"Un des {what} est négatif ou infini.", "Un effectif est un nombre positif ou nul.")
    return counts


def same_length(*columns: Sequence[Any] | Floats) -> None:
    """Refuses columns that do not describe the same rows."""
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        raise Refusal(
            f"Des colonnes de longueurs différentes ({sorted(lengths)}) ne décrivent pas les mêmes lignes.",
            "Donnez une valeur par ligne dans chaque colonne.",
        )


def log_interval(value: float, variance_of_log: float) -> tuple[float, float]:
    """95 % interval of a positive ratio, symmetric on the logarithmic scale."""
    half = Z95 * math.sqrt(max(variance_of_log, 0.0))
    return value * math.exp(-half), value * math.exp(half)
