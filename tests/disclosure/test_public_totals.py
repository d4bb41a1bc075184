"""A public register counts everybody, one hospital counts its own: what lies between the two is a cell like any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.config import pipeline
from longuevue.config.gate import ledger_of
from longuevue.config.observatory import Observatory
from longuevue.config.pipeline import build
from longuevue.edition import layout
from longuevue.edition.audit import audit_edition
from longuevue.edition.reader import Edition
from longuevue.engine.disclosure import protected_facts
from longuevue.engine.disclosure.cells import Cell, CellKey
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.public_facts import public_figures
from longuevue.engine.disclosure.public_totals import PublicFigure, rest_of
from longuevue.engine.disclosure.release import Release, release
from longuevue.engine.disclosure.sensitive import Sensitive
from longuevue.engine.disclosure.settings import DisclosureSettings, read_settings
from longuevue.facts.cards import SourceCard
from longuevue.facts.table import facts_from_rows, joined
from tests.disclosure import guarded as valmont
from tests.disclosure.intruder import Sheets

SETTINGS = DisclosureSettings()
TOWN = CellKey("actor-hospital", "care_abroad", "com-a", "2025")


def cell(key: CellKey, value: float, **more: object) -> Cell:
    return Cell(key, value, data_class="sensitive_persons", **more)


def beside(key: CellKey, value: float, **more: object) -> PublicFigure:
    return PublicFigure(key, rest_of(key, key.measure, "register"), value, **more)


def decided(*cells: Cell, public: tuple[PublicFigure, ...] = (), ledger: Ledger | None = None) -> Release:
    areas = sorted({one.key.area for one in cells if one.key.area.startswith("com-")})
    members = {"epci-v": [(area, 1.0) for area in areas]} if any(c.key.area == "epci-v" for c in cells) else {}
    return release(list(cells), members, settings=SETTINGS, public=public, ledger=ledger)


def test_thirty_eight_of_forty_publish_the_two_others():
    assert decided(cell(TOWN, 38)).published == {TOWN: 38}  # nothing public beside it: nothing to compute
    out = decided(cell(TOWN, 38), public=(beside(TOWN, 40),))
    assert out.status(TOWN) == "suppressed"
    assert decided(cell(TOWN, 38), public=(beside(TOWN, 400),)).published == {TOWN: 38}


def test_the_hospital_is_found_again_from_the_total_of_the_group_of_communes():
    """Hidden in its commune, it must not come back as the group's total less the others."""
    whole = TOWN._replace(area="epci-v")
    town = [cell(TOWN, 38), *(cell(TOWN._replace(area=f"com-{name}"), value) for name, value in (("b", 50), ("c", 70)))]
    out = decided(*town, cell(whole, 158, level=1), public=(beside(TOWN, 40),))
    assert out.status(TOWN) == "suppressed" and len(out.suppressed) >= 3  # the town, what is left, and a neighbour
    bare = decided(*town, cell(whole, 158, level=1))
    assert set(bare.published) == {one.key for one in (*town, cell(whole, 158))}


def test_what_others_published_already_stops_every_edition():
    """Three of four: nobody can be kept further than the register itself leaves them; the edition goes out all the same."""
    out = decided(cell(TOWN, 3), public=(beside(TOWN, 4),))
    assert out.status(TOWN) == "suppressed"
    out = decided(cell(TOWN, 3), public=(beside(TOWN, 3),))
    assert out.status(TOWN) == "suppressed"


def test_a_part_larger_than_the_whole_makes_an_equation():
    """The register of the town's own staff and the patients of its hospital are not of one universe."""
    assert decided(cell(TOWN, 41), public=(beside(TOWN, 40),)).published == {TOWN: 41}
    assert decided(cell(TOWN, 0), public=(beside(TOWN, 4),)).published == {TOWN: 0}


