"""From INSEE's individual files, in their own format, to the precision of a reading: which class, what is withheld."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from longuevue.engine.backend import DuckDB
from longuevue.engine.compute import compute
from longuevue.engine.context import Context
from longuevue.engine.precision import weighted
from longuevue.engine.precision.published import judged_share
from longuevue.facts.sampling import covariance
from longuevue.facts.table import facts_from_rows
from longuevue.markers.shelf import load_shelf
from longuevue.sources.gathering import source_cards
from longuevue.sources.reading import streams
from tests.sources.bench import read, write

HEAD = "COMMUNE;ARM;DCFLT;DCLT;AGEREVQ;CS1;ILT;IPONDI;METRODOM;SEXE;TRANS"
EPCI = "200011773"
#: commune: people surveyed, weight of each, every how many works in Geneva
ASKED = {
    "74012": (2000, 2.5, 3),
    "74008": (90, 5.0, 4),
    "74040": (60, 5.0, 6),
    "74094": (40, 5.0, 20),
    "74118": (50, 1.0, 5),
    "74243": (30, 5.0, 1000),
    "74305": (30, 5.0, 1),
}


def people() -> list[tuple[str, float, bool]]:
    return [
        (code, weight * (1 + 0.01 * (n % 7 - 3) * (weight > 1)), n % apart == apart - 1)
        for code, (asked, weight, apart) in ASKED.items()
        for n in range(asked)
    ]


def mobpro() -> str:
    rows = [
        f"{code};ZZZZZ;{'SUC1L' if away else '99999'};{'99999' if away else code};30;3;{7 if away else 1};{w:.12f};M;1;5"
        for code, w, away in people()
    ]
    return "\n".join([HEAD, *rows]) + "\n"


def readings(
    facts: pa.Table, marker: str, members: dict[str, str], *, inhabitants: int = 60_000
) -> dict[tuple[str, str, str], dict[str, Any]]:
    rows = [("epci", EPCI, "commune", code) for code in members] + [("commune", c, "commune", c) for c in members]
    rows += [("departement", "74", "departement", "74"), ("region", "84", "departement", "74")]
    names = ("area_level", "ref_area", "member_level", "member_code")
    membership = pa.table(
        {name: [row[n] for row in rows] for n, name in enumerate(names)} | {"share": [1.0] * len(rows)}
    )
    places = dict.fromkeys((row[0], row[1]) for row in rows)
    populations = pa.table(
        {
            "area_level": [level for level, _ in places],
            "ref_area": [code for _, code in places],
            "population": pa.array([inhabitants] * len(places), pa.int64()),
            "zone": ["metro"] * len(places),
        }
    )
    context = Context(
        DuckDB(), facts=facts, membership=membership, populations=populations, cards=source_cards(), geography_year=2024
    )
    found = compute(context, [load_shelf().get(marker)]).readings.to_pylist()
    return {(row["marker"], row["ref_area"], row["counterpart_area"]): row for row in found}


@pytest.fixture(scope="module")
def commuters(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = write(tmp_path_factory.mktemp("insee"), "FD_MOBPRO_2021.csv", mobpro())
    found = readings(read("insee-rp-mobpro", path).facts, "cross-border-commuters", dict.fromkeys(ASKED, ""))
    return lambda area, country="W": found["cross-border-commuters", area, country]


def expected(*codes: str) -> weighted.Estimate:
    """The handbook's formula on the people themselves, each commune a stratum of its own sampling fraction."""
    rows = [row for row in people() if row[0] in codes]
    weights = np.array([row[1] for row in rows])
    strata = np.array([row[0] for row in rows])
    fractions = np.array([min((strata == s).sum() / weights[strata == s].sum(), 1) for s in strata])
    away = np.array([row[2] for row in rows], dtype=float)
    return weighted.ratio(weights, list(range(len(rows))), away, fraction=fractions)


@pytest.mark.parametrize("area", ["74012", "74008"])
def test_the_error_is_not_that_of_the_people_surveyed(commuters: Any, area: str) -> None:
    assert commuters(area)["standard_error"] == pytest.approx(100 * expected(area).standard_error, rel=1e-9)
    assert commuters(area)["value"] == pytest.approx(100 * expected(area).value)


def test_the_error_of_a_group_of_communes_forgets_that_each_was_drawn_apart(commuters: Any) -> None:
    together, strata = commuters(EPCI), [expected(code) for code in ASKED]
    bound = sum(s.standard_error for s in strata)
    assert 0 < together["standard_error"] < 100 * bound
    assert together["precision"] == "A" and together["status"] == "ok"


def test_a_small_sample_is_shown_as_certain(commuters: Any) -> None:
    weak = commuters("74040")
    assert (weak["precision"], weak["status"], weak["status_reason"]) == ("B", "low_precision", "few_people")
    assert weak["value"] is not None and weak["standard_error"] > 0


def test_a_value_of_class_c_is_drawn(commuters: Any) -> None:
    hidden = commuters("74094")
    assert (hidden["precision"], hidden["status"], hidden["status_reason"]) == ("C", "low_precision", "too_uncertain")
    assert hidden["value"] is hidden["numerator"] is hidden["standard_error"] is None


def test_a_commune_where_everyone_was_asked_is_called_uncertain(commuters: Any) -> None:
    whole = commuters("74118")
    assert (whole["precision"], whole["status"], whole["standard_error"]) == ("A", "ok", 0.0)


def test_a_country_has_the_precision_of_the_whole_flow(commuters: Any) -> None:
    assert commuters("74012", "CH")["precision"] == commuters("74012")["precision"] == "A"


