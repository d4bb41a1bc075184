"""How much: a flow brought to its base, its two directions, their balance and their sum (methodology §2.4).

Comparison with a reference territory is in `location.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from longuevue.engine.measures.measured import Column, Measured, counts_of, undefined


def intensity(flow: float, base: float, *, per: float = 100.0) -> Measured:
    """`per` × flow / base: per cent, per mille, per 10,000 as the marker declares."""
    if base <= 0:
        return undefined("Pas de base à laquelle rapporter ce flux.", "No base to relate this flow to.")
    return Measured(per * flow / base)


def pooled_intensity(flows: Column, bases: Column, *, per: float = 100.0) -> Measured:
    """The intensity of several territories together: sum of numerators over sum of denominators, never a mean."""
    return intensity(float(counts_of(flows).sum()), float(counts_of(bases).sum()), per=per)


def balance(inbound: float, outbound: float) -> Measured:
    """(in − out) / (in + out): −1 all goes out, 0 as much each way, +1 all comes in."""
    gross = inbound + outbound
    if inbound < 0 or outbound < 0:
        return undefined(
            "Un des deux flux est négatif : le solde n'a pas de sens.",
            "One of the two flows is negative: the balance has no meaning.",
        )
    if gross <= 0:
        return undefined(
            "Rien n'entre et rien ne sort : le solde n'a pas de sens.",
            "Nothing comes in and nothing goes out: the balance has no meaning.",
        )
    return Measured((inbound - outbound) / gross)


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A flow in both directions over one base."""

    inbound: Measured
    outbound: Measured
    gross: Measured
    balance: Measured


def two_way(inbound: float, outbound: float, base: float, *, per: float = 100.0) -> TwoWay:
    """In-intensity, out-intensity, gross intensity and balance of one flow."""
    return TwoWay(
        inbound=intensity(inbound, base, per=per),
        outbound=intensity(outbound, base, per=per),
        gross=intensity(inbound + outbound, base, per=per),
        balance=balance(inbound, outbound),
    )