def test_a_register_that_comes_late_stops_every_edition(tmp_path):
    """The figure left before anybody knew of the register: nothing calls it back, and nothing is refused for it."""
    ledger = Ledger(tmp_path / "diffusions.jsonl")
    ledger.append(decided(cell(TOWN, 38)).entry("edition-1"))
    later = decided(cell(TOWN, 38), public=(beside(TOWN, 40),), ledger=ledger)
    assert later.published == {TOWN: 38}
    ledger.append(later.entry("edition-2"))
    revised = decided(cell(TOWN, 37), public=(beside(TOWN, 40),), ledger=Ledger(tmp_path / "diffusions.jsonl"))
    assert revised.status(TOWN) == "suppressed"


def test_a_register_revised_upwards_gives_the_former_rest_away(tmp_path):
    ledger = Ledger(tmp_path / "diffusions.jsonl")
    ledger.append(decided(cell(TOWN, 38), public=(beside(TOWN, 40),)).entry("edition-1"))
    again = decided(cell(TOWN, 38), public=(beside(TOWN, 70),), ledger=Ledger(tmp_path / "diffusions.jsonl"))
    assert again.status(TOWN) == "suppressed"  # else the register of the first year would give its two


def test_a_public_part_of_an_entrusted_total_leaves_the_others():
    """The register counts the 38 trained abroad, the hospital all of its 40."""
    staff = TOWN._replace(measure="care_staff")
    part = PublicFigure(staff, rest_of(TOWN, "care_staff", "register"), 38, whole=False, base=True)
    assert decided(cell(staff, 40), public=(part,)).status(staff) == "suppressed"
    assert decided(cell(staff, 90), public=(part,)).published == {staff: 90}


def test_a_hundred_per_cent_of_a_public_base_says_it_of_everybody():
    whole = PublicFigure(TOWN, rest_of(TOWN, "care_staff", "register"), 60, base=True)
    assert decided(cell(TOWN, 60), public=(whole,)).status(TOWN) == "suppressed"
    assert decided(cell(TOWN, 60), public=(beside(TOWN, 60),)).published == {TOWN: 60}  # the same count, twice


def test_an_amount_rests_on_nobody_knows_how_many():
    """What is left of an amount hides someone where fewer firms than the minimum stand behind it, and they are counted."""
    money = TOWN._replace(measure="spending")
    firms = Cell(money, 9_000.0, units=40, data_class="amounts")
    left = beside(money, 9_400.0, units=42)
    assert decided(firms, public=(left,)).status(money) == "suppressed"
    assert decided(firms, public=(replace(left, units=60),)).published == {money: 9_000.0}
    assert decided(firms, public=(replace(left, units=None),)).published == {money: 9_000.0}


# -- which public figures are of the same thing ------------------------------------------------------------------------


def register(**changes: object) -> SourceCard:
    """A public register of the same staff, under another publisher."""
    measures = {"care_abroad": valmont.card().measures["care_abroad"].model_copy(update={"unit": "PERSONS", **changes})}
    licence = {"id": "etalab-2.0", "label": "Licence ouverte"}
    page = valmont.card().model_dump(mode="json", by_alias=True) | {"id": "valmont-register", "licence": licence}
    return SourceCard.model_validate(page).model_copy(update={"measures": measures})


def rows_of(values: dict[str, float], **same: object) -> pa.Table:
    listed = [{"ref_area": code, "value": value} for code, value in values.items()]
    told = {
        "source_id": "valmont-register", "dataset": "registre", "measure": "care_abroad", "area_level": "commune",
        "geography_year": 2026, "time_period": "2025", "counterpart_area": "W", "category": None, "item": None,
        "obs_status": "A", "vintage": "2025",
    }  # fmt: skip
    return facts_from_rows(listed, **told | same)


