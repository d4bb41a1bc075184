"""Published tables of the field, restated with their source: our answers must be theirs.

Read again on 2026-11-25 in sdcTools/HandbookSDC at commit eef4a18 and sdcTools/sdcTable at commit 6393dfb (GitHub).
"""

from __future__ import annotations

import numpy as np
import pytest

from longuevue.engine.disclosure.attacker import bounds
from longuevue.engine.disclosure.audit import audit, published
from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.primary import Primary, dominance, frequency, group_disclosure, p_percent, primaries
from longuevue.engine.disclosure.relations import area_relations
from longuevue.engine.disclosure.settings import ClassRules, DisclosureSettings
from longuevue.engine.disclosure.suppress import protect
from longuevue.engine.disclosure.system import build_system
from tests.disclosure.tables import (
    GEURTS,
    HOURS,
    REGIONS,
    REGRESSION,
    REGRESSION_HIDDEN,
    cell_key,
    hide,
    system_of,
    two_way,
)  # fmt: skip


def interval(system, withheld, row, column):
    low, high = bounds(published(system, withheld))
    place = system.position[cell_key(row, column)]
    return low[place], high[place]


def test_feasibility_interval_of_the_handbook_example_3():
    """Chapter 4.2, example 3: the margins and the third row are printed, and « X11 min = 3, X11 max = 6 »."""
    system = system_of(GEURTS)
    withheld = hide(system, ("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"))
    assert interval(system, withheld, "1", "1") == (3, 6)


def test_a_singleton_neighbour_recovers_the_cell_of_example_3():
    """Chapter 4.3, footnote 8: if (1,2) rests on one contributor, that one computes (1,1) exactly."""
    system = system_of(GEURTS)
    withheld = hide(system, ("1", "1"), ("2", "1"), ("2", "2"))
    assert interval(system, withheld, "1", "1") == (5, 5)


def test_two_suppressions_per_line_still_leave_a_cell_exactly_recoverable():
    """sdcTable, test-simpleheuristic.R: « while there are >= 2 supps in each constraint, w|b can be exactly recomputed »."""
    system = system_of(REGRESSION)
    withheld = hide(system, *REGRESSION_HIDDEN)
    hidden_per_line = np.asarray((system.matrix[:, withheld] != 0).sum(axis=1)).ravel()
    assert 1 not in hidden_per_line
    assert interval(system, withheld, "w", "b") == (47, 47)


def test_the_gate_adds_one_cell_and_the_attack_then_finds_the_published_0_78(prove):
    """sdcTable, test-simpleheuristic.R: once protected, the bounds of w|b are 0 and 78; its comment names x|b as enough."""
    system = system_of(REGRESSION)
    named = {cell_key(*place): Primary(cell_key(*place), "frequency", 1, 1) for place in REGRESSION_HIDDEN}
    pattern = protect(system, named)
    added = [system.keys[place] for place in np.flatnonzero(pattern.secondary(system))]
    assert added == [cell_key("x", "d")]
    assert audit(system, pattern.withheld, named) == []
    alone = interval(system, hide(system, *REGRESSION_HIDDEN), "w", "b")
    found = interval(system, pattern.withheld, "w", "b")
    prove(
        "sdcTable's regression table, w|b: two hidden cells a line, then the gate's one more",
        value=f"{alone[0]:.0f}–{alone[1]:.0f}, then {found[0]:.0f}–{found[1]:.0f}",
        bar="47–47, then 0–78 (published)",
        holds=(alone, found) == ((47, 47), (0, 78)),
    )


def test_the_remedy_named_in_the_comment_is_enough_too():
    system = system_of(REGRESSION)
    withheld = hide(system, *REGRESSION_HIDDEN, ("x", "b"))
    low, high = interval(system, withheld, "w", "b")
    assert low < 47 < high


def test_region_by_gender_is_protected_by_the_cells_of_region_c():
    """sdcTable, test-protectTable.r: OPT, HITAS, HYPERCUBE and SIMPLEHEURISTIC all withhold A and C, both genders;
    GAUSS alone takes D in the place of C."""
    cells, relations = two_way(REGIONS)
    found = primaries(cells, DisclosureSettings(classes={"persons": ClassRules(minimum_units=4)}))
    assert list(found) == [cell_key("A", "f")]
    system = build_system(cells, relations)
    pattern = protect(system, found)
    withheld = {system.keys[place] for place in np.flatnonzero(pattern.withheld)}
    assert withheld == {cell_key(row, column) for row in "AC" for column in "fm"}


