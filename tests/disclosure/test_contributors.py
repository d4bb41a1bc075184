"""Totals that rest on one contributor, or nearly: what the press hands over to the gate, and never to an edition."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from longuevue.config.gate import ledger_of
from longuevue.config.observatory import read_observatory
from longuevue.config.pipeline import build
from longuevue.edition import layout
from longuevue.edition.audit import audit_edition
from longuevue.edition.reader import Edition
from longuevue.engine.disclosure.cells import Cell, CellKey, Given, added_up
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.primary import dominance, p_percent, primaries
from longuevue.engine.disclosure.relations import Derived
from longuevue.engine.disclosure.release import release
from longuevue.engine.disclosure.settings import DisclosureSettings, read_settings
from longuevue.engine.disclosure.system import build_system, lone_contributors
from longuevue.facts.contributors import item_of, mark
from longuevue.sources.own.counts import FOLDER
from longuevue.sources.own.templates import template_of
from longuevue.terms.refusal import Refusal
from longuevue.workshop.sheets.tables import written

SETTINGS = DisclosureSettings()
TOWN = CellKey("workshop-cases", "cases", "com-a", "2025")


def cell(key: CellKey, **values: float) -> Cell:
    """A count by contributor; a name that ends with « _agreed » lets its figure be read."""
    given = tuple(Given(name.removesuffix("_agreed"), v, name.endswith("_agreed")) for name, v in values.items())
    return Cell(key, float(sum(values.values())), data_class="legal_persons", given=given)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"court": 180.0}, "dominance"),  # alone
        ({"court": 180.0, "bar": 0.0}, "dominance"),  # the other one counted none, and says so
        ({"court": 180.0, "bar": 90.0}, "p_percent"),  # each of two subtracts its own
        ({"court": 180.0, "bar": 90.0, "notary": 60.0}, None),
        ({"court": 180.0, "bar": 90.0, "notary": 10.0}, "p_percent"),  # within a tenth of the first
        ({"court": 900.0, "bar": 60.0, "notary": 60.0}, "dominance"),  # 88 %
        ({"court_agreed": 180.0}, None),
        ({"court_agreed": 180.0, "bar": 90.0}, "dominance"),  # what is agreed to is as good as public: 90 is left
        ({"court": 180.0, "bar_agreed": 90.0, "notary_agreed": 60.0}, "dominance"),
    ],
)
def test_a_total_tells_what_one_contributor_gave(values, rule):
    found = primaries([cell(TOWN, **values)], SETTINGS)
    assert (found[TOWN].rule if found else None) == rule


def test_a_count_of_people_is_kept_at_half_a_person_s_distance():
    """People come whole: a distance of 31.8 is 32."""
    one = cell(TOWN, court=180.0)
    rules = SETTINGS.rules("legal_persons")
    assert dominance(one, rules).upper == 32.0  # 180 / 0.85 - 180 = 31.76
    assert p_percent(one, rules).upper == 18.0


def test_a_total_without_contributors_is_judged_by_its_size_alone():
    assert primaries([Cell(TOWN, 180.0, data_class="legal_persons")], SETTINGS) == {}


def test_one_contributor_in_two_towns_is_counted_as_two():
    given = added_up([((Given("court", 60.0),), 1.0), ((Given("court", 40.0), Given("bar", 5.0, True)), 0.5)])
    assert given == (Given("bar", 2.5, True), Given("court", 80.0))
    group = Cell(TOWN._replace(area="epci-v"), 82.5, data_class="legal_persons", given=given)
    assert group.kept() == (80.0, [80.0])


def test_an_organisation_that_knows_its_own_finds_another_one():
    """Two towns, one organisation each, both withheld under a printed total: each would read the other. A third hides."""
    towns = [cell(TOWN._replace(area=f"com-{n}"), **{n: v}) for n, v in (("a", 60.0), ("b", 70.0))]
    large = cell(TOWN._replace(area="com-c"), x=40.0, y=40.0, z=40.0)
    group = Cell(
        TOWN._replace(area="epci-v"), 250.0, data_class="legal_persons", level=1,
        given=added_up([(one.given, 1.0) for one in (*towns, large)]),
    )  # fmt: skip
    out = release([*towns, large, group], {"epci-v": [(f"com-{n}", 1.0) for n in "abc"]}, settings=SETTINGS)
    assert {key.area for key in out.suppressed} >= {"com-a", "com-b"}
    assert len(out.suppressed) == 3  # the third town, or the group
    system = build_system([*towns, large], ())
    who = lone_contributors(system)
    assert who[0] != who[1] and min(who[0], who[1]) >= 0 > who[2]
    same = build_system([cell(TOWN, a=60.0), cell(TOWN._replace(area="com-b"), a=9.0)], ())
    assert len(set(lone_contributors(same))) == 1


def test_a_share_tells_what_one_contributor_gave_of_the_rest():
    """Three bodies counted 300 cases and 100 of them foreign; of the 200 others, one body has 190."""
    whole, part = TOWN, TOWN._replace(measure="foreign")
    share = Derived(part._replace(measure="foreign/cases"), ((part, 1.0),), ((whole, 1.0),), share=True)
    cells = [cell(whole, court=220.0, bar=40.0, notary=40.0), cell(part, court=30.0, bar=35.0, notary=35.0)]
    out = release(cells, {}, settings=SETTINGS, derived=[share])
    assert out.status(share.key) == "suppressed"


# -- from the sheets to the pages --------------------------------------------------------------------------------------

TABLE = "cross-border-legal-cases"
ALONE, THREE, OPEN = "epci-243400017", "epci-240100750", "epci-200011773"


def folder_of(home: Path, *, known: bool = True) -> Path:
    """An observatory whose court alone counts in one group of communes, with two others in another, and by agreement."""
    (home / FOLDER).mkdir(parents=True)
    (home / "observatory.toml").write_text(
        f'name = "Essai"\nperimeter = ["{ALONE}"]\nquestions = ["{TABLE}"]\ndate = "2026-11-01"\n'
        f'[sensitive]\n{TABLE} = "essai de la barrière"\n'
    )
    lines = [(ALONE, 1, False, 480), *((THREE, who, False, 400 + 7 * who) for who in (1, 2, 3)), (OPEN, 4, True, 510)]
    sheets = [
        {"area": area, "year": 2025, "contributor": mark(who, agreed=agreed) if known else "",
         "counts": {"legal_cases": cases, "legal_cases_foreign_element": cases // 4}}
        for area, who, agreed, cases in lines
    ]  # fmt: skip
    (home / FOLDER / f"{TABLE}.csv").write_text(written(template_of(TABLE), sheets), encoding="utf-8")
    return home


def edition_of(home: Path) -> Path:
    return build(read_observatory(home))[0]


def test_a_yearly_total_of_one_contributor_is_printed(tmp_path):
    edition = edition_of(folder_of(tmp_path / "close"))
    reading = {area: Edition.open(edition).reading(TABLE, area) for area in (ALONE, THREE, OPEN)}
    alone = reading[ALONE]
    assert (alone["status"], alone["status_reason"]) == ("suppressed", "suppressed")
    assert (alone["value"], alone["numerator"], alone["denominator"]) == (None,) * 3
    assert reading[THREE]["denominator"] == 1242 and reading[OPEN]["denominator"] == 510
    ledger = Ledger(ledger_of(tmp_path / "close"))
    report = audit_edition(edition, ledger=ledger, settings=read_settings(tmp_path / "close"))
    assert report.faults == [] and report.withheld >= 2
    # without the numbers of contributors, which older sheets did not hand over, the same total was printed
    bare = edition_of(folder_of(tmp_path / "ouverte", known=False))
    assert Edition.open(bare).reading(TABLE, ALONE)["denominator"] == 480
    leaks = audit_edition(bare, ledger=ledger).faults
    assert any(ALONE in fault for fault in leaks), leaks


def test_the_number_of_a_contributor_leaves_with_an_edition(tmp_path):
    edition = edition_of(folder_of(tmp_path / "close"))
    facts = pq.read_table(edition / layout.FACTS_BY_TERRITORY, filters=[("measure", "=", "legal_cases")])
    assert facts.num_rows > 0 and facts["item"].null_count == facts.num_rows
    for path in edition.rglob("*"):
        assert not path.is_file() or b"contributor:" not in path.read_bytes(), path.name


@pytest.mark.parametrize("text", ["Greffe", "1 Greffe", "", "-1", "++", "1e9"])
def test_a_name_goes_in_as_a_number(text):
    with pytest.raises(ValueError, match=r".*"):
        item_of(text)
    assert item_of("12+") == "contributor:12+"


def test_a_table_with_a_name_for_a_number_is_read(tmp_path):
    home = folder_of(tmp_path / "nom")
    path = home / FOLDER / f"{TABLE}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    rows[1][rows[0].index("Contributeur n°")] = "Greffe"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    with pytest.raises(Refusal, match="ne se lisent pas"):
        edition_of(home)
