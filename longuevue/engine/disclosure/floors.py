"""Population floors on an area and on what is left of published areas once others are taken out (methodology §2.3, §3.1).

For tables their producer already published: nothing under the floor is shown or computable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from longuevue.engine.disclosure.atoms import Pattern, computable, patterns

Members = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class FloorBreach:
    """An area, or a difference of published areas, that holds fewer people than the floor."""

    area: str
    without: tuple[str, ...]
    population: float
    #: communes that no single difference gives, but several published areas together do
    computed: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The breach, said to a person."""
        if self.computed:
            others = f" et {len(self.computed) - 1} autre(s)" if len(self.computed) > 1 else ""
            return f"{self.area}{others} : sous le seuil, et calculable en croisant plusieurs territoires publiés."
        if not self.without:
            return f"{self.area} est publiée sous le seuil de population."
        return (
            f"{self.area} moins {len(self.without)} territoire(s) publié(s) donne un reste sous le seuil de population."
        )


def breaches(
    published: Collection[str], population: Mapping[str, float], members: Members, floor: float
) -> list[FloorBreach]:
    """Published areas under the floor, and totals whose unpublished rest is neither empty nor above it."""
    out = set(published)
    found = [
        FloorBreach(area, (), population[area])
        for area in sorted(out)
        if area in population and population[area] < floor
    ]
    for total, parts in _differences(out, members):
        rest = population[total] - sum(population[part] for part in parts)
        if 0.5 < rest < floor:
            found.append(FloorBreach(total, tuple(parts), rest))
    if any(breach.without for breach in found):
        return found  # mended first; what only several areas together give is looked for once no difference gives more
    for communes in computable(out, patterns(out, members)):
        people = sum(population.get(name, 0.0) for name in communes)
        if 0.5 < people < floor:
            found.append(FloorBreach(communes[0], (), people, communes))
    return found


def withhold(published: Collection[str], population: Mapping[str, float], members: Members, floor: float) -> set[str]:
    """The areas to leave out so that no breach remains: those under the floor, then the smallest of a tight total."""
    out = {area for area in published if population.get(area, float("inf")) >= floor}
    while True:
        tight = [breach for breach in breaches(out, population, members, floor) if breach.without or breach.computed]
        if not tight:
            return set(published) - out
        around = patterns(out, members)
        for breach in tight:
            if breach.computed:
                _step_back(out, breach.computed, around, population)
                continue
            shown = [area for area in breach.without if area in out]
            if len(shown) < len(breach.without):
                continue  # a member of this total was just left out: look again at the next turn
            # without any neighbour large enough to hide behind, the total itself steps back
            smallest = min(shown, key=lambda area: (population[area], area))
            out.discard(smallest)


def _step_back(
    out: set[str], communes: Sequence[str], around: Mapping[str, Pattern], population: Mapping[str, float]
) -> None:
    """Hide small communes behind the smallest published neighbour in all the same areas, else behind an area."""
    here = around[communes[0]]
    areas = [area for area, _ in here if area in out]
    if len(areas) < len(here):
        return  # an area around them was just left out: look again at the next turn
    neighbours = [name for name in out if around.get(name) == here]
    out.discard(min(neighbours or areas, key=lambda area: (population[area], area)))


def _differences(out: set[str], members: Members) -> Iterable[tuple[str, list[str]]]:
    """(total, published parts) of every declared sum; then pairs of published areas, one inside the other."""
    leaves = {area: frozenset(name for name, _ in rows) for area, rows in members.items()}
    for total in sorted(out & leaves.keys()):
        parts = sorted(leaves[total] & out)
        if parts:
            yield total, parts
    sums = sorted((out & leaves.keys()), key=lambda area: (len(leaves[area]), area))
    inside: dict[str, list[str]] = {}
    for area in sums:
        for name in leaves[area]:
            inside.setdefault(name, []).append(area)
    for small in sums:
        first = min(leaves[small], key=lambda name: (len(inside[name]), name))
        for large in inside[first]:
            if large != small and leaves[small] < leaves[large]:
                yield large, [small]
