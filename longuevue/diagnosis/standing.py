"""Where a figure stands among others: mid-rank percentile, « plus haut » or « plus bas », never better or worse.

Who the others are is chosen in `peers.py`; no list of places in order of value is made here or anywhere (design §3.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from longuevue.terms.bilingual import Bilingual

HIGHER: Final = Bilingual("plus haut que la médiane", "higher than the median")
LOWER: Final = Bilingual("plus bas que la médiane", "lower than the median")
NOT_DISTINGUISHABLE: Final = Bilingual(
    "pas de différence discernable avec la médiane", "not distinguishable from the median"
)
ALONE: Final = Bilingual("aucun autre n'a de valeur établie", "no other has an established value")


@dataclass(frozen=True, slots=True)
class Standing:
    """A value among its peers: percentile, their median, and the words."""

    percentile: float | None
    peer_median: float | None
    compared_with: int
    words: Bilingual


def percentile_rank(value: float, others: Sequence[float]) -> float | None:
    """PR = 100 (B + ½E) / n, the territory itself among the n; None when it has nobody to stand among."""
    if not len(others):
        return None
    everyone = np.append(np.asarray(others, dtype=np.float64), value)
    below, equal = int((everyone < value).sum()), int((everyone == value).sum())
    return 100 * (below + 0.5 * equal) / len(everyone)


def standing(
    value: float, peers: Sequence[tuple[float | None, str]], *, low: float | None = None, high: float | None = None
) -> Standing:
    """Where `value` stands among peers given as (value, status); only those with status `ok` count.

    With an interval that holds the peers' median, or a value equal to it, nothing is said to differ.
    """
    kept = [v for v, status in peers if status == "ok" and v is not None]
    if not kept:
        return Standing(None, None, 0, ALONE)
    median = float(np.median(kept))
    blurred = low is not None and high is not None and low <= median <= high
    told_apart = HIGHER if value > median else LOWER
    words = NOT_DISTINGUISHABLE if blurred or value == median else told_apart
    return Standing(percentile_rank(value, kept), median, len(kept), words)