def found(facts: pa.Table, key: CellKey, card: SourceCard) -> list[float]:
    owner = valmont.card()
    item = Sensitive(owner.id, "care_abroad", "sensitive_persons", frozenset({"commune"}), True)
    made = {("epci", "commune"): {"200000001": [("com-34172", 1.0), ("com-34057", 1.0)]}}
    cards = {owner.id: owner, card.id: card}
    return [one.value for one in public_figures(facts, [key], {(owner.id, "care_abroad"): item}, cards, made)]


def test_other_definitions_units_years_or_places_are_set_against_one_another():
    here = CellKey(valmont.SOURCE, "care_abroad", "com-34172", "2025")
    facts = rows_of({"34172": 40.0})
    assert found(facts, here, register()) == [40.0]
    assert found(facts, here._replace(period="2024"), register()) == []
    assert found(facts, here._replace(area="com-34057"), register()) == []
    assert found(facts, here._replace(counterpart="CH"), register()) == []
    assert found(facts, here, register(unit="EUR")) == []
    said = {"source": valmont.SOURCE, "how": "different", "note": {"fr": "autre", "en": "other"}}
    page = register().model_dump(mode="json", by_alias=True) | {"comparable_with": [said]}
    assert found(facts, here, SourceCard.model_validate(page)) == []
    withheld = rows_of({"34172": None}, obs_status="Q")
    assert found(withheld, here, register()) == []


def test_a_total_that_anyone_adds_up_is_not_seen():
    """The register is of communes, the hospital's figure of their group."""
    group = CellKey(valmont.SOURCE, "care_abroad", "epci-200000001", "2025")
    both = rows_of({"34172": 30.0, "34057": 12.0})
    unknown = register(absent="unknown")
    assert found(both, group, unknown) == [42.0]
    assert found(rows_of({"34172": 30.0}), group, unknown) == []
    assert found(rows_of({"34172": 30.0}), group, register(absent="zero")) == [30.0]
    by_country = joined(
        [rows_of({"34172": 30.0}, counterpart_area="CH"), rows_of({"34172": 9.0}, counterpart_area="IT")]
    )
    town = CellKey(valmont.SOURCE, "care_abroad", "com-34172", "2025")
    assert found(by_country, town, register(world_total="summed")) == [39.0]
    assert found(by_country, town._replace(counterpart="IT"), register(world_total="summed")) == [9.0]


# -- an intruder with the registers of many towns ----------------------------------------------------------------------


def attack(seed: int, *, gate: bool) -> tuple[int, int]:
    """Remainders that hide someone in one territory, and those an intruder finds to within their protection."""
    random = np.random.default_rng(seed)
    names = [f"com-{place:02d}" for place in range(int(random.integers(6, 12)))]
    counts = random.integers(12, 90, size=len(names)).astype(float)
    left = random.choice([0.0, 1.0, 2.0, 5.0, 30.0, 80.0], size=len(names), p=[0.1, 0.1, 0.1, 0.1, 0.3, 0.3])
    cells = [cell(TOWN._replace(area=name), value) for name, value in zip(names, counts, strict=True)]
    total = cell(TOWN._replace(area="epci-v"), float(counts.sum()), level=1)
    public = tuple(beside(one.key, one.value + more) for one, more in zip(cells, left, strict=True))
    public += (beside(total.key, float(counts.sum() + left.sum())),)
    out = decided(*cells, total, public=public if gate else ())
    sheets = Sheets()
    name = {one.key: (one.key, one.value) for one in (*cells, total)}
    sheets.sums.append((name[total.key], tuple((name[one.key], 1.0) for one in cells)))
    secrets = {}
    for one, figure in zip((*cells, total), public, strict=True):
        register_of, rest = (
            (figure.key._replace(marker="register"), figure.value),
            (figure.rest, figure.left(one.value)),
        )
        sheets.truth |= {name[one.key]: one.value, register_of: figure.value, rest: rest[1]}
        sheets.seen[register_of] = figure.value
        sheets.sums.append((register_of, ((name[one.key], 1.0), (rest, 1.0))))
        if 0 < rest[1] < 11:
            secrets[rest] = min(11.0, figure.value)
    sheets.seen |= {name[key]: value for key, value in out.published.items()}
    bounds = sheets.recover()
    fallen = sum(bounds[rest][1] < far - 1e-5 or bounds[rest][0] > rest[1] - 1 + 1e-5 for rest, far in secrets.items())
    return len(secrets), int(fallen)