def test_linked_trees_protected_one_by_one_give_b_away():
    """sdcTable, test-linked-tables.r: county-1 minus « small » isolates K and N; N must be withheld too."""
    values = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
    counties = {"county-1": "ABIJ", "county-2": "KLMN"}
    groups = {"BIG": "LM", "SMALL": "ABIJKN"}
    members = {name: [(leaf, 1.0) for leaf in leaves] for name, leaves in {**counties, **groups}.items()}
    members["Total"] = [("county-1", 1.0), ("county-2", 1.0)]
    values |= {name: sum(values[leaf] for leaf in leaves) for name, leaves in {**counties, **groups}.items()}
    values["Total"] = 36
    keys = {name: CellKey("valmont", "persons", name, "2025") for name in values}
    cells = [Cell(keys[name], float(value), level=len(name) > 1) for name, value in values.items()]
    relations = area_relations({cell.key: cell.value for cell in cells}, members)
    relations += area_relations({cell.key: cell.value for cell in cells}, {"Total": [("BIG", 1.0), ("SMALL", 1.0)]})
    system = build_system(cells, relations)
    found = primaries(cells, DisclosureSettings(classes={"persons": ClassRules(minimum_units=4)}))
    assert {key.area for key in found} == set("ABKLM")

    alone = system.mask(found)
    breached = {breach.key.area for breach in audit(system, alone, found, insiders=False) if breach.clause == "a"}
    assert "K" in breached

    pattern = protect(system, found)
    assert {system.keys[place].area for place in np.flatnonzero(pattern.secondary(system))} == {"N"}
    assert audit(system, pattern.withheld, found) == []


def test_dominance_example_1_is_blind_to_a_large_second_contributor():
    """Handbook, chapter 4.2, example 1: X = 100,000, x1 = 50,000, x2 = 49,000; safe for (1,90), not for p %."""
    cell = Cell(CellKey("m", "euros", "a", "2025"), 100_000, units=9, largest=(50_000, 49_000), data_class="amounts")
    assert dominance(cell, ClassRules(dominance_k=90)) is None
    assert p_percent(cell, ClassRules(p_percent=10)) == Primary(cell.key, "p_percent", 4_000, 4_000)


def test_dominance_example_4_asks_for_352_94():
    """Chapter 4.2, example 4: X = 330 of 300, 20 and 10; 100/85 · x1 = 352.94."""
    cell = Cell(CellKey("m", "euros", "a", "2025"), 330, units=3, largest=(300, 20, 10), data_class="amounts")
    primary = dominance(cell, ClassRules(dominance_k=85))
    assert primary is not None
    assert cell.value + primary.upper == pytest.approx(352.94, abs=0.005)


def test_p_percent_of_example_5_leaves_the_second_contributor_p_percent_away():
    """Chapter 4.2, example 5 gives the formula and no numbers; those of example 4 are put in it."""
    cell = Cell(CellKey("m", "euros", "a", "2025"), 330, units=3, largest=(300, 20, 10), data_class="amounts")
    primary = p_percent(cell, ClassRules(p_percent=10))
    assert primary is not None
    assert cell.value + primary.upper - 20 == pytest.approx(300 * 1.10)


def test_the_group_of_married_people_is_found():
    """Handbook, chapter 5.2: all married people work full time; whoever is married is known."""
    cells, _ = two_way(HOURS)
    by_key = {cell.key: cell for cell in cells}
    rules = ClassRules(minimum_units=3, group_disclosure=True)
    row = [by_key[cell_key("married", column)] for column in ("full", "part")]
    assert group_disclosure(by_key[cell_key("married", "tot")], row, rules)[0].key == cell_key("married", "full")
    row = [by_key[cell_key("single", column)] for column in ("full", "part")]
    assert group_disclosure(by_key[cell_key("single", "tot")], row, rules) == []


def test_two_definitions_of_an_area_are_differenced():
    """Handbook, chapter 5.2, single-person households: the 1991 area minus the 2001 area leaves 2, 2, 0 men."""
    inner, outer = {"30+": 50, "16-30": 128, "15-": 39}, {"30+": 52, "16-30": 130, "15-": 39}
    cells = []
    for band in inner:
        cells.append(Cell(CellKey("men", "persons", "per-2001", "2001", "W", band), inner[band]))
        cells.append(Cell(CellKey("men", "persons", "per-1991", "2001", "W", band), outer[band], level=1))
        cells.append(
            Cell(CellKey("men", "persons", "rest", "2001", "W", band), outer[band] - inner[band], planned=False)
        )
    members = {"per-1991": [("per-2001", 1.0), ("rest", 1.0)]}
    found = primaries(cells, DisclosureSettings())
    system = build_system(cells, area_relations({cell.key: cell.value for cell in cells}, members))
    naive = system.mask(cell.key for cell in cells if not cell.planned)
    assert [(breach.key.category, breach.low) for breach in audit(system, naive, found)] == [("16-30", 2), ("30+", 2)]
    pattern = protect(system, found)
    assert audit(system, pattern.withheld, found) == []


def test_frequency_protection_reaches_the_minimum_and_one_below():
    cell = Cell(CellKey("m", "persons", "a", "2025"), 3)
    assert frequency(cell, ClassRules(minimum_units=5)) == Primary(cell.key, "frequency", 2, 1)
    assert frequency(Cell(cell.key, 0), ClassRules(minimum_units=5)) is None
    assert frequency(Cell(cell.key, 5), ClassRules(minimum_units=5)) is None
