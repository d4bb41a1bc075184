"""What a precision allows one to print: classes A, B, C by coefficient of variation, and the 500 / 200 thresholds.

Computing the coefficient is done by the neighbours; hiding for secrecy is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from longuevue.engine.precision.weighted import Estimate
from longuevue.terms.bilingual import Bilingual

#: Statistics Canada, Quality Guidelines (2009), as quoted by the R package SAEval
WARN_FROM_CV: Final = 16.6
WITHHOLD_FROM_CV: Final = 33.3
#: INSEE, documentation of the individual files: weighted counts above 500 usable with confidence, below 200 with care
CONFIDENT_COUNT: Final = 500.0
NOT_SIGNIFICANT_COUNT: Final = 200.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to print of an estimate: its class, whether the value may be shown, and the words beside it."""

    precision: str | None
    publishable: bool
    status: str
    words: Bilingual | None
    reason: str | None = None


#: a zero that comes from a sample: shown, without a class, and said to be no proof
NOBODY_DRAWN: Final = Verdict(
    None,
    True,
    "low_precision",
    Bilingual(
        "personne parmi les habitants interrogés : ce n'est pas la preuve qu'il n'y en a aucun",
        "nobody among the residents surveyed: that is no proof that there are none",
    ),
    "few_people",
)


def precision_class(cv: float | None) -> str:
    """A below 16.6 %, B up to 33.3 %, C above; an estimate of zero has no coefficient and is classed C."""
    if cv is None or cv > WITHHOLD_FROM_CV:
        return "C"
    return "A" if cv < WARN_FROM_CV else "B"


def verdict(estimate: Estimate, *, weighted_count: float | None = None) -> Verdict:
    """The class of an estimate and the words that go with it.

    `weighted_count` is the weighted count behind a ratio; for a count it is the count itself. A sampling without
    error (an exhaustive survey) is class A whatever its size.
    """
    count = estimate.value if weighted_count is None else weighted_count
    exhaustive = estimate.standard_error == 0 and estimate.value > 0
    grade = "A" if exhaustive else precision_class(estimate.cv)
    if grade == "C":
        ceiling = _rounded_up(estimate.interval[1]) if weighted_count is None else None
        return Verdict("C", False, "low_precision", fewer_than(ceiling), "too_uncertain")
    if exhaustive:
        return Verdict("A", True, "ok", None)
    if count < NOT_SIGNIFICANT_COUNT:
        words = Bilingual("non significatif : moins de 200 personnes", "not significant: fewer than 200 people")
        return Verdict(grade, True, "low_precision", words, "few_people")
    if grade == "B":
        low, high = estimate.interval
        words = Bilingual(
            f"estimation fragile, entre {_said(low)} et {_said(high)}",
            f"weak estimate, between {_said(low, '.')} and {_said(high, '.')}",
        )
        return Verdict("B", True, "low_precision", words, "weak_sample")
    if count < CONFIDENT_COUNT:
        return Verdict("A", True, "ok", Bilingual("à lire avec prudence", "read with care"))
    return Verdict("A", True, "ok", None)


def fewer_than(ceiling: int | None) -> Bilingual:
    """The sentence that replaces a value of class C."""
    if ceiling is None:
        return Bilingual(
            "trop incertain pour être publié ici",
            "too uncertain to publish here",
        )
    return Bilingual(f"moins de {ceiling}", f"fewer than {ceiling}")


def _rounded_up(value: float) -> int:
    step = 10 if value < 1000 else 100
    return max(step, -(-int(value + 1) // step) * step)


def _said(value: float, decimal: str = ",") -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}".replace(".", decimal)
