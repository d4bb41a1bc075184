"""Diversity inside territories (alpha), between them (beta) and of them all (gamma), after Jost (2007).

Says whether the countries are spread within each commune or from one commune to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from longuevue.engine.measures.measured import Column, counts_of, same_length
from longuevue.terms.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Partition:
    """Effective numbers: alpha × beta = gamma, and beta lies between 1 and the number of territories."""

    alpha: float
    beta: float
    gamma: float


def partition(table: Any, weights: Column | None = None) -> Partition:
    """Alpha, beta and gamma of order 1 of a table territories × classes, equal weights unless others are given.

    Territories without anything to share out are left out, as they have no diversity of their own.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2:
        raise Refusal("La partition demande un tableau territoires × pays.", "Donnez une ligne par territoire.")
    counts_of(counts)
    given = np.ones(len(counts)) if weights is None else counts_of(weights, what="poids")
    same_length(counts, given)
    totals = counts.sum(axis=1)
    kept = (totals > 0) & (given > 0)
    if not kept.any():
        raise Refusal("Aucun territoire n'a d'effectif.", "Donnez au moins un territoire avec des effectifs.")
    p = counts[kept] / totals[kept, None]
    w = given[kept] / given[kept].sum()
    within = -_plogp(p).sum(axis=1)
    alpha = float(np.exp((w * within).sum()))
    gamma = float(np.exp(-_plogp(w @ p).sum()))
    return Partition(alpha, gamma / alpha, gamma)


def _plogp(p: Any) -> Any:
    return np.where(p > 0, p * np.log(np.where(p > 0, p, 1.0)), 0.0)
