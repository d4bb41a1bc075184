"""Population floors: no figure under the floor is stated, nor computable from two figures we state."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from longuevue.engine.disclosure.atoms import computable, patterns
from longuevue.engine.disclosure.floors import breaches, withhold
from longuevue.territories.catalogue import load_catalogue

POPULATION = {"a": 900, "b": 2_500, "c": 8_000, "epci": 11_400, "per": 10_500, "dep": 11_400}
MEMBERS = {
    "epci": [("a", 1.0), ("b", 1.0), ("c", 1.0)],
    "per": [("b", 1.0), ("c", 1.0)],
    "dep": [("a", 1.0), ("b", 1.0), ("c", 1.0)],
}


def test_the_one_small_commune_of_an_epci_is_not_computable():
    found = breaches({"b", "c", "epci"}, POPULATION, MEMBERS, 2_000)
    assert [(breach.area, breach.population) for breach in found] == [("epci", 900)]


def test_the_complement_of_a_perimeter_counts_too():
    found = breaches({"epci", "per"}, POPULATION, MEMBERS, 2_000)
    assert [(breach.area, breach.without) for breach in found] == [("epci", ("per",))]


def test_the_smallest_neighbour_steps_back_until_nothing_is_computable():
    everything = set(POPULATION)
    left_out = withhold(everything, POPULATION, MEMBERS, 2_000)
    assert "a" in left_out
    assert breaches(everything - left_out, POPULATION, MEMBERS, 2_000) == []
    assert {"epci", "dep"} & (everything - left_out)


def test_nothing_is_left_out_where_all_are_large():
    assert withhold({"b", "c", "per"}, POPULATION, MEMBERS, 2_000) == set()


def test_two_trees_together_do_not_give_the_commune_across_the_border():
    """A group of communes reaches into the next département by one small commune: département less its groups gives it."""
    population = {"a": 6_000, "b": 7_000, "c": 31, "d": 1_500, "e": 1_200, "f": 9_000, "g": 4_000}
    members = {
        "epci-west": [("a", 1.0), ("d", 1.0)],
        "epci-south": [("g", 1.0)],
        "epci-east": [("b", 1.0), ("c", 1.0), ("e", 1.0)],
        "dep-west": [("a", 1.0), ("c", 1.0), ("d", 1.0), ("g", 1.0)],
        "dep-east": [("b", 1.0), ("e", 1.0), ("f", 1.0)],
    }
    population |= {name: sum(population[part] for part, _ in rows) for name, rows in members.items()}
    shown = {"epci-west", "epci-south", "epci-east", "dep-west", "dep-east", "f"}
    found = breaches(shown, population, members, 2_000)
    assert [(breach.area, breach.population, breach.computed) for breach in found] == [("c", 31, ("c",))]
    assert "calculable en croisant" in found[0].sentence()
    left_out = withhold(shown, population, members, 2_000)
    assert len(left_out) <= 2 and breaches(shown - left_out, population, members, 2_000) == []


def test_what_only_a_system_of_equations_gives_is_found():
    """Three perimeters two by two: half of two sums less the third is one commune."""
    population = {"a": 1_000, "b": 1_500, "c": 1_800, "ab": 2_500, "bc": 3_300, "ac": 2_800}
    members = {name: [(part, 1.0) for part in name] for name in ("ab", "bc", "ac")}
    found = breaches({"ab", "bc", "ac"}, population, members, 2_000)
    assert {breach.computed for breach in found} == {("a",), ("b",), ("c",)}
    left_out = withhold({"ab", "bc", "ac"}, population, members, 2_000)
    assert left_out and breaches({"ab", "bc", "ac"} - left_out, population, members, 2_000) == []


def test_no_small_place_of_france_can_be_computed_from_its_two_trees():
    """Every commune above the floor, every group, département and région published: an attacker inverts the system."""
    catalogue = load_catalogue()
    population, members = {}, {}
    for level in ("commune", "epci", "departement", "region"):
        for place in catalogue.of_level(level):
            if place.population is not None:
                population[f"{level}-{place.code}"] = float(place.population)
                inside = catalogue.members(place.ref) if level != "commune" else ()
                if inside:
                    members[f"{level}-{place.code}"] = [(f"commune-{m.code}", m.share) for m in inside]
    everything = {name for name, people in population.items() if people >= 2_000}
    groups = computable(everything, patterns(everything, members))
    naive = [group for group in groups if 0.5 < sum(population.get(name, 0.0) for name in group) < 2_000]
    assert len(naive) > 20
    left_out = withhold(everything, population, members, 2_000)
    assert len(left_out) < 150
    out = everything - left_out
    # the attacker's own arithmetic: which unpublished groups are fixed by the published sums
    areas = sorted(out & members.keys())
    around: dict[str, list[int]] = defaultdict(list)
    for line, area in enumerate(areas):
        for name, _ in members[area]:
            if name not in out:
                around[name].append(line)
    groups: dict[tuple[int, ...], float] = defaultdict(float)
    for name, lines in around.items():
        groups[tuple(lines)] += population.get(name, 0.0)
    keys = list(groups)
    matrix = np.zeros((len(areas), len(keys)))
    for column, lines in enumerate(keys):
        matrix[list(lines), column] = 1.0
    solved, *_ = np.linalg.lstsq(matrix.T @ matrix, matrix.T @ matrix, rcond=1e-9)
    fixed = np.abs(np.diag(solved) - 1.0) < 1e-6
    assert fixed.sum() > 500  # most groups are computable, and large enough to be
    assert [groups[keys[column]] for column in np.flatnonzero(fixed) if 0.5 < groups[keys[column]] < 2_000] == []
