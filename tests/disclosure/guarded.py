"""An observatory whose hospitals entrusted it with Valmont-like counts, invented, laid on real codes for the test only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import yaml

from longuevue.config import pipeline
from longuevue.config.observatory import Observatory, read_observatory
from longuevue.config.pipeline import Loaded, build
from longuevue.facts.cards import SourceCard
from longuevue.facts.companions import ANNOTATIONS, ITEMS
from longuevue.facts.table import facts_from_rows
from longuevue.markers import shelf as shelf_room
from longuevue.sources.shelf import source_cards

SOURCE = "actor-valmont-hospitals"
EPCI = "243400017"
#: seven figures, so that a withheld one is recognised wherever it is written
MINIMUM = 2_000_000
COUNTRIES = ("CH", "IT", "RO")
MARKERS = ("valmont-care-abroad", "valmont-care-share")
TOML = f"""name = "Valmont, essai de la barrière"
perimeter = ["epci-{EPCI}", "per-rive"]
questions = ["valmont-care-abroad"]
date = "2026-11-01"
[disclosure.classes.sensitive_persons]
minimum_units = {MINIMUM}
group_disclosure = true
[disclosure.classes.persons]
minimum_units = {MINIMUM}
"""
RIVE = """slug: rive
name: {fr: La rive, en: The bank}
members:
  - {country: FR, level: commune, code: "34172"}
  - {country: FR, level: commune, code: "34057"}
  - {country: FR, level: commune, code: "34077"}
"""
_WORDS = {"fr": "Essai de la barrière.", "en": "A trial of the gate."}


def card() -> SourceCard:
    """The card of the invented hospitals."""
    measure = {
        "label": _WORDS, "definition": _WORDS, "unit": "personnes", "levels": ["commune"], "absent": "zero",
        "register": "closed", "rollup": "additive", "world_total": "summed", "sensitivity": "high",
    }  # fmt: skip
    return SourceCard.model_validate(
        {
            "id": SOURCE,
            "at_hand": True,
            "publisher": _WORDS,
            "title": _WORDS,
            "dataset": "essai",
            "licence": {"id": "own", "label": "essai"},
            "countries": ["FR"],
            "vintage": "2025",
            "retrieved": "2026-11-01",
            "measures": {"care_abroad": measure, "care_staff": measure},
        }
    )


def hospital_facts(communes: list[str], seed: int = 3, *, revised: int = 0) -> pa.Table:
    """Care staff trained abroad, by country and commune, and all care staff; `revised` communes changed since."""
    random = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for place, commune in enumerate(communes):
        size = random.lognormal(15.2, 0.5)
        split = random.dirichlet(np.ones(len(COUNTRIES)) * 2)
        counts = np.floor(size * split).astype(int) + (997 if place < revised else 0)
        for country, count in zip(COUNTRIES, counts, strict=True):
            rows.append(
                {"measure": "care_abroad", "ref_area": commune, "counterpart_area": country, "value": float(count)}
            )
        rows.append(
            {
                "measure": "care_staff",
                "ref_area": commune,
                "counterpart_area": "W",
                "value": float(counts.sum() * 7 + 13),
            }
        )
    return facts_from_rows(
        rows, source_id=SOURCE, dataset="essai", area_level="commune", geography_year=2026, time_period="2025",
        category=None, item=None, obs_status="A", vintage="2025",
    )  # fmt: skip


def observatory(folder: Path) -> Observatory:
    """A new folder with two markers of its own: a count by country, and a share."""
    for inside in ("markers", "perimeters", "sources", "editions"):
        (folder / inside).mkdir(parents=True)
    (folder / "observatory.toml").write_text(TOML, encoding="utf-8")
    (folder / "perimeters" / "rive.yaml").write_text(RIVE, encoding="utf-8")
    shipped = next(Path(shelf_room.__file__).parent.rglob("outbound-volunteers.yaml"))
    page = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    scales = ["commune", "epci", "departement", "region", "perimeter", "country"]
    page |= {"sources": [SOURCE], "scales": scales, "by_partner_country": "yes"}
    page["sensitivity"] = {"level": "high", "why": _WORDS}
    facts = [
        {"measure": "care_abroad", "ref_area": "V0001", "value": 30, "counterpart_area": "W"},
        {"measure": "care_staff", "ref_area": "V0001", "value": 300, "counterpart_area": "W"},
    ]
    example = {"says": _WORDS, "area": "com-V0001", "facts": facts}
    whole = {"sum": {"measure": "care_abroad"}}
    _page(
        folder, page, "valmont-care-abroad", "sum", {"value": whole},
        {**example, "facts": facts[:1], "expect": {"value": 30, "numerator": 30, "status": "ok"}},
    )  # fmt: skip
    share = {"ratio": {"of": whole, "to": {"sum": {"measure": "care_staff"}}, "per": 100}}
    expect = {"value": 10, "numerator": 30, "denominator": 300, "status": "ok"}
    _page(folder, page, "valmont-care-share", "ratio", {"value": share}, {**example, "expect": expect})
    return read_observatory(folder)


def _page(folder: Path, page: dict[str, Any], name: str, aggregation: str, formula: Any, example: Any) -> None:
    text = {**page, "id": name, "aggregation": aggregation, "formula": formula, "example": example}
    path = folder / "markers" / f"{name}.yaml"
    plain = json.loads(json.dumps(text, default=str))  # without it, a text used twice would become an anchor
    plain["registered"], plain["next_review"] = text["registered"], text["next_review"]
    path.write_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), encoding="utf-8")


def loaded(facts: pa.Table) -> Loaded:
    """What the sources' room would give: these facts, every card, a receipt that must not leave as it is."""
    receipt = {
        "source_id": SOURCE,
        "sha256": "0" * 64,
        "file": "hopitaux.csv",
        "rows": facts.num_rows,
        "origin": "file",
    }
    return Loaded(
        lambda: facts,
        {**source_cards(), SOURCE: card()},
        {SOURCE: receipt},
        ITEMS.empty_table,
        ANNOTATIONS.empty_table,
        list,
    )


def built(owner: Observatory, communes: list[str], **options: int) -> Path:
    """An edition of `owner` on the hospitals' facts; `options` are those of `hospital_facts`."""
    facts = hospital_facts(communes, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_sources", lambda *_: loaded(facts))
        return build(owner)[0]
