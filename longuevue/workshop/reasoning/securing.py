"""What keeps a partnership alive when people change: support across parties, support of services, residents, regular news.
A leg counts only with evidence, and only while that evidence is recent; nobody can tick it by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

LEGS = ("political", "technical", "citizen", "information")
#: a proof older than this many days no longer holds a leg up; regular news are asked every year
LASTS = {"political": 6 * 366, "technical": 3 * 366, "citizen": 3 * 366, "information": 366}


class Proof(Protocol):
    """What is asked of a proof: the leg, the day, what shows it."""

    leg: str
    day: dt.date
    evidence: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the four: whether it holds on the day asked, its latest proof, and the day it will need another."""

    name: str
    holds: bool
    latest: dt.date | None
    until: dt.date | None


def legs(proofs: Iterable[Proof], on: dt.date) -> list[Leg]:
    """The four legs on a day. A proof without evidence, or dated after that day, does not count."""
    latest: dict[str, dt.date] = {}
    for proof in proofs:
        if proof.evidence.strip() and proof.day <= on:
            latest[proof.leg] = max(proof.day, latest.get(proof.leg, proof.day))
    found = []
    for name in LEGS:
        day = latest.get(name)
        until = day + dt.timedelta(days=LASTS[name]) if day else None
        found.append(Leg(name, until is not None and on <= until, day, until))
    return found


def history(proofs: Iterable[Proof]) -> list[tuple[dt.date, int]]:
    """How many legs held on each day on which one began to hold or ceased to: never changes without evidence."""
    listed = list(proofs)
    days = {proof.day for proof in listed if proof.evidence.strip()}
    days |= {proof.day + dt.timedelta(days=LASTS[proof.leg] + 1) for proof in listed if proof.evidence.strip()}
    told: list[tuple[dt.date, int]] = []
    for day in sorted(days):
        count = sum(leg.holds for leg in legs(listed, day))
        if not told or told[-1][1] != count:
            told.append((day, count))
    return told
