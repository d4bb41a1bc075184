"""Whom to invite next: the actors who would most likely show what nobody sees yet, for the least trouble.

What an actor said it sees is known; of one who said nothing, we expect what its peers (same kind, same fields) said, and
what the markers' pages say its kind could see. Asking them is left to people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

#: weight of the catalogue's word (« law firms could see mixed divorces ») against what peers really said, in peers
CATALOGUE_COUNTS = 1.5
#: below this, an expectation is not worth a letter
FAINT = 0.02
#: what the catalogue does not say, and no peer, is seldom but not never; less seldom in the candidate's own fields
BASE, OWN_FIELD = 0.01, 0.12


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who may see things: `sees` is what they declared, None when they were never asked or never answered."""

    id: str
    kind: str
    fields: frozenset[str] = frozenset()
    sees: frozenset[str] | None = None
    #: trouble of asking: 1 for a letter, more for a convention or a refusal to appeal
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Invitation:
    """An actor to invite: what they would probably show, the gain expected and why."""

    actor: str
    gain: float
    cost: float
    reveals: tuple[str, ...]
    #: phenomenon → "peers", "catalogue" or "field"
    reasons: Mapping[str, str] = field(default_factory=dict)


def seen(actors: Iterable[Actor]) -> set[str]:
    """What is seen by someone who said so."""
    return {phenomenon for actor in actors if actor.sees for phenomenon in actor.sees}


def blind(phenomena: Iterable[str], actors: Iterable[Actor]) -> set[str]:
    """What nobody sees."""
    return set(phenomena) - seen(actors)


def expectations(
    candidate: Actor,
    actors: Sequence[Actor],
    could_see: Mapping[str, frozenset[str]],
    phenomena: Iterable[str],
    field_of: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, float]:
    """Phenomenon → probability that the candidate sees it. `could_see`: phenomenon → kinds that the catalogue names;
    `field_of`: phenomenon → its field."""
    peers = [a for a in actors if a.sees is not None and a.kind == candidate.kind and a.id != candidate.id]
    found = {}
    for phenomenon in phenomena:
        if candidate.sees is not None:
            chance = 1.0 if phenomenon in candidate.sees else 0.0
        else:
            prior = OWN_FIELD if field_of.get(phenomenon) in candidate.fields else BASE
            if candidate.kind in could_see.get(phenomenon, frozenset()):
                prior = 0.5
            weight, said = CATALOGUE_COUNTS, CATALOGUE_COUNTS * prior
            for peer in peers:
                nearness = 1.0 if candidate.fields & peer.fields or not candidate.fields else 0.5
                weight += nearness
                said += nearness * (phenomenon in (peer.sees or ()))
            chance = said / weight
        if chance >= FAINT:
            found[phenomenon] = chance
    return found


def invitations(
    actors: Sequence[Actor],
    candidates: Sequence[Actor],
    phenomena: Mapping[str, float],
    could_see: Mapping[str, frozenset[str]],
    most: int = 10,
    field_of: Mapping[str, str] = MappingProxyType({}),
) -> list[Invitation]:
    """Whom to invite, in order; `phenomena` → how much seeing it is worth. Each counts what the former ones left unseen."""
    hidden = blind(phenomena, actors)
    expected = {c.id: expectations(c, actors, could_see, hidden, field_of) for c in candidates}
    chances = {c: {p: q * phenomena[p] for p, q in e.items()} for c, e in expected.items()}
    costs = {c.id: c.cost for c in candidates}
    peers_say = _said_by_peers(actors)
    kinds = {c.id: c.kind for c in candidates}
    made = []
    for chosen, gain in greedy_cover(expected, dict(phenomena), costs, most):
        reveals = tuple(sorted(expected[chosen], key=lambda p: (-chances[chosen][p], p)))
        why = {p: _why(p, kinds[chosen], peers_say, could_see) for p in reveals}
        made.append(Invitation(chosen, round(gain, 4), costs[chosen], reveals, why))
    return made


def greedy_cover(
    chances: Mapping[str, Mapping[str, float]], worth: Mapping[str, float], costs: Mapping[str, float], most: int
) -> list[tuple[str, float]]:
    """(candidate, gain) in the order in which each adds most per cost: the probability that someone sees a phenomenon is one
    minus the product of everyone's not seeing it. This gain is submodular: at equal costs, what is covered is at least
    (1 − 1/e) of the best that `most` candidates could."""
    unseen = dict.fromkeys(worth, 1.0)
    left = set(chances)
    chosen: list[tuple[str, float]] = []
    while left and len(chosen) < most:
        gains = {c: sum(worth[p] * unseen[p] * q for p, q in chances[c].items() if p in unseen) for c in left}
        best = max(sorted(left), key=lambda c: gains[c] / costs.get(c, 1.0))
        if gains[best] <= 1e-12:
            break
        chosen.append((best, gains[best]))
        left.remove(best)
        for phenomenon, chance in chances[best].items():
            if phenomenon in unseen:
                unseen[phenomenon] *= 1.0 - chance
    return chosen


def _said_by_peers(actors: Iterable[Actor]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        found[actor.kind] |= actor.sees or set()
    return found


def _why(phenomenon: str, kind: str, peers: Mapping[str, set[str]], could_see: Mapping[str, frozenset[str]]) -> str:
    if phenomenon in peers.get(kind, ()):
        return "peers"
    return "catalogue" if kind in could_see.get(phenomenon, frozenset()) else "field"
