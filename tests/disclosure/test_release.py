"""The gate as the engine meets it: statuses, refusals in plain French, the ledger, perimeters, percentages."""

from __future__ import annotations

import json

import pytest

from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.coarsen import merge_countries, proposals
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.relations import Derived
from longuevue.engine.disclosure.release import release
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.terms.refusal import Refusal

SETTINGS = DisclosureSettings()
WHOLE = CellKey("soins", "personnes", "epci-valmont", "2025")
COMMUNES = {"com-a": 3, "com-b": 12, "com-c": 40, "com-d": 9}
MEMBERS = {"epci-valmont": [(name, 1.0) for name in COMMUNES]}


def valmont(values: dict[str, int] = COMMUNES) -> list[Cell]:
    cells = [Cell(WHOLE._replace(area=name), float(value)) for name, value in values.items()]
    return [*cells, Cell(WHOLE, float(sum(values.values())), level=1)]


def test_a_small_commune_is_withheld_with_the_cheapest_neighbour():
    out = release(valmont(), MEMBERS, settings=SETTINGS)
    assert {key.area for key in out.suppressed} == {"com-a", "com-d"}
    assert out.status(WHOLE) == "ok"
    assert out.published[WHOLE] == 64


def test_the_order_of_the_cells_changes_nothing():
    forwards, backwards = (release(cells, MEMBERS, settings=SETTINGS) for cells in (valmont(), valmont()[::-1]))
    assert forwards.suppressed == backwards.suppressed


def test_a_perimeter_that_would_isolate_the_small_commune_is_not_available(tmp_path):
    ledger = Ledger(tmp_path / "diffusions.jsonl")
    ledger.append(release(valmont(), MEMBERS, settings=SETTINGS).entry("edition-1"))
    drawn = {**MEMBERS, "per-rive": [("com-a", 1.0), ("com-b", 1.0)]}
    cells = [*valmont(), Cell(WHOLE._replace(area="per-rive"), 15.0, level=1)]
    alone = release(cells, drawn, settings=SETTINGS)
    later = release(cells, drawn, settings=SETTINGS, ledger=Ledger(tmp_path / "diffusions.jsonl"))
    rive = WHOLE._replace(area="per-rive")
    assert later.status(rive) == "suppressed"
    # asked first, the same perimeter could have left with another pattern: the ledger is what forbids it now
    assert alone.status(WHOLE._replace(area="com-a")) == "suppressed"


def test_a_perimeter_outside_the_registry_is_refused():
    cells = [*valmont(), Cell(WHOLE._replace(area="per-dessin"), 15.0, level=1)]
    drawn = {**MEMBERS, "per-dessin": [("com-a", 1.0), ("com-b", 1.0)]}
    with pytest.raises(Refusal, match="non disponible pour ce périmètre"):
        release(cells, drawn, settings=SETTINGS, registered_perimeters={"per-rive"})


def test_a_percentage_of_a_withheld_cell_is_withheld():
    share = WHOLE._replace(area="com-a", measure="part")
    figure = Derived(share, ((WHOLE._replace(area="com-a"), 1.0),), ((WHOLE, 1.0),), share=True)
    out = release(valmont(), MEMBERS, settings=SETTINGS, derived=[figure])
    assert out.status(share) == "suppressed" and out.figures == ()


def test_a_share_that_leaves_a_small_rest_is_withheld():
    """98 % of 200 publishes the four others."""
    whole, part = WHOLE._replace(measure="agents"), WHOLE._replace(measure="agents-etrangers")
    cells = [Cell(whole, 200.0), Cell(part, 196.0)]
    share = part._replace(measure="part")
    out = release(cells, {}, settings=SETTINGS, derived=[Derived(share, ((part, 1.0),), ((whole, 1.0),), share=True)])
    assert out.status(share) == "suppressed"
    assert out.suppressed


def test_a_share_of_a_hundred_per_cent_says_it_of_everybody():
    """All 60 agents are foreign: whoever is known to be an agent is known to be foreign."""
    whole, part = WHOLE._replace(measure="agents"), WHOLE._replace(measure="agents-etrangers")
    share = Derived(part._replace(measure="part"), ((part, 1.0),), ((whole, 1.0),), share=True)
    out = release([Cell(whole, 60.0), Cell(part, 60.0)], {}, settings=SETTINGS, derived=[share])
    assert out.status(part) == out.status(share.key) == "suppressed"
    none = release([Cell(whole, 60.0), Cell(part, 0.0)], {}, settings=SETTINGS, derived=[share])
    assert none.status(part) == "ok"


def test_a_second_edition_cannot_publish_what_the_first_one_needed_hidden(tmp_path):
    ledger = Ledger(tmp_path / "diffusions.jsonl")
    first = release(valmont(), MEMBERS, settings=SETTINGS)
    ledger.append(first.entry("edition-1"))
    revised = {**COMMUNES, "com-c": 41}
    second = release(valmont(revised), MEMBERS, settings=SETTINGS, ledger=ledger)
    assert {"com-a", "com-d"} <= {key.area for key in second.suppressed}


def test_an_impossible_table_stops_the_edition_with_a_sentence_and_a_way_out(tmp_path):
    ledger = Ledger()
    ledger.append(
        release([Cell(WHOLE, 64.0, level=1), *valmont()[1:4]], {"epci-valmont": []}, settings=SETTINGS).entry("avant")
    )
    with pytest.raises(Refusal) as refusal:
        release(valmont(), MEMBERS, settings=SETTINGS, ledger=ledger)
    assert "L'édition précédente reste en ligne" in str(refusal.value)
    assert "intercommunalité" in refusal.value.remedy


def test_an_altered_ledger_is_refused(tmp_path):
    path = tmp_path / "diffusions.jsonl"
    Ledger(path).append(release(valmont(), MEMBERS, settings=SETTINGS).entry("edition-1"))
    document = json.loads(path.read_text())
    document["entry"]["published"][0][1] += 1
    path.write_text(json.dumps(document) + "\n")
    with pytest.raises(Refusal, match="registre des diffusions a été modifié"):
        Ledger(path)


def test_a_ledger_read_again_says_the_same(tmp_path):
    path = tmp_path / "diffusions.jsonl"
    share = Derived(WHOLE._replace(measure="part"), ((WHOLE._replace(area="com-c"), 1.0),), ((WHOLE, 1.0),), share=True)
    entry = release(valmont(), MEMBERS, settings=SETTINGS, derived=[share]).entry("edition-1")
    ledger = Ledger(path)
    ledger.append(entry)
    ledger.append(entry)
    again = Ledger(path)
    assert len(again.entries) == 1
    assert again.entries[0].figures[0][1] == 62.5
    assert again.entries[0].withheld.keys() == entry.withheld.keys()


def test_merged_countries_keep_their_sum():
    cells = [
        Cell(WHOLE._replace(counterpart=country), value) for country, value in (("CH", 9.0), ("IT", 2.0), ("BE", 1.0))
    ]
    merged = merge_countries(cells, ["IT", "BE"])
    assert [(cell.key.counterpart, cell.value) for cell in merged] == [("CH", 9.0), ("_O", 3.0)]
    assert [way.kind for way in proposals([WHOLE, WHOLE._replace(counterpart="CH")])] == [
        "merge_countries",
        "join_years",
    ]


def test_a_total_that_lies_is_refused_before_anything_is_proved():
    cells = [Cell(cell.key, cell.value + (cell.key == WHOLE)) for cell in valmont()]
    with pytest.raises(Refusal, match="ne retrouve pas ses parties"):
        release(cells, MEMBERS, settings=SETTINGS)
