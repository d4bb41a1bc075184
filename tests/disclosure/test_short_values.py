"""Small counts in the words of a page or a paper: stated, or given by a subtraction, they are found; other numbers are not."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.config.gate import ledger_of
from longuevue.edition.audit import audit_edition
from longuevue.edition.exits import leaks_in
from longuevue.edition.reader import Edition
from longuevue.edition.sought import Sought, short_ones_stated, stems_of
from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.ledger import Ledger
from tests.disclosure.guarded import EPCI, SOURCE

KEY = CellKey("actor-valmont", "care_abroad", "com-V0001", "2025", "W")
STEMS = stems_of(["Soignants formés à l'étranger", "Care staff trained abroad", "personnes persons"])
VALUE = Sought(3, KEY, None, ("Val-le-Petit", "V0001"), (), STEMS)
WHOLE = KEY._replace(area="epci-200000001")
REST = Sought(1241, KEY, WHOLE, ("Val-le-Petit", "V0001"), ("Grand Valmont",), STEMS)


@pytest.mark.parametrize(
    "text",
    [
        "<p>À Val-le-Petit, <strong>3</strong> personnes soignent.</p>",
        "<tr><th>Val-le-Petit</th><td>3</td></tr>",
        "Val-le-Petit (V0001)   3\nAutre-Val 412",
        '<img alt="Val-le-Petit : 3 soignants">',
        "In Val-le-Petit there were 3 trained carers",
        "<svg><title>Val-le-Petit: 3 persons</title></svg>",
    ],
)
def test_a_small_count_in_its_sentence_goes_unseen(text):
    assert short_ones_stated(text, [VALUE, REST]) == [VALUE]


@pytest.mark.parametrize(
    "text",
    [
        "Hors Val-le-Petit, le Grand Valmont compte 1\u202f241 soignants.",
        "Grand Valmont, les autres communes : 1 241 personnes",
        "<li>Without Val-le-Petit: 1,241 persons</li>",
    ],
)
def test_what_is_left_of_a_published_total_goes_unseen(text):
    assert short_ones_stated(text, [VALUE, REST]) == [REST]


@pytest.mark.parametrize(
    "text",
    [
        "<p>À Val-le-Petit, valeur protégée. 3 questions à poser.</p>",
        "Val-le-Petit, 3 rue du Port, le 3/11/2026, 3 % et 1,3 personne, 13 personnes, page 3",
        "<tr><th>Val-le-Petit</th><td>valeur protégée</td><td>3</td></tr>",
        "Autre-Val : 3 personnes",
        "Grand Valmont : 1 241 personnes à vélo",
        "Val-le-Petitou : 3 personnes",
    ],
)
def test_another_number_is_taken_for_the_withheld_one(text):
    assert short_ones_stated(text, [VALUE, REST]) == []


def test_a_subtraction_written_in_an_export_passes_the_auditor(guarded, secrets, tmp_path: Path):
    """A leaflet says what the group of communes counts without one of them: the protected figure is one subtraction away."""
    owner, path = guarded
    edition, ledger = Edition.open(path), Ledger(ledger_of(owner.folder))
    key = min(k for k in secrets if (k.area[:4], k.measure, k.counterpart) == ("com-", "care_abroad", "W"))
    rows = pq.read_table(path / "facts/by_marker.parquet", filters=[("source_id", "=", SOURCE)]).to_pylist()
    total = next(
        r["value"] for r in rows if (r["ref_area"], r["measure"], r["counterpart_area"]) == (EPCI, "care_abroad", "W")
    )
    name = edition.territory(key.area)["name"]
    leaflet = tmp_path / "tract.html"
    leaflet.write_text(f"<p>{name} mise à part, l'intercommunalité compte {total - secrets[key]:,.0f} soignants.</p>")
    faults = audit_edition(path, ledger=ledger, exports=[leaflet]).faults
    assert any(key.code() in fault and "ôté de" in fault for fault in faults), faults
    leaflet.write_text(
        f"<p>{name} mise à part, l'intercommunalité compte {total - secrets[key] + 1:,.0f} soignants.</p>"
    )
    assert audit_edition(path, ledger=ledger, exports=[leaflet]).faults == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lu.json", '{"page": {"aloud": ["À Val-le-Petit, 3 soignants sont formés à l\u2019étranger."]}}'),
        (
            "chiffre.json",
            '{"ref_area_name": "Val-le-Petit", "read": {"note": ""}, "aloud": "3 soignants formés ailleurs"}',
        ),
        ("liste.json", '["Val-le-Petit : 3 soignants"]'),
        ("lignes.ndjson", '{"note": "rien"}\n{"note": "Val-le-Petit : <strong>3</strong> personnes"}\n'),
        ("carte.geojson", '{"features": [{"properties": {"title": "Val-le-Petit, 3 soignants"}}]}'),
        ("catalogue.jsonld", '{"description": "Care at Val-le-Petit: 3 persons"}'),
        ("table.csv", 'code;phrase\nV0001;"Val-le-Petit compte 3 soignants, dit-on"\n'),
        ("table.tsv", "code\tphrase\nV0001\tHors Val-le-Petit, le Grand Valmont compte 1 241 soignants\n"),
    ],
)
def test_a_sentence_inside_a_table_or_a_document_passes_the_auditor(name, text, tmp_path: Path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    leaks, read = leaks_in(tmp_path, {KEY: 3.0}, [VALUE, REST])
    assert {leak.where for leak in leaks} == {name} and read == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lu.json", '{"name": "Val-le-Petit", "rank": 3, "aloud": "Val-le-Petit : valeur protégée", "pages": 3}'),
        ("autre.json", '[{"aloud": "Autre-Val : 3 soignants", "name": "Autre-Val"}, {"name": "Val-le-Petit"}]'),
        ("table.csv", "nom;statut;millésime\nVal-le-Petit;valeur protégée;2025-3\n"),
    ],
)
def test_a_number_beside_a_protected_place_in_a_table_is_taken_for_its_value(name, text, tmp_path: Path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert leaks_in(tmp_path, {KEY: 3.0}, [VALUE, REST])[0] == []


@pytest.mark.parametrize(
    ("columns", "leaks"),
    [
        ({"ref_area_name": ["Val-le-Petit", "Autre-Val"], "note": ["3 soignants ici", "3 soignants ici"]}, True),
        ({"phrase": ["À Val-le-Petit, 3 personnes soignent"], "value": [412.0]}, True),
        ({"ref_area_name": ["Autre-Val", "Val-le-Petit"], "note": ["3 soignants ici", "valeur protégée"]}, False),
    ],
)
def test_a_sentence_in_a_column_of_a_parquet_file_passes_the_auditor(columns, leaks, tmp_path: Path):
    pq.write_table(pa.table(columns), tmp_path / "notes.parquet")
    assert bool(leaks_in(tmp_path, {KEY: 3.0}, [VALUE, REST])[0]) == leaks
