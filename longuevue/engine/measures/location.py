"""More than elsewhere, or less: the location quotient, its interval and the cases where it is not computed.

The rule on nationality (methodology §2.3, INSEE's floors) is enforced here for the quotient and for the residuals of
`specificity.py`; which markers are sensitive is said by the markers.
"""

from __future__ import annotations

from typing import Final

from longuevue.engine.measures.measured import Measured, log_interval, too_small, undefined

#: fewer than this many observed, or expected, and the quotient is noise
SMALLEST_COUNT: Final = 5.0
#: from this share of the reference on, a territory is compared with the rest of the reference, not with itself
LARGE_SHARE_OF_REFERENCE: Final = 0.05
#: the only levels at which a specificity by nationality or country of birth may be told
LEVELS_FOR_ORIGIN: Final = frozenset({"departement", "region", "country"})


def origin_refused(level: str | None, by_origin: bool) -> Measured | None:
    """The refusal of a quotient or residual by nationality below the département, or None where it is allowed."""
    if not by_origin or level in LEVELS_FOR_ORIGIN:
        return None
    return too_small(
        "Par nationalité ou pays de naissance, l'écart à la moyenne n'est calculé qu'à partir du département.",
        "By nationality or country of birth, the gap to the average is computed from the département upwards only.",
    )


def location_quotient(
    count: float,
    total: float,
    reference_count: float,
    reference_total: float,
    *,
    included: bool = True,
    level: str | None = None,
    by_origin: bool = False,
) -> Measured:
    """(count/total) / (reference count / reference total), with its 95 % interval on the log scale.

    `included` says that the reference contains the territory; where the territory is a large part of it, the
    reference becomes the reference minus the territory. 1 means "as in the reference".
    """
    refused = origin_refused(level, by_origin)
    if refused is not None:
        return refused
    if total <= 0 or reference_total <= 0:
        return undefined("Pas de total auquel rapporter.", "No total to relate to.")
    if included and total / reference_total >= LARGE_SHARE_OF_REFERENCE:
        reference_count, reference_total = reference_count - count, reference_total - total
        if reference_total <= 0 or reference_count < 0:
            return undefined(
                "La référence ne contient rien d'autre que le territoire.",
                "The reference holds nothing but the territory.",
            )
    expected = total * reference_count / reference_total
    if count < SMALLEST_COUNT or expected < SMALLEST_COUNT:
        return too_small(
            "Moins de cinq observés ou attendus : l'écart à la référence ne veut rien dire.",
            "Fewer than five observed or expected: the gap to the reference means nothing.",
        )
    value = (count / total) / (reference_count / reference_total)
    variance = 1 / count - 1 / total + 1 / reference_count - 1 / reference_total
    low, high = log_interval(value, variance)
    return Measured(value, low=low, high=high)
