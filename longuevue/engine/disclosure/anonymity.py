"""k-anonymity and l-diversity of testimonies (methodology §4.4): who could be recognised beside their words.

Consent, deletion and the words themselves are the workshop's; this room only counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

#: what is shown of a person beside their words, coarse by design: never a commune under this population
QUASI_IDENTIFIERS: tuple[str, ...] = (
    "epci", "age_band", "gender", "actor_type", "field", "partner_group", "year",
)  # fmt: skip
COMMUNE_FLOOR = 20_000
HIDDEN = "*"

Record = Mapping[str, str]
Generalise = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class SmallGroup:
    """A combination shown too rarely, or whose members all say the same sensitive thing."""

    combination: tuple[tuple[str, str], ...]
    size: int
    statements: int


def small_groups(
    records: Sequence[Record],
    *,
    k: int,
    diversity: int = 2,
    sensitive: str = "statement",
    population: Sequence[Record] = (),
    identifiers: Sequence[str] = QUASI_IDENTIFIERS,
) -> list[SmallGroup]:
    """Combinations that appear fewer than k times in the corpus or the population described, or say one thing only."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        groups[_signature(record, identifiers)].append(record)
    around = Counter(_signature(record, identifiers) for record in population)
    found = []
    for signature in sorted(groups):
        members = groups[signature]
        size = min(len(members), around[signature]) if population else len(members)
        statements = len({record.get(sensitive, "") for record in members})
        if size < k or statements < diversity:
            found.append(SmallGroup(tuple(zip(identifiers, signature, strict=True)), size, statements))
    return found


def is_k_anonymous(records: Sequence[Record], k: int, identifiers: Sequence[str] = QUASI_IDENTIFIERS) -> bool:
    """Whether every combination shown appears at least k times."""
    return not small_groups(records, k=k, diversity=1, identifiers=identifiers)


@dataclass(frozen=True, slots=True)
class Released:
    """Records that may be shown as they now stand, and those that may only be counted."""

    shown: tuple[dict[str, str], ...]
    aggregated: tuple[int, ...]
    generalised: tuple[str, ...]


def generalise(
    records: Sequence[Record],
    *,
    k: int,
    diversity: int = 2,
    sensitive: str = "statement",
    ladders: Mapping[str, Sequence[Generalise]] | None = None,
    named_by_consent: Sequence[int] = (),
    identifiers: Sequence[str] = QUASI_IDENTIFIERS,
) -> Released:
    """Climb the ladders one rung at a time until the groups are large enough; what still stands out is only counted.

    `ladders` gives, per identifier, coarser and coarser readings (country → world region, actor type → sector);
    hiding the identifier is always the last rung. Quotations named by consent escape the rule, not the record's place.
    """
    free = set(named_by_consent)
    now = [dict(record) for record in records]
    kept = [place for place in range(len(now)) if place not in free]
    climbed: list[str] = []
    rungs: dict[str, list[Generalise]] = {
        name: [*(ladders or {}).get(name, ()), lambda _value: HIDDEN] for name in identifiers
    }

    def bad_places() -> list[int]:
        bad = {
            tuple(value for _, value in group.combination)
            for group in small_groups(
                [now[place] for place in kept], k=k, diversity=diversity, sensitive=sensitive, identifiers=identifiers
            )
        }
        return [place for place in kept if _signature(now[place], identifiers) in bad]

    while bad_places():
        name = _most_telling(now, kept, rungs, identifiers)
        if name is None:
            break
        rung = rungs[name].pop(0)
        for place in kept:
            now[place][name] = rung(now[place].get(name, ""))
        climbed.append(name)
    left = set(bad_places())
    shown = tuple(now[place] for place in range(len(now)) if place in free or place not in left)
    return Released(shown, tuple(sorted(left)), tuple(climbed))


def _most_telling(
    now: Sequence[Record], kept: Sequence[int], rungs: Mapping[str, Sequence[Generalise]], identifiers: Sequence[str]
) -> str | None:
    """The identifier with most values that can still climb; order of the list breaks ties."""
    spread = {
        name: len({now[place].get(name, "") for place in kept})
        for name in identifiers
        if rungs[name] and {now[place].get(name, "") for place in kept} != {HIDDEN}
    }
    return max(spread, key=lambda name: (spread[name], -list(identifiers).index(name))) if spread else None


def _signature(record: Record, identifiers: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(record.get(name, "")) for name in identifiers)


def place_shown(commune: str, epci: str, population: Hashable) -> str:
    """The place that may stand beside a testimony: the EPCI, unless the commune is large enough."""
    large = isinstance(population, int | float) and population >= COMMUNE_FLOOR
    return commune if large else epci
