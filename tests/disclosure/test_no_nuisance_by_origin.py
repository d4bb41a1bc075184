"""Red team (S62): people who want a table of nuisance by origin, by the marker's page, the file, or the catalogue.

Played in Valmont: a rumour about forestry families, a petition, complaints of noise.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from longuevue.config import pipeline
from longuevue.config.pipeline import build
from longuevue.engine.disclosure.origin import refuse_origin_beside_blame_in
from longuevue.facts.table import facts_from_rows
from longuevue.markers import shelf as shelf_room
from longuevue.markers.crossings import blames, tells_origin
from longuevue.markers.marker import read_marker
from longuevue.markers.shelf import load_shelf
from longuevue.terms.refusal import Refusal
from tests.disclosure.guarded import loaded, observatory

COMPLAINTS = {"sum": {"measure": "noise_complaints"}}
FOREIGN = {"sum": {"measure": "foreign_residents"}}
ATTEMPTS = {
    "complaints per foreign resident": ({"ratio": {"of": COMPLAINTS, "to": FOREIGN, "per": 1000}}, "no"),
    "suspects by country": ({"sum": {"measure": "suspects"}}, "yes"),
    "offences by coarse region": ({"sum": {"measure": "offences_recorded"}}, "partial"),
    "diversity of complaints over countries": ({"effective_number": {"of": COMPLAINTS, "over": "counterpart"}}, "no"),
    "one category of origin": ({"sum": {"measure": "plaintes_deposees", "category": ["étrangers"]}}, "no"),
    "a category that blames": ({"sum": {"measure": "immigrants", "category": ["délinquance"]}}, "no"),
    "difference of the two": ({"minus": {"of": {"sum": {"measure": "incivilites"}}, "less": FOREIGN}}, "no"),
    "a balance": (
        {
            "balance": {
                "inbound": {"sum": {"measure": "arrests"}},
                "outbound": {"sum": {"measure": "refugees_welcomed"}},
            }
        },
        "no",
    ),
}


def page(tmp_path: Path, formula: dict, by_country: str, companion: dict | None = None) -> Path:
    shipped = next(Path(shelf_room.__file__).parent.rglob("outbound-volunteers.yaml"))
    text = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    text |= {"id": "rumeur", "formula": {"value": formula}, "by_partner_country": by_country, "aggregation": "none"}
    if companion:
        words = {"fr": "À côté", "en": "Beside"}
        text["companions"] = [{"id": "a-cote", "label": words, "unit": dict(words), "formula": {"value": companion}}]
    path = tmp_path / "rumeur.yaml"
    path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_page_that_crosses_origin_and_blame_is_refused(attempt, tmp_path):
    formula, by_country = ATTEMPTS[attempt]
    with pytest.raises(Refusal, match="aucune gêne ni infraction n'est rapportée à une origine"):
        read_marker(page(tmp_path, formula, by_country))


def test_a_companion_measure_is_no_way_round(tmp_path):
    with pytest.raises(Refusal, match="rapportée à une origine"):
        read_marker(page(tmp_path, COMPLAINTS, "no", companion=FOREIGN))


def test_complaints_without_origin_may_still_be_counted(tmp_path):
    """The rule protects people, it does not hide a noise."""
    assert read_marker(page(tmp_path, COMPLAINTS, "no")).id == "rumeur"


def nuisance_facts(**changes: object):
    row = {"measure": "noise_complaints", "ref_area": "34172", "value": 12.0, "counterpart_area": "W", "category": None}
    return facts_from_rows(
        [row | changes], source_id="actor-authority", dataset="essai", area_level="commune", geography_year=2026,
        time_period="2025", item=None, obs_status="A", vintage="2025",
    )  # fmt: skip


FILES: list[dict[str, str]] = [
    {"counterpart_area": "BG"},
    {"category": "étrangers"},
    {"measure": "complaints_against_foreign_residents"},
    {"measure": "foreign_residents", "category": "plaintes"},
    {"measure": "Délits", "counterpart_area": "RO"},
]


@pytest.mark.parametrize("changes", FILES)
def test_a_file_of_complaints_by_origin_never_enters_an_edition(changes):
    with pytest.raises(Refusal, match="rapportée à une origine"):
        refuse_origin_beside_blame_in(nuisance_facts(**changes))


def test_one_of_the_attempts_gives_a_table_of_nuisance_by_origin(tmp_path, prove):
    """All of them, counted: by the marker's page, by a companion, by the file."""
    tries = [lambda pair=pair: read_marker(page(tmp_path, *pair)) for pair in ATTEMPTS.values()]
    tries.append(lambda: read_marker(page(tmp_path, COMPLAINTS, "no", companion=FOREIGN)))
    tries += [lambda one=one: refuse_origin_beside_blame_in(nuisance_facts(**one)) for one in FILES]
    passed = 0
    for attempt in tries:
        try:
            attempt()
            passed += 1
        except Refusal as refusal:
            assert "rapportée à une origine" in str(refusal)
    prove(f"tables of nuisance by origin made, of {len(tries)} attempts", value=passed, bar="0", holds=not passed)


def test_the_build_stops_and_no_edition_appears(tmp_path, monkeypatch):
    owner = observatory(tmp_path / "valmont")
    facts = nuisance_facts(counterpart_area="BG")
    made = loaded(facts)
    monkeypatch.setattr(pipeline, "load_sources", lambda *_: made)
    with pytest.raises(Refusal, match="rapportée à une origine"):
        build(owner)
    assert list(owner.editions.glob("2*")) == []


def test_no_marker_of_the_catalogue_can_be_read_that_way():
    for marker in load_shelf():
        names = [name for each in (marker, *marker.companion_markers()) for name in each.tree().measures()]
        if any(blames(name) for name in names):
            assert marker.by_partner_country == "no"
            assert not any(tells_origin(name) for name in names)


@pytest.mark.parametrize(
    "name", ["students_international", "vols_internationaux", "air_destinations", "twinning", "pupils"]
)
def test_ordinary_measures_are_not_taken_for_blame(name):
    assert not blames(name)


def test_places_are_in_order_of_names_never_of_a_count_of_people(starter):
    for marker in ("foreign-residents-share", "immigrant-residents-share"):
        for level in ("departement", "region"):
            names = [row["ref_area_name"] for row in starter.table(marker, level)]
            assert names == sorted(names)
