"""Population floors: no figure under the floor is stated, nor computable from two figures we state."""

from __future__ import annotations

from longuevue.engine.disclosure.floors import breaches, withhold

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
