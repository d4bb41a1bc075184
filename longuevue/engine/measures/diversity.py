"""How spread: Shannon, Hill numbers, Simpson, concentration, evenness, rarefaction of one list of counts.

Counts are by partner country (or any nomenclature), France left out by default by those who call. Diversity inside
and between territories is in `partition.py`.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from longuevue.engine.measures.measured import Column, Floats, Measured, counts_of, undefined
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

#: below this many observations the raw formulas are biased and the corrected ones are used
SMALL_SAMPLE: Final = 200.0
CORRECTED: Final = Bilingual(
    "Moins de 200 unités : formule corrigée du biais des petites listes.",
    "Fewer than 200 units: formula corrected for the bias of short lists.",
)
BETWEEN: Final = Bilingual(
    "Moins de 200 unités, et la formule corrigée passerait le nombre de classes présentes : formule simple, qui est un "
    "minimum ; le nombre de classes présentes est le maximum.",
    "Fewer than 200 units, and the corrected formula would pass the number of classes present: plain formula, which is a "
    "minimum; the number of classes present is the maximum.",
)
#: a corrected number that passes the classes present by less is only rounded
ROUNDING: Final = 1e-9


def shares(counts: Column) -> Floats:
    """Shares of the classes that are present; empty when nothing is."""
    x = counts_of(counts)
    x = x[x > 0]
    return x / x.sum() if x.size else x


def _nothing() -> Measured:
    return undefined("Rien à répartir : la diversité n'a pas de sens.", "Nothing to share out: no diversity.")


def shannon(counts: Column) -> Measured:
    """H = −Σ p ln p, natural logarithm."""
    p = shares(counts)
    return Measured(float(-(p * np.log(p)).sum()) + 0.0) if p.size else _nothing()


def hill(counts: Column, order: float = 1.0) -> Measured:
    """Effective number of classes of that order: 0 classes present, 1 exp(Shannon), 2 1/Simpson, ∞ 1/largest share."""
    if order < 0:
        raise Refusal("L'ordre d'un nombre de Hill est négatif.", "Donnez 0, 1, 2 ou plus.")
    p = shares(counts)
    if not p.size:
        return _nothing()
    if order == 0:
        return Measured(float(p.size))
    if math.isinf(order):
        return Measured(float(1 / p.max()))
    if abs(order - 1) < 1e-9:
        return Measured(float(np.exp(-(p * np.log(p)).sum())))
    return Measured(float((p**order).sum() ** (1 / (1 - order))))


def simpson_concentration(counts: Column) -> Measured:
    """λ = Σ p²: the chance that two draws (with replacement) fall in the same class."""
    p = shares(counts)
    return Measured(float((p**2).sum())) if p.size else _nothing()


def gini_simpson(counts: Column) -> Measured:
    """1 − λ."""
    concentration = simpson_concentration(counts)
    return Measured(1 - concentration.value) if concentration.value is not None else concentration


def herfindahl(counts: Column) -> Measured:
    """HHI = 10,000 · λ, shares being in per cent."""
    concentration = simpson_concentration(counts)
    return Measured(10_000 * concentration.value) if concentration.value is not None else concentration


def unbiased_gini_simpson(counts: Column) -> Measured:
    """1 − Σ n(n−1) / (N(N−1)): the chance that two different individuals are of different classes."""
    n = counts_of(counts)
    total = float(n.sum())
    if total < 2:
        return undefined("Il faut au moins deux unités.", "At least two units are needed.")
    return Measured(1 - float((n * (n - 1)).sum()) / (total * (total - 1)))


def miller_madow(counts: Column) -> Measured:
    """Shannon corrected for small lists: H + (S − 1) / (2N)."""
    n = counts_of(counts)
    raw = shannon(n)
    if raw.value is None:
        return raw
    return Measured(raw.value + (int((n > 0).sum()) - 1) / (2 * float(n.sum())))


def effective_number(counts: Column, order: float = 1.0) -> Measured:
    """The Hill number to publish: bias-corrected under 200 observations for the orders 1 and 2, raw otherwise.

    No list holds more than the classes it shows: on three twin towns in three countries Miller-Madow alone would say 4.2.
    Where the correction passes the classes present it says nothing: the raw number is given, as the lower of two bounds
    of which the classes present are the upper. The note says which formula was used.
    """
    n = counts_of(counts)
    total = float(n.sum())
    if total >= SMALL_SAMPLE or order not in (1, 2) or total < 2:
        return hill(n, order)
    if order == 1:
        shannon_corrected = miller_madow(n).value
        assert shannon_corrected is not None
        return _within_present(n, order, math.exp(shannon_corrected))
    unbiased = unbiased_gini_simpson(n)
    if unbiased.value is None or unbiased.value >= 1:
        return undefined(
            "Chaque unité est seule de sa classe : la liste est trop courte pour dire la diversité.",
            "Each unit is alone in its class: the list is too short to tell diversity.",
        )
    return _within_present(n, order, 1 / (1 - unbiased.value))


def _within_present(n: Floats, order: float, corrected: float) -> Measured:
    present = float((n > 0).sum())
    if corrected <= present * (1 + ROUNDING):
        return Measured(min(corrected, present), note=CORRECTED)
    plain = hill(n, order).value
    assert plain is not None
    if plain > present * (1 - ROUNDING):  # all weigh the same: both bounds are one
        return Measured(present)
    return Measured(plain, low=plain, high=present, note=BETWEEN)


def evenness(counts: Column) -> Measured:
    """J = H / ln S: 1 when every class present weighs the same; undefined with fewer than two classes."""
    present = int((counts_of(counts) > 0).sum())
    if present < 2:
        return undefined("Moins de deux classes présentes.", "Fewer than two classes present.")
    h = shannon(counts).value
    assert h is not None
    return Measured(h / math.log(present))


def rarefied_richness(counts: Column, sample: int) -> Measured:
    """Expected number of classes in `sample` individuals drawn without replacement (Hurlbert 1971)."""
    n = counts_of(counts)
    n = n[n > 0]
    from scipy.special import gammaln  # a third of a second that no page pays

    total = float(n.sum())
    if not np.allclose(n, np.round(n)):
        raise Refusal(
            "La raréfaction demande de vrais comptages.", "Donnez des entiers, non des estimations pondérées."
        )
    if sample < 1 or sample > total:
        return undefined(
            f"On ne peut pas tirer {sample} unités parmi {total:.0f}.",
            f"{sample} units cannot be drawn from {total:.0f}.",
        )
    remaining = total - n
    absent = np.zeros_like(n)
    possible = remaining >= sample
    absent[possible] = np.exp(
        gammaln(remaining[possible] + 1)
        - gammaln(remaining[possible] - sample + 1)
        - gammaln(total + 1)
        + gammaln(total - sample + 1)
    )
    return Measured(float((1 - absent).sum()))