def test_what_registers_leave_is_recovered_by_subtraction(counts, prove):
    seeds = range(counts(12, 200))
    behind, bare = ([attack(seed, gate=gate) for seed in seeds] for gate in (True, False))
    secrets, fallen = (sum(column) for column in zip(*behind, strict=True))
    without = sum(fell for _, fell in bare)
    prove(
        f"small remainders under another source's public total recovered, of {secrets} in {len(seeds)} territories",
        value=fallen, bar="0", holds=fallen == 0 and secrets > len(seeds),
    )  # fmt: skip
    prove("the same, where only the entrusted counts are protected", value=without, bar=f"> {len(seeds)}",
          holds=without > len(seeds))  # fmt: skip


# -- from the files to the pages ---------------------------------------------------------------------------------------

#: what is left of the register in one town, small beside the observatory's own thresholds
LEFT = 700_123


def edition_beside(owner: Observatory, communes: list[str], town: str) -> Path:
    """An edition of the planted hospitals, and of a register that counts a few more people than they do in one town."""
    facts = valmont.hospital_facts(communes)
    mine = sum(r["value"] for r in facts.to_pylist() if r["ref_area"] == town and r["measure"] == "care_abroad")
    made = valmont.loaded(joined([facts, rows_of({town: mine + LEFT})]))
    receipt = {"source_id": "valmont-register", "sha256": "2" * 64, "file": "registre.csv", "rows": 1, "origin": "file"}
    made = replace(
        made, cards={**made.cards, "valmont-register": register(world_total="stated", absent="unknown")},
        receipts={**made.receipts, "valmont-register": receipt},
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_sources", lambda *_: made)
        return build(owner)[0]


def test_a_register_and_a_hospital_in_one_edition_publish_the_others(guarded, communes, tmp_path, monkeypatch):
    town = next(
        code
        for code in communes
        if Edition.open(guarded[1]).reading(valmont.MARKERS[0], f"com-{code}")["status"] == "ok"
    )
    owner = valmont.observatory(tmp_path / "close")
    edition = edition_beside(owner, communes, town)
    ledger, settings = Ledger(ledger_of(owner.folder)), read_settings(owner.folder)
    reading = Edition.open(edition).reading(valmont.MARKERS[0], f"com-{town}")
    assert (reading["status"], reading["value"]) == ("suppressed", None)
    rest = [key for key, secret in ledger.entries[0].withheld.items() if secret.value == LEFT and secret.lower]
    assert len(rest) == 1 and "valmont-register" in rest[0].measure
    report = audit_edition(edition, ledger=ledger, settings=settings, exports=[edition])
    assert report.faults == []
    assert any(interval.key == rest[0] and interval.high > LEFT for interval in report.intervals)

    # with this protection off, the hospital's figure is printed beside the register's, and the auditor says so
    monkeypatch.setattr(protected_facts, "public_figures", lambda *_: [])
    bare = valmont.observatory(tmp_path / "ouverte")
    edition = edition_beside(bare, communes, town)
    told = {
        row["source_id"]: row["value"]
        for row in pq.read_table(edition / layout.FACTS_BY_TERRITORY, filters=[("ref_area", "=", town)]).to_pylist()
        if (row["measure"], row["counterpart_area"]) == ("care_abroad", "W")
    }
    assert told["valmont-register"] - told[valmont.SOURCE] == LEFT
    for private in ({"ledger": ledger}, {"ledger": Ledger(ledger_of(bare.folder)), "settings": settings}):
        faults = audit_edition(edition, **private).faults
        assert any("valmont-register" in fault and f"com-{town}" in fault for fault in faults), faults
