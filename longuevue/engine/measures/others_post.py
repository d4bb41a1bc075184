"""The « autres pays » post: what it does to a diversity, and when two diversities may be compared.

The formulas of diversity are in `diversity.py`; this module only judges nomenclatures (methodology §2.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from longuevue.engine.measures.diversity import effective_number
from longuevue.engine.measures.measured import Column, Measured, counts_of, undefined
from longuevue.terms.bilingual import Bilingual

#: above this share of "other countries" two diversities are not compared
LARGEST_OTHER_SHARE: Final = 0.20


@dataclass(frozen=True, slots=True)
class ListedDiversity:
    """A diversity with what one must know to read it: its nomenclature and the weight of the « autres » post."""

    effective_number: Measured
    nomenclature: str
    posts: int
    other_share: float
    note: Bilingual | None


def listed_diversity(counts: Column, other: float, nomenclature: str, *, order: float = 1.0) -> ListedDiversity:
    """The effective number with « autres » kept as one class: a lower bound, and it says so."""
    named = counts_of(counts)
    total = float(named.sum()) + other
    value = effective_number([*named, other], order)
    share = other / total if total > 0 else 0.0
    note = None
    if other > 0:
        percent = f"{100 * share:.0f}"
        note = Bilingual(
            f"Borne basse : {percent} % des unités sont dans le poste « autres », compté comme un seul pays.",
            f"Lower bound: {percent}% of the units are in the “other” post, counted as one country.",
        )
    return ListedDiversity(value, nomenclature, named.size + (1 if other > 0 else 0), share, note)


def diversity_ratio(here: ListedDiversity, there: ListedDiversity) -> Measured:
    """How many times more diverse one place is than another, refused where the lists cannot be compared."""
    if here.nomenclature != there.nomenclature:
        return undefined(
            f"Nomenclatures différentes ({here.nomenclature}, {there.nomenclature}) : pas de comparaison.",
            f"Different nomenclatures ({here.nomenclature}, {there.nomenclature}): no comparison.",
        )
    if max(here.other_share, there.other_share) > LARGEST_OTHER_SHARE:
        return undefined(
            "Le poste « autres » dépasse 20 % : pas de comparaison.",
            "The “other” post is above 20%: no comparison.",
        )
    if here.effective_number.value is None or there.effective_number.value is None:
        return undefined("Une des deux diversités manque.", "One of the two diversities is missing.")
    return Measured(here.effective_number.value / there.effective_number.value)
