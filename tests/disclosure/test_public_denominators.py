"""Small counts set among the publishers' own figures, and an intruder with both: rates × public populations, two editions.

It reads what two editions print, of other communes and another perimeter, and turns every rate back into a count.
Reduced: populations alone; at full counts, every file of the mirror stands beside the planted ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from longuevue.config import pipeline
from longuevue.config.gate import ledger_of
from longuevue.config.observatory import Observatory, read_observatory
from longuevue.config.pipeline import build, load_sources
from longuevue.edition import layout
from longuevue.engine.disclosure.cells import Cell, CellKey, area_name
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.primary import primaries
from longuevue.engine.disclosure.relations import breakdown_relations
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.facts.table import facts_from_rows, joined
from tests.disclosure import guarded as valmont
from tests.disclosure.intruder import Sheets, Unknown

MIRROR = Path(os.environ.get("LONGUEVUE_MIRROR", "/nonexistent"))
RATE = "valmont-care-per-inhabitant"
TOML = f"""name = "Valmont, essai de la barrière"
perimeter = ["epci-{valmont.EPCI}"]
questions = ["valmont-care-abroad"]
date = "2026-11-01"
"""
#: the second edition is of a perimeter more, that differs from the first by one commune
OTHER_RIVE = valmont.RIVE.replace("slug: rive", "slug: autre-rive").replace('"34077"', '"34088"')
LEVELS = ("commune", "epci", "departement", "region", "perimeter", "country")


def small_counts(communes: list[str], seed: int, *, revised: bool) -> pa.Table:
    """A few care staff by country; in a second edition some communes are corrected."""
    random = np.random.default_rng(seed)
    counts = random.poisson(random.lognormal(2.4, 1.1, (len(communes), len(valmont.COUNTRIES))))
    others = random.poisson(60, len(communes))
    if revised:
        for place in random.choice(len(communes), size=len(communes) // 5, replace=False):
            counts[place] = np.maximum(0, counts[place] + random.integers(-2, 5, size=len(valmont.COUNTRIES)))
    rows: list[dict[str, Any]] = []
    for commune, own, rest in zip(communes, counts, others, strict=True):
        for country, count in zip(valmont.COUNTRIES, own, strict=True):
            row = {"measure": "care_abroad", "ref_area": commune, "counterpart_area": country, "value": float(count)}
            rows.append(row)
        staff = {"measure": "care_staff", "ref_area": commune, "counterpart_area": "W"}
        rows.append(staff | {"value": float(own.sum() + rest)})
    return facts_from_rows(
        rows, source_id=valmont.SOURCE, dataset="essai", area_level="commune", geography_year=2026,
        time_period="2025", category=None, item=None, obs_status="A", vintage="2025",
    )  # fmt: skip


def folder_with_a_rate(folder: Path) -> Observatory:
    """The invented observatory with the house's own rules, and a marker over the public population."""
    valmont.observatory(folder)
    (folder / "observatory.toml").write_text(TOML, encoding="utf-8")
    page = yaml.safe_load((folder / "markers" / "valmont-care-share.yaml").read_text(encoding="utf-8"))
    rate = {"ratio": {"of": {"sum": {"measure": "care_abroad"}}, "to": {"population": {}}, "per": 100}}
    page |= {"id": RATE, "formula": {"value": rate}}
    page["example"]["facts"] = page["example"]["facts"][:1]
    page["example"]["expect"] |= {"value": 0.075, "denominator": 40_000}
    (folder / "markers" / f"{RATE}.yaml").write_text(yaml.safe_dump(page, allow_unicode=True), encoding="utf-8")
    return read_observatory(folder)


