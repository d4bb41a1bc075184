"""Shares, their corrections and intervals, on small planted corpora whose truth is known."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from longuevue.discourse.corpus.document import UNREAD, Document, Unit
from longuevue.discourse.judge import Judgement, judge
from longuevue.discourse.measure.calibration import calibration, learned_rates, level_of
from longuevue.discourse.measure.coding import draw, from_csv, stratified_share, stratum_of, to_csv
from longuevue.discourse.measure.correction import Coded, Errors, corrected_share, errors_of, rogan_gladen
from longuevue.discourse.measure.counting import JudgedUnit, judged, tallies_by_list, tally
from longuevue.discourse.measure.quality import known_errors, sheet
from longuevue.terms.refusal import Refusal

YES = Judgement(True, ("cooperation",), "both", False, ("jumelage",), 0.2)
NO = Judgement(False, (), "none", False, (), 0.0)
HINT = Judgement(False, (), "none", False, ("indice",), 0.6)
GOOD = Errors(95, 5, 990, 10)


def _units(yes: int, no: int, *, hints: int = 0, documents: int = 10) -> list[JudgedUnit]:
    found = [YES] * yes + [HINT] * hints + [NO] * no
    return [
        JudgedUnit(Unit(f"u{n}", "Un texte de séance", f"d{n % documents}", n, page=n % 7), judgement)
        for n, judgement in enumerate(found)
    ]


def test_the_correction_takes_back_the_false_alarms() -> None:
    assert rogan_gladen(0.01, 0.95, 0.99) == pytest.approx(0.0)
    assert rogan_gladen(0.104, 0.95, 0.99) == pytest.approx(0.1)


def test_a_meter_that_hardly_tells_publishes_nothing() -> None:
    assert rogan_gladen(0.3, 0.6, 0.6) is None
    share = corrected_share(_units(30, 70), Errors(60, 40, 60, 40))
    assert share.value is None
    assert share.shown() == "non publiée"


def test_the_interval_holds_the_truth_and_the_page_says_less_than() -> None:
    share = corrected_share(_units(60, 540), GOOD)
    assert share.low is not None and share.value is not None and share.high is not None
    assert share.low <= share.value <= share.high
    assert share.low < 9.7 < share.high
    assert share.shown().startswith("moins de ")
    assert float(share.shown()[9:-2].replace(",", ".")) >= share.high


def test_none_found_is_not_never() -> None:
    share = corrected_share(_units(0, 300), GOOD)
    assert share.value == 0.0
    assert share.high is not None and share.high > 0


def test_the_same_files_give_the_same_interval() -> None:
    assert corrected_share(_units(10, 300), GOOD) == corrected_share(_units(10, 300), GOOD)


def test_documents_are_resampled_whole() -> None:
    together = [JudgedUnit(Unit(f"u{n}", "x", f"d{n // 40}", n), YES if n < 40 else NO) for n in range(400)]
    spread = [JudgedUnit(Unit(f"u{n}", "x", f"d{n % 10}", n), YES if n < 40 else NO) for n in range(400)]
    wide, narrow = corrected_share(together, GOOD), corrected_share(spread, GOOD)
    assert wide.high is not None and narrow.high is not None
    assert wide.high > narrow.high


def test_specificity_comes_from_random_draws_only() -> None:
    coded = (
        [Coded("a", False, True, natural=False)] * 50 + [Coded("a", False, False)] * 50 + [Coded("a", True, True)] * 10
    )
    assert errors_of(coded).alarms == 0
    assert errors_of(coded).specificity > 0.98


def test_a_coded_unit_weighs_what_it_stands_for() -> None:
    coded = [Coded("a", True, True, weight=1.0)] * 10 + [Coded("a", True, False, weight=10.0)]
    assert errors_of(coded).sensitivity == pytest.approx(0.5)


def test_coded_documents_are_resampled_too() -> None:
    coded = [Coded(f"d{n % 12}", n % 4 == 0, n % 4 == 0) for n in range(240)]
    share = corrected_share(_units(60, 540), coded=coded)
    assert share.low is not None and share.high is not None and share.low < 10 < share.high


def test_unread_copies_formulas_and_other_languages_stay_out() -> None:
    units = [
        Unit("1", "Jumelage avec Heidelberg", "a", 1),
        Unit("2", "Jumelage avec Heidelberg", "a", 2, copy_of="1"),
        Unit("3", "Vu la directive européenne", "a", 3, furniture="visa"),
        Unit("4", "The twin town of Heidelberg", "a", 4, language="en"),
        Unit("5", "Travaux de voirie", "a", 5),
    ]
    documents = [Document("a", "1", "txt", units=tuple(units)), Document("b", "2", "pdf", UNREAD, "scan")]
    counted = tally(judged(documents))
    assert (counted.units, counted.international) == (2, 1)
    assert (counted.copies, counted.boilerplate, counted.european_boilerplate, counted.other_languages) == (1, 1, 1, 1)


def test_pages_words_years_and_documents_are_counted() -> None:
    units = [
        JudgedUnit(Unit("1", "un deux trois", "a", 1, page=1, date="2023-01-01"), YES),
        JudgedUnit(Unit("2", "quatre", "a", 2, page=2, date="2024-01-01"), NO),
    ]
    counted = tally(units)
    assert (counted.international_words, counted.words) == (3, 4)
    assert (len(counted.international_pages), len(counted.pages)) == (1, 2)
    assert counted.years == {"2023": [1, 1], "2024": [0, 1]}


def test_lists_keep_the_order_of_the_file() -> None:
    units = [JudgedUnit(Unit(g, "x", "a", 1, group=g), NO) for g in ("z", "a", "m")]
    assert list(tallies_by_list(units)) == ["z", "a", "m"]


def test_the_draw_is_stratified_blind_and_repeatable() -> None:
    units = _units(80, 900, hints=60)
    drawn = draw(units)
    assert len(drawn) == 150
    assert {name: sum(one.stratum == name for one in drawn) for name in ("yes", "doubtful", "no")} == {
        "yes": 60, "doubtful": 38, "no": 52,
    }  # fmt: skip
    out = to_csv(drawn)
    assert "yes" not in out and "jumelage" not in out
    assert to_csv(draw(units)) == out
    assert stratum_of(units[0]) == "yes"


def _coded(units: list[JudgedUnit], truth: dict[str, bool]) -> bytes:
    rows = list(csv.DictReader(io.StringIO(to_csv(draw(units)))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    for row in rows:
        yes = truth[row["id"]]
        writer.writerow(row | {"international": int(yes), "theme": "culture" if yes else "none", "direction": "in"})
    return out.getvalue().encode()


def test_the_stratified_estimate_finds_the_planted_share() -> None:
    units = _units(60, 900, hints=40)
    truth = {one.unit.id: one.judgement.international or one.judgement is HINT for one in units}
    share = stratified_share(units, from_csv(_coded(units, truth)))
    assert share.value == pytest.approx(10.0, abs=0.5)
    assert share.low is not None and share.high is not None and share.low <= 10.0 <= share.high


def test_too_few_codes_publish_nothing() -> None:
    units = _units(60, 900)
    content = _coded(units, {one.unit.id: one.judgement.international for one in units}).decode().split("\n")
    share = stratified_share(units, from_csv("\n".join(content[:8]).encode()))
    assert share.value is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,a,2,culture,in", "international vaut"),
        ("1,a,1,sport,in", "Thème inconnu"),
        ("1,a,1,culture,up", "Direction inconnue"),
    ],
)
def test_a_wrong_code_is_refused_with_its_line(line: str, said: str) -> None:
    content = f"id,text,international,theme,direction\n{line}\n".encode()
    with pytest.raises(Refusal, match=said) as caught:
        from_csv(content)
    assert "ligne 2" in caught.value.sentence()


def test_a_calibrated_meter_has_slope_one_and_a_boastful_one_less() -> None:
    random = np.random.default_rng(5)
    true = random.uniform(0.05, 0.95, 3000)
    outcome = (random.uniform(size=3000) < true).tolist()
    honest = calibration(true.tolist(), outcome)
    assert abs(honest.in_the_large) < 2
    assert honest.slope == pytest.approx(1.0, abs=0.1)
    odds = np.log(true / (1 - true)) * 2.5
    assert calibration((1 / (1 + np.exp(-odds))).tolist(), outcome).slope < 0.6


def test_probabilities_follow_what_stands_behind_the_answer() -> None:
    table = learned_rates([YES] * 50 + [NO] * 200, [True] * 49 + [False] * 201)
    assert table["several"] > 0.9
    assert table["quiet"] < 0.05
    assert level_of(judge("Jumelage avec Heidelberg")) == "several"


def test_the_shipped_quality_sheet_is_counts_only_and_publishable() -> None:
    errors = known_errors()
    assert errors.sensitivity + errors.specificity - 1 > 0.3
    assert set(sheet()) == {"lexicon", "note", "strata"}
    assert all(isinstance(v, int | bool) for row in sheet()["strata"].values() for v in row.values())
