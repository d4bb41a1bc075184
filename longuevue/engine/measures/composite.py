"""Known indices rebuilt to check our arithmetic against their publishers. We publish none of our own (§2.11)."""

from __future__ import annotations

import numpy as np

from longuevue.engine.measures.measured import Column, Measured, counts_of, same_length, undefined


def weighted_score(normalised: Column, weights: Column) -> Measured:
    """Σ weight × normalised score / Σ weight: the aggregation step of the DHL Global Connectedness Index (ch. 5)."""
    scores, w = counts_of(normalised, what="scores"), counts_of(weights, what="poids")
    same_length(scores, w)
    total = float(w.sum())
    if total <= 0:
        return undefined("Des poids tous nuls.", "Weights are all zero.")
    return Measured(float((scores * w).sum()) / total)


def winsorised_min_max(values: Column, *, low: float = 2.5, high: float = 97.5) -> list[float]:
    """Each value between 0 and 1 of its group, tails cut at the given percentiles (methodology §2.10)."""
    x = np.asarray(values, dtype=np.float64)
    floor, ceiling = np.nanpercentile(x, [low, high])
    if ceiling <= floor:
        return [0.5 if not np.isnan(v) else float("nan") for v in x]
    return [float(v) for v in (np.clip(x, floor, ceiling) - floor) / (ceiling - floor)]
