"""With whom a territory may be compared: the nearest in context, never in the outcome compared (methodology §2.8).

Until the features of context are loaded, « pairs provisoires » by level, zone and population. Where a territory stands
among them is told in `standing.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

PEERS: Final = 10
#: share of the features' weight that two territories must have in common to be compared
SHARED_WEIGHT: Final = 0.70
CLIP: Final = 4.0
#: a normal law's spread over its median absolute deviation
MAD_TO_DEVIATION: Final = 1.4826
#: beyond this percentile of nearest-neighbour distances a territory is atypical
ATYPICAL: Final = 95.0

PROVISIONAL: Final = Bilingual("pairs provisoires", "provisional peers")
BY_CONTEXT: Final = Bilingual("pairs par le contexte", "peers by context")
PROVISIONAL_WHY: Final = Bilingual(
    "Même échelle, même zone, population la plus proche ; les autres traits de contexte ne sont pas chargés.",
    "Same level, same zone, nearest population; the other features of context are not loaded.",
)
WEAK: Final = Bilingual(
    "Territoire atypique : ses pairs lui ressemblent peu.", "Atypical territory: its peers are weak."
)


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as peers see it: its level, zone, population and features of context (absent ones left out)."""

    level: str
    code: str
    name: str
    population: float | None
    zone: str | None = None
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer with its distance."""

    code: str
    name: str
    distance: float


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The peers of a territory, nearest first, how they were found and what to warn of."""

    label: Bilingual
    peers: tuple[Peer, ...]
    why: Bilingual
    separating: tuple[str, ...] = ()
    warning: Bilingual | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(peer.code for peer in self.peers)


def provisional_peers(place: Place, places: Sequence[Place], *, k: int = PEERS) -> PeerGroup:
    """The k territories of the same level and zone nearest in ln(population); ties in order of codes."""
    if not place.population or place.population <= 0:
        raise Refusal(
            f"La population de « {place.name} » est inconnue : aucun pair n'est proposé.",
            "Chargez les populations, ou choisissez les territoires à comparer.",
        )
    here = math.log(place.population)
    near = sorted(
        (abs(math.log(other.population) - here), other.code, other.name)
        for other in places
        if _comparable(place, other) and other.population and other.population > 0
    )
    return PeerGroup(PROVISIONAL, tuple(Peer(code, name, gap) for gap, code, name in near[:k]), PROVISIONAL_WHY)


def peers(place: Place, places: Sequence[Place], *, weights: Mapping[str, float], k: int = PEERS) -> PeerGroup:
    """Peers by context, or provisional ones while no feature is loaded for this territory.

    d(a, b) = √( Σ ω (z_a − z_b)² / Σ ω ) over the features both have; z is robust (median and MAD), cut at ±4.
    """
    group = [other for other in places if _comparable(place, other)]
    names = [name for name, weight in sorted(weights.items()) if weight > 0 and name in place.features]
    if not names or sum(weights[n] for n in names) < SHARED_WEIGHT * sum(weights.values()):
        return provisional_peers(place, places, k=k)
    everyone = [place, *group]
    raw = np.array([[p.features.get(name, np.nan) for name in weights] for p in everyone], dtype=np.float64)
    z, kept = _robust_scores(raw)
    omega = np.array(list(weights.values()), dtype=np.float64)[kept]
    distances = _distances(z, z[0], omega)
    order = sorted((distances[n], everyone[n].code, n) for n in range(1, len(everyone)) if not np.isnan(distances[n]))
    chosen = order[:k]
    if not chosen:
        return provisional_peers(place, places, k=k)
    columns = [name for name, keep in zip(weights, kept, strict=True) if keep]
    return PeerGroup(
        BY_CONTEXT,
        tuple(Peer(code, everyone[n].name, float(d)) for d, code, n in chosen),
        Bilingual("Territoires au contexte le plus proche, à la même échelle.", "Nearest context, same level."),
        _separating(z[0], z[[n for _, _, n in chosen]], omega, columns),
        WEAK if _is_atypical(z, omega, chosen[0][0]) else None,
    )


def _comparable(place: Place, other: Place) -> bool:
    return other.level == place.level and other.zone == place.zone and other.code != place.code


def _robust_scores(raw: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """z = (x − median) / (1.4826 MAD); standard deviation where MAD is 0; a constant feature is dropped."""
    median = np.nanmedian(raw, axis=0)
    spread = MAD_TO_DEVIATION * np.nanmedian(np.abs(raw - median), axis=0)
    spread = np.where(spread > 0, spread, np.nanstd(raw, axis=0))
    kept = spread > 0
    return np.clip((raw[:, kept] - median[kept]) / spread[kept], -CLIP, CLIP), kept


def _distances(z: np.ndarray, origin: np.ndarray, omega: np.ndarray) -> np.ndarray:
    shared = ~(np.isnan(z) | np.isnan(origin))
    weight = (shared * omega).sum(axis=1)
    squares = np.where(shared, omega * (z - origin) ** 2, 0.0).sum(axis=1)
    enough = weight >= SHARED_WEIGHT * omega.sum() - 1e-12
    return np.where(enough, np.sqrt(squares / np.where(weight > 0, weight, 1.0)), np.nan)


def _separating(here: np.ndarray, chosen: np.ndarray, omega: np.ndarray, names: Sequence[str]) -> tuple[str, ...]:
    """The three features that most separate the territory from its peers."""
    gaps = np.nansum(omega * (chosen - here) ** 2, axis=0)
    return tuple(names[n] for n in sorted(range(len(names)), key=lambda n: (-gaps[n], names[n]))[:3] if gaps[n] > 0)


def _is_atypical(z: np.ndarray, omega: np.ndarray, nearest: float) -> bool:
    if len(z) < 20:
        return False
    gaps = []
    for row in range(1, len(z)):
        distances = _distances(z, z[row], omega)
        distances[row] = np.nan
        if not np.isnan(distances).all():
            gaps.append(float(np.nanmin(distances)))
    return bool(gaps) and nearest > float(np.percentile(gaps, ATYPICAL))
