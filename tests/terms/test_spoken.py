"""Sentences, periods and names of places: what people read must be French, or English, and never a guess."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.periods import age_in_years, is_old, period_end, period_words
from longuevue.terms.place_words import in_place, of_place, this_place
from longuevue.terms.spoken import aloud, full_text, parts_text, value_text

SHARE = {
    "unit": {"fr": "%", "en": "%", "decimals": 1},
    "aloud": {
        "fr": "{value} % des étudiants viennent de l'étranger, soit {numerator} sur {denominator} ({period}).",
        "en": "{value}% of students come from abroad: {numerator} out of {denominator} ({period}).",
    },
}


def reading(**changes: Any) -> dict[str, Any]:
    return {
        "value": 14.925689058224098,
        "status": "ok",
        "numerator": 9872.0,
        "denominator": 66141.0,
        "time_period": "2022-23",
        "counterpart_area": "W",
        **changes,
    }


def test_a_share_is_said_with_its_parts_in_both_languages() -> None:
    assert full_text(reading(), SHARE) == "14,9\u202f%"
    assert full_text(reading(), SHARE, "en") == "14.9%"
    assert parts_text(reading()) == "9\u202f872 sur 66\u202f141"
    said = aloud(reading(), SHARE)
    assert said.startswith("14,9\u202f% des étudiants") and "9\u202f872 sur 66\u202f141 (2022-23)." in said
    assert "9,872 out of 66,141" in aloud(reading(), SHARE, "en")


def test_a_mean_distance_is_said_like_a_part_of_a_whole() -> None:
    reach = reading(value=3123.4, numerator=59344.0, denominator=19.0, unit="km")
    assert parts_text(reach) == "59\u202f344 km pour 19 liens"
    assert parts_text(reach | {"denominator": 1.0}, "en") == "59,344 km over 1 link"


def test_the_counts_of_a_weak_sample_look_exact() -> None:
    weak = reading(precision="B", numerator=55.15, denominator=299.7)
    assert parts_text(weak) == "60 sur 300" and parts_text(weak | {"precision": "A"}) == "55,2 sur 300"
    assert "soit 60 sur 300" in aloud(weak, SHARE)


def test_a_sentence_never_prints_none_when_a_part_is_unknown() -> None:
    said = aloud(reading(numerator=None, denominator=None), SHARE)
    assert said == "14,9\u202f% (2022-23)."


def test_zero_is_said_and_a_withheld_value_is_not() -> None:
    assert value_text(reading(value=0.0), SHARE) == "0,0"
    assert value_text(reading(value=None, status="suppressed"), SHARE) == ""
    assert aloud(reading(value=None, status="suppressed"), SHARE) == ""
    assert value_text(reading(value=3.0, status="suppressed"), SHARE) == ""


def test_an_estimate_says_that_it_is_one() -> None:
    assert full_text(reading(status="estimated"), SHARE) == "≈ 14,9\u202f%"


def test_a_school_year_is_not_a_month() -> None:
    assert period_end("2011-12") == dt.date(2012, 8, 31)
    assert period_end("2016-09") == dt.date(2016, 9, 30)
    assert period_words("2016-09", "fr") == "septembre 2016"
    assert period_words("2022-23", "fr") == "2022-23"


def test_age_is_counted_from_the_edition_and_old_means_over_five_years() -> None:
    on = dt.date(2026, 11, 1)
    assert is_old("2020", on) and not is_old("2022", on)
    assert age_in_years("inconnue", on) is None and not is_old(None, on)


@pytest.mark.parametrize(
    ("level", "code", "name", "of", "inside"),
    [
        ("commune", "76351", "Le Havre", "du Havre", "au Havre"),
        ("commune", "13071", "Les Pennes-Mirabeau", "des Pennes-Mirabeau", "aux Pennes-Mirabeau"),
        ("commune", "17300", "La Rochelle", "de La Rochelle", "à La Rochelle"),
        ("commune", "74012", "Annemasse", "d'Annemasse", "à Annemasse"),
        ("commune", "91228", "Évry-Courcouronnes", "d'Évry-Courcouronnes", "à Évry-Courcouronnes"),
        ("departement", "42", "Loire", "du département de la Loire", "dans le département de la Loire"),
        ("country", "FR", "France", "de la France entière", "en France"),
    ],
)
def test_names_contract_as_french_wants(level: str, code: str, name: str, of: str, inside: str) -> None:
    assert of_place(level, code, name) == of
    assert in_place(level, code, name) == inside


def test_a_name_with_braces_is_only_a_name() -> None:
    assert of_place("epci", "1", "Pays de {Valmont}", "en") == "the group of communes Pays de {Valmont}"
    assert this_place("departement") == "ce département" and this_place("commune", "en") == "this commune"


def test_countries_are_named_in_the_reader_s_language() -> None:
    assert country_name("MA") == "Maroc" and country_name("MA", "en") == "Morocco"
    assert country_name(None) == "pays inconnu" and country_name("W", "en") == "the whole world"
    assert sorted(["Zambie", "Éthiopie", "Albanie"], key=in_order_of_names) == ["Albanie", "Éthiopie", "Zambie"]
