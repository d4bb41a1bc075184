"""A figure in words, played in Valmont: withheld is not zero, lent is not own, old is said, and nothing is rounded to nothing."""

from __future__ import annotations

from typing import Any

import pytest

from longuevue.portal.figures import figure
from longuevue.portal.library import Library
from longuevue.portal.routes import Links
from longuevue.terms.statuses import REASONS, STATUSES, WITH_VALUE

MARKER: dict[str, Any] = {
    "id": "valmont-share",
    "label": {"fr": "Part venue d'ailleurs", "en": "Share from elsewhere"},
    "question": {"fr": "Qui vient d'ailleurs ?", "en": "Who comes from elsewhere?"},
    "field": "people",
    "direction": "inbound",
    "unit": {"fr": "%", "en": "%", "decimals": 1},
    "aloud": {
        "fr": "{value} % viennent d'ailleurs ici ({period}).",
        "en": "{value}% come from elsewhere here ({period}).",
    },
    "caveat": {"fr": "À lire.", "en": "Read this."},
    "cannot_see": {"fr": "Le reste.", "en": "The rest."},
    "absence": {"reason": "no_source", "fr": "Rien n'est chargé.", "en": "Nothing is loaded."},
    "seen_by_names": [{"fr": "la mairie", "en": "the town hall"}],
}


class ValmontEdition:
    """The little that a figure asks of an edition."""

    id = "2026-11-23-valmont"
    date = "2026-11-23"
    observatory = {"name": "Valmont"}  # noqa: RUF012

    def markers(self) -> list[dict[str, Any]]:
        return [MARKER]

    def sources(self) -> list[dict[str, Any]]:
        card = {"id": "valmont-register", "publisher": {"fr": "Ville de Valmont", "en": "City of Valmont"}}
        return [
            {
                **card,
                "title": {"fr": "Registre", "en": "Register"},
                "licence": {"id": "own", "label": "Licence de Valmont"},
            }
        ]

    def portrait(self, area: str) -> dict[str, Any]:
        return {"readings": []}


def reading(**changes: Any) -> dict[str, Any]:
    base = {
        "marker": "valmont-share", "marker_version": 1, "ref_area": "V0001", "ref_area_name": "Valmont",
        "area_level": "commune", "geography_year": 2026, "time_period": "2024", "counterpart_area": "W",
        "value": 12.34, "unit": "%", "numerator": 1234.0, "denominator": 10000.0, "coverage": 1.0, "status": "ok",
        "status_reason": None, "precision": None, "method_version": "ratio/1", "source": "valmont-register",
        "vintage": "2025", "licence": "own", "edition": "2026-11-23-valmont", "address": "valmont-share@1/…", "offered": None,
    }  # fmt: skip
    return {**base, **changes}


def shown(language: str = "fr", **changes: Any) -> Any:
    return figure(reading(**changes), Library(ValmontEdition()), Links(language))


def test_a_figure_carries_all_its_papers() -> None:
    one = shown()
    assert one.full_text == "12,3\u202f%" and one.parts_text == "1\u202f234 sur 10\u202f000"
    assert one.source_name == "Ville de Valmont, registre" and one.licence == "Licence de Valmont"
    assert (one.period_text, one.vintage, one.scale_name, one.place_name) == ("2024", "2025", "commune", "Valmont")


@pytest.mark.parametrize("status", [s for s in STATUSES if s not in WITH_VALUE])
def test_a_missing_value_is_never_drawn(status: str) -> None:
    for reason in REASONS[status]:
        one = shown(value=None, status=status, status_reason=reason)
        assert not one.has_value and one.shown is None
        assert (one.value_text, one.full_text, one.percent, one.aloud) == ("", "", "", "")
        assert one.status_name and one.reason_text


def test_a_withheld_value_is_hidden_even_when_it_slips_through() -> None:
    one = shown(value=3.0, status="suppressed", status_reason="suppressed")
    assert one.value is None and "3" not in one.value_text


def test_zero_is_a_value_with_its_own_sign() -> None:
    one = shown(value=0.0, numerator=0.0)
    assert one.has_value and one.mark == "zero" and one.value_text == "0,0"


def test_little_is_not_zero() -> None:
    assert shown(value=0.03).value_text == "< 0,1"
    assert shown("en", value=0.03).value_text == "< 0.1"


def test_a_figure_too_uncertain_to_be_given_is_said_only_a_little_unsure() -> None:
    one = shown(value=None, numerator=None, status="low_precision", status_reason="too_uncertain", precision="C")
    assert not one.has_value and one.mark == "too_uncertain"
    assert (one.status_name, one.value_text, one.aloud) == ("trop incertain pour être donné", "", "")
    assert "Trop peu de personnes ont été interrogées" in one.reason_text
    weak = shown(status="low_precision", status_reason="weak_sample", precision="B")
    assert (weak.mark, weak.status_name) == ("low_precision", "peu précis")


def test_the_four_words_are_four_signs() -> None:
    marks = {
        shown(value=0.0).mark,
        shown(value=None, status="suppressed", status_reason="suppressed").mark,
        shown(value=None, status="not_available", status_reason="scale_too_small").mark,
        shown(status="estimated", status_reason="estimated_split").mark,
    }
    assert len(marks) == 4


def test_a_lent_figure_never_passes_for_ones_own() -> None:
    larger = reading(ref_area="42", ref_area_name="Loire", area_level="departement")
    one = shown(value=None, status="not_available", status_reason="scale_too_small", offered=larger)
    assert not one.has_value and one.shown is one.offered
    assert (
        "du département de la Loire" in one.offered.borrowed_text
        and "pas de cette commune" in one.offered.borrowed_text
    )
    assert "dans le département de la Loire" in one.offered.aloud and " ici" not in one.offered.aloud


def test_a_figure_over_five_years_old_says_so() -> None:
    assert shown(time_period="2016-09").old and not shown(time_period="2022-23").old
    assert shown(time_period="2016-09").period_text == "septembre 2016"
    assert "10" in shown(time_period="2016-09").age_text


def test_an_english_page_says_when_the_english_is_missing() -> None:
    library = Library(ValmontEdition())
    assert library.text({"fr": "Bonjour", "en": ""}, "en") == "Bonjour [in French]"
