"""How much more than the least possible the gate withholds, against every possible pattern of small tables."""

from __future__ import annotations

import heapq

import numpy as np

from longuevue.engine.disclosure.audit import audit
from longuevue.engine.disclosure.primary import Primary, primaries
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.disclosure.suppress import protect
from longuevue.engine.disclosure.system import System, build_system
from tests.disclosure.tables import two_way


def small_table(seed: int) -> tuple[System, dict]:
    """Three rows, three columns and their margins, with one to four small cells."""
    random = np.random.default_rng(seed)
    while True:
        counts = random.poisson(random.lognormal(2.4, 1.0, (3, 3)))
        inner = {f"r{row}": {f"c{column}": int(counts[row, column]) for column in range(3)} for row in range(3)}
        cells, relations = two_way(inner)
        found = primaries(cells, DisclosureSettings())
        if 1 <= len(found) <= 4:
            return build_system(cells, relations), found


def least_cost(system: System, found: dict[object, Primary]) -> float:
    """The cheapest valid set of secondaries, by trying them all in order of cost."""
    primary = system.mask(found)
    cost = system.cost()
    candidates = sorted(np.flatnonzero(~primary), key=lambda place: (cost[place], place))
    heap: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    while heap:
        total, chosen = heapq.heappop(heap)
        withheld = primary.copy()
        withheld[[candidates[rank] for rank in chosen]] = True
        alone = np.asarray((system.matrix[:, withheld] != 0).sum(axis=1)).ravel() == 1
        if not alone.any() and not audit(system, withheld, found):
            return total
        # each set is reached once: add the next candidate, or replace the last by the next
        following = chosen[-1] + 1 if chosen else 0
        if following < len(candidates):
            step = cost[candidates[following]]
            heapq.heappush(heap, (total + step, (*chosen, following)))
            if chosen:
                heapq.heappush(heap, (total - cost[candidates[chosen[-1]]] + step, (*chosen[:-1], following)))
    raise AssertionError("no pattern protects this table")


def ratios(seeds: range) -> list[float]:
    found_ratios = []
    for seed in seeds:
        system, found = small_table(seed)
        pattern = protect(system, found)
        assert audit(system, pattern.withheld, found) == []
        ours, best = float(system.cost()[pattern.secondary(system)].sum()), least_cost(system, found)
        assert ours >= best - 1e-9
        found_ratios.append(ours / best if best else 1.0)
    return found_ratios


def test_median_cost_is_within_a_third_of_the_exhaustive_optimum(counts, prove):
    found = np.array(ratios(range(counts(5, 60))))
    prove(
        "cost of the gate over the optimum, median",
        value=float(np.median(found)),
        bar="<= 1.3",
        holds=np.median(found) <= 1.3,
    )
    assert found.max() < 3, found
