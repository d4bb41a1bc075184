"""Registers of external action as people send them: tables of any shape, in any file, and the same given back. No test here."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from longuevue.workshop.links import inventory_services as services
from longuevue.workshop.links.inventory_columns import ROLES
from longuevue.workshop.links.models import Inventory
from longuevue.workshop.reasoning.csv_rows import bare
from longuevue.workshop.reasoning.inventories import as_csv
from tests.workshop.test_workbooks_in import ods, xlsx

Table = Sequence[Sequence[str]]

SLY = ["=1+1", "'=x", "+33 4 67", "@a", "-2", "''", 'a;b"c', "'", "Żyrardów", "deux\nlignes", "=a\r\n+b", "🇭🇹 é œ", "1 200 €", "  bords  ", "|", ""]  # fmt: skip
TEXT = st.one_of(st.sampled_from(SLY), st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20))
CELLS = {
    "authority": st.sampled_from(["Montpellier", "Ville de Montpellier", "MONTPELLIER", "Ville de Lyon", "Montpelier", "Syndicat", ""]),
    "authority_code": st.sampled_from(["", "34172", "213401722", "243400017", "69123", "ZZ"]),
    "partner": st.one_of(st.sampled_from(["Heidelberg", "Cap-Haïtien 🇭🇹", "Total", ""]), TEXT),
    "country": st.sampled_from(["Allemagne", "MALI", "ht", "Syldavie", ""]),
    "kind": st.sampled_from(["Jumelage", "Projet de coopération", "convention", "autre chose", ""]),
    "field": st.sampled_from(["Eau et assainissement", "Culture", "???", ""]),
    "tags": st.sampled_from(["ODD 4", "6 ; 13", "ODD 4 : éducation / ODD 5", "rien", ""]),
    "start": st.sampled_from(["1961", "12/05/1998", "mai 2004", "2004-05", "hier", "05/2004", ""]),
    "end": st.sampled_from(["", "31/12/2030", "1950"]),
    "status": st.sampled_from(["En cours", "clôturé", "terminé", "à suivre", ""]),
    "aims": TEXT, "title": TEXT, "identifier": TEXT, "amount": TEXT, "funder": TEXT,
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, int]]:
    """(a table with its header, role → column): columns in any order, under any of their names, others among them."""
    roles = ["authority", "partner", "country", "kind", *draw(st.sets(st.sampled_from(sorted(set(CELLS) - {"authority", "partner", "country", "kind"}))))]  # fmt: skip
    order = draw(st.permutations([*roles, *["other"] * draw(st.integers(0, 3))]))
    header = [
        ROLES[role][0] if role in ("authority", "country") else draw(st.sampled_from([ROLES[role][0], *ROLES[role][1]]))
        if role != "other" else draw(TEXT)
        for role in order
    ]  # fmt: skip
    row = (
        st.tuples(*(CELLS.get(role, TEXT) for role in order)).map(list).filter(lambda cells: any(map(str.strip, cells)))
    )
    rows = draw(st.lists(row, min_size=1, max_size=4))
    return [header, *rows], {role: at for at, role in enumerate(order) if role != "other"}


def as_file(table: Table, make: str) -> tuple[str, bytes]:
    """(ending, content) of the table, in one of the shapes that people send."""
    if make in ("xlsx", "ods"):
        return make, (xlsx if make == "xlsx" else ods)(("Registre", table))
    encoding, delimiter = make.split(" ")
    out = io.StringIO()
    csv.writer(out, delimiter={"tab": "\t"}.get(delimiter, delimiter)).writerows(table)
    return "csv", out.getvalue().encode(encoding)


def received(observatory: Any, by: Any, ending: str, content: bytes) -> Inventory:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{ending}"
        path.write_bytes(content)
        (inventory, *_), _ = services.receive(observatory, path, by=by, name=f"registre.{ending}")
    return inventory


def back(inventory: Inventory) -> list[list[str]]:
    """The table given back as a CSV, read as a spreadsheet reads it and as we read it."""
    text = as_csv(services.given_back(inventory))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")], (
        "no cell that leaves is a formula"
    )
    return [[bare(cell) for cell in row] for row in rows]


REGISTER = """Collectivité;Code INSEE;Partenaire étranger;Pays;Type;Intitulé;Date de début;Budget;Personne référente
Ville de Montpellier;34172;Heidelberg;Allemagne;Jumelage;;1961;;Zoé Quidam
Montpellier Méditerranée Métropole;;Ségou;Mali;Convention de coopération;;2004;12 000 €;
Montpellier;;Ségou;Mali;;Eau potable 💧;2005;1,5 M€;
Montpellier;;Ségou;Mali;;Santé;2005;;
Ville de Lyon;69123;Bamako;Mali;Jumelage;;1992;;
Région Occitanie;;Fès;Maroc;Accord;;;;
Montpelier;;Fès;Maroc;Jumelage;;;;
Le Crès;;Tlemcen;Syldavie;Jumelage;;an 3;;
Total;;;;;;;13 500 €;
"""
