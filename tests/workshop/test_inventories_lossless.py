"""S15: the inventory of external action comes in, is edited and comes back: nothing of it is lost, in no shape of file."""

from __future__ import annotations

import io
import random
import re
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longuevue.workshop.links import inventory_services as services
from longuevue.workshop.links.models import Inventory, Link
from longuevue.workshop.links.services import save_link
from longuevue.workshop.reasoning.csv_rows import bare
from longuevue.workshop.reasoning.inventories import as_workbook
from tests.workshop.registers import as_file, back, received, tables

AGAIN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@AGAIN
@given(tables(), st.sampled_from(["utf-8 ;", "utf-8-sig ,", "utf-16 tab", "cp1252 ;", "utf-8 |"]), st.randoms())
def test_s15_a_table_comes_back_otherwise_than_it_came_or_an_edit_touches_another_cell(
    valmont: Any, moderator: Any, made: tuple[list[list[str]], dict[str, int]], make: str, chance: random.Random
) -> None:
    """S15: round-trip lossless. Same cells, same order, dates as typed; after an edit the edited cells alone differ."""
    Inventory.objects.all().delete()
    Link.objects.filter(observatory=valmont).delete()
    table, mapping = made
    if make.startswith("cp1252"):
        table = [[cell.encode("cp1252", "ignore").decode("cp1252") for cell in row] for row in table]
        table = [row for row in table if any(map(str.strip, row))]
    inventory = received(valmont, moderator, *as_file(table, make))
    # what is read as guarded stands for what it guards: « '=x » is « =x » made harmless
    expected = [[bare(cell) for cell in row] for row in table]
    assert back(inventory) == expected, "before it is brought in"
    services.take(inventory, mapping, "twinning", by=moderator)
    assert back(inventory) == expected, "once it is in"
    rows = [row for row in inventory.rows.all() if row.link_id]
    if not rows:
        return
    row = chance.choice(rows)
    at = inventory.header and list(inventory.rows.all()).index(row) + len(expected) - inventory.rows.count()
    link = row.link
    assert link is not None
    link.partner, link.end = "Nouveau nom é🌍", "2099-12-31"
    save_link(valmont, link)
    expected[at][mapping["partner"]] = "Nouveau nom é🌍"
    if "end" in mapping:
        expected[at][mapping["end"]] = (
            "31/12/2099" if re.fullmatch(r"\d\d/\d\d/\d{4}", expected[at][mapping["end"]]) else "2099-12-31"
        )
    for column in row.free()[:1]:
        services.correct(row, {column: "corrigé œ"}, read=row.as_read)
        expected[at][column] = "corrigé œ"
    assert back(inventory) == expected, "only the edited cells differ"


@pytest.mark.parametrize("make", ["xlsx", "ods"])
def test_s15_a_workbook_comes_back_otherwise_than_it_came(valmont: Any, moderator: Any, make: str) -> None:
    table = [
        ["Pays", "Zone libre", "Autorité locale étrangère", "Collectivité française", "Zone libre", "Date de début"],
        ["Mali", "=1+1", "Ségou", "Montpellier", "é🌍 œ", "12/05/1998"],
        ["Haïti", "", "Cap-Haïtien", "Lyon", "deux mots", "1998"],
    ]
    inventory = received(valmont, moderator, *as_file(table, make))
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    assert back(inventory) == table
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(services.given_back(inventory), "Régistre / 2")))
    found = [["" if cell.value is None else cell.value for cell in row] for row in book.active.iter_rows()]
    assert found == table and {c.data_type for row in book.active.iter_rows() for c in row if c.value} == {"s"}
    again = received(valmont, moderator, "xlsx", as_workbook(services.given_back(inventory), "Registre"))
    assert back(again) == table, "and goes on coming back"
