"""Spreadsheets of every make sent through the form: XLSX, ODS and CSV are read; broken, wrong or hostile ones are answered in
plain French, and nothing of them comes in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = "/atelier/o/valmont/"
ROWS = (("Ville jumelle", "Pays", "Commune", "Signature"), ("Kozani", "Grèce", "34172", "1961"))
SLY = '=HYPERLINK("https://mal.example","Cliquez")'


def xlsx(*sheets: tuple[str, Sequence[Sequence[str]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(at, column, text)
                cell.data_type = "s"  # text, even when it looks like a formula
    book.save(out)
    return out.getvalue()


def ods(*sheets: tuple[str, Sequence[Sequence[str]]]) -> bytes:
    book, out = OpenDocumentSpreadsheet(), io.BytesIO()
    for name, rows in sheets:
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for text in row:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.write(out)
    return out.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with one more file in it."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def rewritten(content: bytes, name: str, data: bytes) -> bytes:
    """The workbook with another content for one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return out.getvalue()


@pytest.fixture
def browser(valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]) -> Client:
    return visitor(person(valmont, "moderator"))


def sent(browser: Client, name: str, content: bytes, to: str = "liens/table/") -> tuple[int, str]:
    """(status, what the page says in plain spaces)."""
    answer = browser.post(f"{HERE}{to}", {"table": SimpleUploadedFile(name, content), "kind": "twinning"})
    text = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")
    return answer.status_code, text.partition("<main")[2]


def test_a_spreadsheet_of_another_make_is_read_otherwise(valmont: Any, browser: Client) -> None:
    csv = "\r\n".join(";".join(row) for row in ROWS)
    files = {
        "jumelages.xlsx": xlsx(("Jumelages", ROWS)),
        "jumelages.ods": ods(("Jumelages", ROWS)),
        "JUMELAGES.CSV": csv.encode("utf-8-sig"),
        "windows.csv": csv.encode("cp1252"),
        "excel-unicode.csv": csv.replace(";", "\t").encode("utf-16"),
    }
    for name, content in files.items():
        valmont.world_links.all().delete()
        status, page = sent(browser, name, content)
        link = valmont.world_links.get()
        assert (status, link.partner, link.country, link.start) == (200, "Kozani", "GR", "1961"), (name, page)


@pytest.mark.parametrize("make", [xlsx, ods])
def test_the_sheet_that_is_not_the_first_or_the_one_left_aside_is_not_told(
    valmont: Any, browser: Client, make: Callable[..., bytes]
) -> None:
    kind = make.__name__
    read_me = ("Lisez-moi", (("Tableau tenu par le service", "depuis 2019"),))
    status, page = sent(browser, f"a.{kind}", make(read_me, ("Jumelages", ROWS)))
    assert status == 200 and "1 lignes ajoutées" in page and "Feuille « Lisez-moi » : aucun en-tête reconnu" in page
    status, page = sent(browser, f"b.{kind}", make(read_me))
    assert status == 400 and "Aucun en-tête reconnu. Vu :" in page and "Tableau tenu par le service" in page
    assert valmont.world_links.count() == 1


BOOK = xlsx(("A", ROWS))
BROKEN: dict[str, tuple[str, bytes, str]] = {
    "cut in two": ("a.xlsx", BOOK[: len(BOOK) // 2], "incomplet ou abîmé"),
    "an ODS cut in two": ("a.ods", ods(("A", ROWS))[:900], "incomplet ou abîmé"),
    "text under another name": ("a.xlsx", b"Ville jumelle;Pays\nKozani;GR\n", "incomplet ou abîmé"),
    "a workbook under the name of a CSV": ("a.csv", BOOK, "une archive ZIP ou un classeur"),
    "macros": ("a.xlsm", BOOK, "contient des macros"),
    "macros under another name": ("a.xlsx", with_member(BOOK, "xl/vbaProject.bin", b"\x00"), "contient des macros"),
    "macros in ODS": ("a.ods", with_member(ods(("A", ROWS)), "Basic/Standard/Module1.xml", b"<x/>"), "contient des macros"),
    "a bomb": ("a.xlsx", with_member(BOOK, "xl/media/a.bin", bytes(130 << 20)), "bien plus gros"),
    "broken inside": ("a.xlsx", rewritten(BOOK, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "Classeur abîmé"),
    "entities": (
        "a.xlsx",
        rewritten(BOOK, "xl/worksheets/sheet1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>"),
        "entités XML",
    ),
    "nothing in it": ("a.csv", b"", "vide"),
    "an old Excel": ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "ni un CSV, ni un XLSX, ni un ODS"),
    "an old Excel under another name": ("a.csv", b"\xd0\xcf\x11\xe0" + bytes(600), "ancien classeur Excel"),
    "a web page": ("a.csv", b"<!doctype html><html><body>Erreur</body></html>", "page"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("to", ["liens/table/", "acteurs/table/"])
def test_a_broken_or_hostile_file_is_not_answered_in_plain_french(
    valmont: Any, browser: Client, case: str, to: str
) -> None:
    name, content, words = BROKEN[case]
    status, page = sent(browser, name, content, to)
    fault = page.partition('class="fault"')[2][:600]
    assert status == 400 and words in fault, fault
    assert not [word for word in ("Traceback", "Error", "zip file", "Exception") if word in fault]
    assert not valmont.world_links.exists() and not valmont.actors.exists() and not valmont.batches.exists()


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_formula_that_came_in_by_a_workbook_leaves_as_one(
    valmont: Any, browser: Client, make: Callable[..., bytes]
) -> None:
    rows = (("Nom", "Description", "Site internet"), (SLY, "@SUM(1+1)", ""), ("Bon", "-2", "javascript:alert(1)"))
    _, page = sent(browser, f"a.{make.__name__}", make(("Acteurs", rows)), "acteurs/table/")
    assert "C3 : « javascript:alert(1)" in page, "a script is no address, and the cell is named"
    actor = valmont.actors.get()
    assert (actor.name, actor.description) == (SLY, "@SUM(1+1)"), "words are kept as they were written"
    out = browser.get(f"{HERE}acteurs/acteurs.csv").content.decode()
    assert "'=HYPERLINK" in out and "'@SUM" in out and ";=" not in out
    assert '<a href="https://mal' not in browser.get(f"{HERE}acteurs/{actor.public_id}/").content.decode()