def edition_of(owner: Observatory, facts: pa.Table, mirror: Path | None) -> Path:
    planted = valmont.loaded(facts)

    def among_others(asked: Observatory, folder: Path | None, progress: Any) -> Any:
        if mirror is None:
            return planted
        others = load_sources(asked, folder, progress)
        return replace(
            others,
            facts=lambda: joined([others.facts(), facts]),
            cards={**others.cards, valmont.SOURCE: valmont.card()},
            receipts={**others.receipts, **planted.receipts},
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_sources", among_others)
        return build(owner, mirror=mirror)[0]


def membership_of(edition: Path) -> dict[str, dict[str, float]]:
    """Each area of several communes, and its communes."""
    made: dict[str, dict[str, float]] = {}
    for row in pq.read_table(edition / layout.MEMBERSHIP, filters=[("member_level", "=", "commune")]).to_pylist():
        if row["area_level"] in LEVELS[1:]:
            area = area_name(row["area_level"], row["ref_area"])
            made.setdefault(area, {})[f"com-{row['member_code']}"] = float(row["share"])
    return made


def truth_of(facts: pa.Table, made: Mapping[str, Mapping[str, float]]) -> dict[CellKey, float]:
    """Every count at every scale, as only its owner knows it."""
    found: dict[CellKey, float] = {}
    for row in facts.to_pylist():
        key = CellKey(
            valmont.SOURCE, row["measure"], f"com-{row['ref_area']}", row["time_period"], row["counterpart_area"]
        )
        for one in {key, key._replace(counterpart="W")}:
            found[one] = found.get(one, 0.0) + row["value"]
    here = {key.area for key in found}
    around = {area: communes for area, communes in made.items() if communes.keys() & here}
    for key, value in list(found.items()):
        for area, communes in around.items():
            if share := communes.get(key.area):
                whole = key._replace(area=area)
                found[whole] = found.get(whole, 0.0) + share * value
    return found


def printed(edition: Path, truth: Mapping[CellKey, float]) -> Iterator[tuple[CellKey, float]]:
    """Every count that the edition lets one read: facts, numerators, denominators, and rates times a denominator."""
    facts = pq.read_table(edition / layout.FACTS_BY_TERRITORY, filters=[("source_id", "=", valmont.SOURCE)])
    said = set()
    for row in facts.to_pylist():
        area = area_name(row["area_level"], row["ref_area"])
        key = CellKey(valmont.SOURCE, row["measure"], area, row["time_period"], row["counterpart_area"])
        said.add(key)
        if row["value"] is not None:
            yield key, row["value"]
    for key in truth.keys() - said:  # silence is a zero, where nothing says that a value is withheld
        yield key, 0.0
    markers = [*valmont.MARKERS, RATE]
    people = {
        area_name(row["area_level"], row["ref_area"]): row["population"]
        for row in pq.read_table(edition / layout.TERRITORIES).to_pylist()
    }
    readings = pq.read_table(edition / layout.READINGS_BY_TERRITORY, filters=[("marker", "in", markers)])
    for row in readings.to_pylist():
        area = area_name(row["area_level"], row["ref_area"])
        key = CellKey(valmont.SOURCE, "care_abroad", area, row["time_period"], row["counterpart_area"])
        whole = key._replace(measure="care_staff", counterpart="W")
        if key not in truth:
            continue
        base = people.get(area) if row["marker"] == RATE else row["denominator"]
        if row["numerator"] is not None:
            yield key, row["numerator"]
        if row["value"] is not None and row["marker"] == valmont.MARKERS[0]:
            yield key, row["value"]
        elif row["value"] is not None and base:
            yield key, round(row["value"] * base / 100, 6)
        if row["marker"] == valmont.MARKERS[1] and row["denominator"] is not None and whole in truth:
            yield whole, row["denominator"]


def secrets_of(truth: Mapping[CellKey, float]) -> dict[Unknown, tuple[float, float]]:
    """Counts that must not be found, each with the interval that an intruder must be left with."""
    cells = [Cell(key, value, data_class="sensitive_persons") for key, value in truth.items()]
    groups = breakdown_relations(truth)[1]
    return {
        (key, truth[key]): (truth[key] - one.lower, truth[key] + one.upper)
        for key, one in primaries(cells, DisclosureSettings(), groups).items()
    }


def read_into(
    sheets: Sheets,
    truth: Mapping[CellKey, float],
    made: Mapping[str, Mapping[str, float]],
    told: Mapping[CellKey, float],
) -> None:
    """One edition more on the intruder's table: an unchanged figure is one unknown, in both editions."""
    name = {key: (key, round(value, 6)) for key, value in truth.items()}
    sheets.truth |= {name[key]: value for key, value in truth.items()}
    for key, value in told.items():
        assert value == pytest.approx(truth[key], abs=1e-4), (key, value)  # what is printed is true
        sheets.seen[name[key]] = truth[key]
    for key in truth:
        if key.counterpart == "W" and key.measure == "care_abroad":
            parts = [name[key._replace(counterpart=c)] for c in valmont.COUNTRIES]
            sheets.sums.append((name[key], tuple((part, 1.0) for part in parts)))
        if not key.area.startswith("com-"):
            parts = [(name[k], s) for a, s in made[key.area].items() if (k := key._replace(area=a)) in truth]
            sheets.sums.append((name[key], tuple(parts)))


def fallen(sheets: Sheets, secrets: Mapping[Unknown, tuple[float, float]]) -> dict[str, int]:
    """How many secrets are printed, recovered exactly, or known to within their protection interval."""
    bounds = sheets.recover()
    count = {"secrets": len(secrets), "printed": 0, "exact": 0, "within": 0}
    for unknown, (lowest, highest) in secrets.items():
        if unknown in sheets.seen:
            count["printed"] += 1
            continue
        low, high = bounds[unknown]
        count["exact"] += high - low < 1e-6
        count["within"] += low > lowest + 1e-5 or high < highest - 1e-5
    return count


def test_a_rate_times_a_public_population_gives_a_withheld_count_over_two_editions(communes, tmp_path, counts, prove):
    mirror = MIRROR if counts(0, 1) and MIRROR.is_dir() else None
    owner = folder_with_a_rate(tmp_path / "valmont")
    sheets, bare, secrets = Sheets(), Sheets(), {}
    rates = 0
    for number in range(2):
        if number:
            (owner.folder / "perimeters" / "autre-rive.yaml").write_text(OTHER_RIVE, encoding="utf-8")
            owner = read_observatory(owner.folder)
        facts = small_counts(communes, 11, revised=bool(number))
        edition = edition_of(owner, facts, mirror)
        made = membership_of(edition)
        truth = truth_of(facts, made)
        mine = secrets_of(truth)
        # a figure that left as a large one and became small since is nobody's to keep
        secrets.update({unknown: room for unknown, room in mine.items() if unknown not in sheets.seen})
        told = dict(printed(edition, truth))
        rates += len(told)
        read_into(sheets, truth, made, told)
        # no gate: the small counts are hidden, and nothing else
        small = {key for key, _ in mine}
        read_into(bare, truth, made, {key: value for key, value in truth.items() if key not in small})
    assert len(Ledger(ledger_of(owner.folder)).entries) == 2 and len(secrets) > 30 and rates > 200
    found = fallen(sheets, secrets)
    total = found["printed"] + found["exact"] + found["within"]
    among = "the mirror's files" if mirror else "public populations"
    prove(
        f"withheld counts recovered from two editions among {among}, of {found['secrets']}",
        value=total, bar="0", holds=total == 0,
    )  # fmt: skip
    without = fallen(bare, {unknown: room for unknown, room in secrets.items() if unknown not in bare.seen})["exact"]
    prove("the same, where only the small counts are hidden", value=without, bar="> 10", holds=without > 10)
