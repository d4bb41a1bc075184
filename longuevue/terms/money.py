"""Money of one year on a link: the authority's own, and what others gave. Nobody said is not zero."""

from __future__ import annotations


def year_total(own: float | None, co_funded: float | None) -> float | None:
    """Euros engaged that year, of what is known; None where nobody said anything."""
    known = [amount for amount in (own, co_funded) if amount is not None]
    return sum(known) if known else None