def test_nobody_among_those_drawn_is_told_as_nobody_at_all(commuters: Any) -> None:
    none = commuters("74243")
    assert (none["value"], none["status"], none["status_reason"]) == (0.0, "low_precision", "few_people")


def test_everyone_among_those_drawn_is_told_as_everyone_for_certain(commuters: Any) -> None:
    whole = commuters("74305")
    assert (whole["value"], whole["status"], whole["status_reason"]) == (100.0, "low_precision", "few_people")


def foreigners(counts: dict[str, float], **options: int) -> dict[str, dict[str, Any]]:
    """The reading of each commune where so many of 3,000 residents are foreign: two published counts, no file of people."""
    shared = {"source_id": "insee-rp-nat", "dataset": "x", "area_level": "commune", "time_period": "2021",
              "geography_year": 2024, "obs_status": "A", "vintage": "v", "counterpart_area": "W"}  # fmt: skip
    rows = [
        {"ref_area": code, "measure": measure, "value": value}
        for code, count in counts.items()
        for measure, value in (("foreign_residents", count), ("residents", 3000.0))
    ]
    found = readings(facts_from_rows(rows, **shared), "foreign-residents-share", dict.fromkeys(counts, ""), **options)
    return {code: found["foreign-residents-share", code, "W"] for code in counts}


def test_a_published_count_of_class_c_stands_on_a_page_that_says_it_is_not_published() -> None:
    found = foreigners({"74012": 12.0, "74008": 60.0, "74040": 1500.0})
    hidden, weak, sure = (found[code] for code in ("74012", "74008", "74040"))
    assert (hidden["precision"], hidden["status"], hidden["status_reason"]) == ("C", "low_precision", "too_uncertain")
    assert hidden["value"] is hidden["numerator"] is None
    assert (weak["value"], weak["precision"], weak["status_reason"]) == (2.0, "B", "few_people")
    assert (sure["value"], sure["precision"], sure["status"]) == (50.0, "A", "ok")
    assert all(row["standard_error"] is None for row in found.values())  # an approximation is no error of a sample


def test_a_share_of_all_those_drawn_is_called_certain() -> None:
    _, few = judged_share(4, 4, level="epci", inhabitants=50_000, complementary=False, shared=True)
    _, many = judged_share(4000, 4000, level="epci", inhabitants=50_000, complementary=False, shared=True)
    assert (few.precision, many.precision) == ("C", "A")


def test_a_small_group_of_communes_is_taken_for_one_where_everyone_was_asked() -> None:
    """An EPCI of 8,000 inhabitants may mix communes: the fraction of large ones, the less sure, is kept."""
    asked = {"inhabitants": 8_000, "complementary": False, "shared": True}
    commune, _ = judged_share(60, 3000, level="commune", **asked)
    epci, found = judged_share(60, 3000, level="epci", **asked)
    assert commune.standard_error == 0 < epci.standard_error
    assert found.precision == "B"


def test_a_zero_of_a_commune_where_everyone_was_asked_is_no_zero() -> None:
    asked, drawn = foreigners({"74012": 0.0}, inhabitants=9_000), foreigners({"74012": 0.0})
    assert (asked["74012"]["value"], asked["74012"]["status"]) == (0.0, "ok")
    assert (drawn["74012"]["value"], drawn["74012"]["status_reason"]) == (0.0, "few_people")


def households() -> list[tuple[str, str, float, bool, bool]]:
    """Canton, number, weight, in work, immigrant: in a household all are immigrants or none is."""
    rows = []
    for number in range(240):
        canton = "7401" if number < 150 else "7402"
        weight = 2.5 if canton == "7401" else 4.8
        for member in range(1 + number % 3):
            rows.append((canton, f"{number:06}", weight, member < 2, number % 5 == 0))
    return rows


def indcvi() -> str:
    rows = [
        f"{canton};74;{number};{1 if immigrant else 2};1;{11 if working else 21};FZ;{weight}"
        for canton, number, weight, working, immigrant in households()
    ]
    return "\n".join(["CANTVILLE;DEPT;NUMMI;IMMI;INATC;TACT;NA5;IPONDI", *rows]) + "\n"


def test_people_of_one_household_are_counted_as_drawn_one_by_one(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(streams, "BLOCK", 700)  # households straddle the pieces that a file is read by
    facts = read("insee-rp-indcvi", write(tmp_path, "FD_INDCVI_2021.csv", indcvi())).facts
    rows = households()
    weights = np.array([row[2] for row in rows])
    fractions = 1 / weights
    immigrant = np.array([row[3] and row[4] for row in rows], dtype=float)
    working = np.array([row[3] for row in rows], dtype=float)
    numbers = [row[0] + row[1] for row in rows]
    variance = weighted.total(weights, numbers, immigrant, fraction=fractions).standard_error ** 2
    given = {row["measure"]: row["value"] for row in facts.to_pylist() if row["counterpart_area"] == "W"}
    assert given[covariance("workers_immigrant", "workers_immigrant")] == pytest.approx(variance, rel=1e-9)
    alone = weighted.total(weights, list(range(len(rows))), immigrant, fraction=fractions).standard_error ** 2
    assert variance > 1.5 * alone
    reading = readings(facts, "foreign-workers-share", {})["foreign-workers-share", "84", "W"]
    share = weighted.ratio(weights, numbers, immigrant, working, fraction=fractions)
    assert reading["standard_error"] == pytest.approx(100 * share.standard_error, rel=1e-9)
    assert reading["precision"] in ("A", "B")
