"""A hundred and twenty hostile inputs: each ends as its line says, in a sentence or with every row accounted for."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from longuevue.sources.reading.numbers import NotAFigureError, count, figure
from longuevue.sources.tidying import Tidied
from longuevue.terms.refusal import Refusal
from tests.sources.bench import ODS_HEAD, read, workbook, write, zipped

FESTIVALS = "Nom du festival;Envergure territoriale;Code Insee commune\n"
GOOD = "Fête;Internationale;34172\n"
MOB = "COMMUNE;ILT;DCFLT;IPONDI\n"


def festivals(body: str | bytes, encoding: str = "utf-8") -> Callable[[Path], Tidied]:
    def run(folder: Path) -> Tidied:
        path = folder / "festivals-france-2019-x.csv"
        path.write_bytes(body if isinstance(body, bytes) else body.encode(encoding))
        return read("culture-festivals", path)

    return run


def own(
    body: str | bytes, name: str = "t.csv", template: str = "international-students-share"
) -> Callable[[Path], Tidied]:
    def run(folder: Path) -> Tidied:
        path = folder / name
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return own_table(path, template)

    return run


def own_table(path: Path, template: str, **hints: object) -> Tidied:
    from longuevue.sources.loaders import Files
    from longuevue.sources.own.loading import _description
    from longuevue.sources.own.reading import tidy
    from longuevue.sources.own.templates import template_of

    return tidy(Files(_description(template_of(template)), {"table": [path]}, path.parent, dict(hints)))


def own_book(
    rows: list[list[object]], template: str = "international-students-share", **more: object
) -> Callable[[Path], Tidied]:
    return lambda folder: own_table(workbook(folder, "t.xlsx", {"Feuil1": rows}, **more), template)


def mobpro(body: str, name: str = "FD_MOBPRO_2021.csv") -> Callable[[Path], Tidied]:
    return lambda folder: read("insee-rp-mobpro", write(folder, name, body))


def book_with(member: str, content: bytes | str) -> Callable[[Path], Tidied]:
    """A sound workbook with one member replaced or added."""

    def run(folder: Path) -> Tidied:
        sound = workbook(
            folder, "sound.xlsx", {"Feuil1": [["Commune", "Année", "Étudiants inscrits"], ["34172", "2020", 1]]}
        )
        members = {n: zipfile.ZipFile(sound).read(n) for n in zipfile.ZipFile(sound).namelist()}
        return own_table(zipped(folder, "t.xlsx", members | {member: content}), "international-students-share")

    return run


def archive_with(members: dict[str, str | bytes], name: str = "TD_NAT1_2021_csv.zip") -> Callable[[Path], Tidied]:
    return lambda folder: read("insee-rp-nat", zipped(folder, name, members))


def symlink_archive(folder: Path) -> Tidied:
    path = folder / "TD_NAT1_2021_csv.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("TD_NAT1_2021.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return read("insee-rp-nat", path)


def lying_archive(folder: Path) -> Tidied:
    """A member whose announced size is huge."""
    path = zipped(folder, "TD_NAT1_2021_csv.zip", {"TD_NAT1_2021.csv": "x" * 1000})
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 0xFFFFFFF0)
    data[place + 20 : place + 24] = struct.pack("<I", 100)
    path.write_bytes(bytes(data))
    return read("insee-rp-nat", path)


def encrypted_archive(folder: Path) -> Tidied:
    path = zipped(folder, "TD_NAT1_2021_csv.zip", {"TD_NAT1_2021.csv": "NIVGEO;x"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(bytes(data))
    return read("insee-rp-nat", path)


def parquet(body: bytes | None, **columns: list[object]) -> Callable[[Path], Tidied]:
    def run(folder: Path) -> Tidied:
        path = folder / "fd_mobpro_2021.parquet"
        if columns:
            pq.write_table(pa.table(columns), path)
            if body is not None:
                path.write_bytes(path.read_bytes()[: -len(body)] + body)
        else:
            path.write_bytes(body or b"")
        return read("insee-rp-mobpro", path)

    return run


def truncated_parquet(folder: Path) -> Tidied:
    buffer = io.BytesIO()
    pq.write_table(
        pa.table(
            {"COMMUNE": ["74012"] * 50000, "ILT": ["7"] * 50000, "DCFLT": ["SU1"] * 50000, "IPONDI": ["1"] * 50000}
        ),
        buffer,
    )
    path = folder / "fd_mobpro_2021.parquet"
    path.write_bytes(buffer.getvalue()[:300] + buffer.getvalue()[400:])
    return read("insee-rp-mobpro", path)


def ods_with(content: str) -> Callable[[Path], Tidied]:
    def run(folder: Path) -> Tidied:
        members: dict[str, str | bytes] = {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
        }
        return own_table(zipped(folder, "t.ods", members), "international-students-share")

    return run


def ods_rows(rows: str) -> str:
    return f'{ODS_HEAD}<table:table table:name="T">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>" + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells) + "</table:table-row>"  # fmt: skip


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OWN = "Commune;Année;Étudiants inscrits;Étudiants en mobilité internationale\n"
LINKS = "Commune;Ville partenaire;Pays;Année\n"

REFUSED: dict[str, tuple[Callable[[Path], Tidied], str]] = {
    # what is not a table at all
    "empty_file": (festivals(b""), "vide"),
    "html_error_page": (festivals("<!DOCTYPE html><html><body>403</body></html>"), "page web"),
    "html_after_bom": (festivals(b"\xef\xbb\xbf\n<html><head></head></html>"), "page web"),
    "xml_answer": (festivals("<?xml version='1.0'?><error/>"), "page web"),
    "pdf_named_csv": (festivals(b"%PDF-1.7 ..."), "PDF"),
    "zip_named_csv": (festivals(b"PK\x03\x04aaaa"), "archive"),
    "gzip_named_csv": (festivals(b"\x1f\x8b\x08\x00aaaa"), "compressé"),
    "old_excel_named_csv": (festivals(b"\xd0\xcf\x11\xe0aaaa"), "ancien classeur"),
    "parquet_named_csv": (festivals(b"PAR1aaaa"), "Parquet"),
    "sqlite_named_csv": (festivals(b"SQLite format 3\x00"), "SQLite"),
    "png_named_csv": (festivals(b"\x89PNG\r\n"), "image"),
    "binary_noise": (festivals(bytes(range(256)) * 20), "pas du texte"),
    "utf16_without_bom": (festivals(FESTIVALS.encode("utf-16-le")), "pas du texte"),
    # headers
    "header_of_another_file": (festivals("a;b;c\n1;2;3\n"), "introuvable. Colonnes trouvées : a | b | c"),
    "duplicate_header": (festivals("Nom du festival;Code Insee commune;Envergure territoriale;Code Insee commune\n" + GOOD), "figure 2 fois"),
    "blank_file_of_newlines": (festivals("\n\n\n"), "introuvable"),
    "header_only_commas": (festivals(",,,,\n"), "introuvable"),
    "unclosed_quote_swallowing_the_file": (festivals(FESTIVALS + '"Fête;x;34172\n' + "a;b;34172\n" * 30000), "CSV est cassé"),
    "one_line_of_nine_megabytes": (festivals(FESTIVALS + "x" * 9_000_000 + ";a;34172\n"), "caractères|cassé"),
    "mobpro_without_weights": (mobpro("COMMUNE;ILT;DCFLT\n74012;7;SU1\n"), "IPONDI"),
    "mobpro_duplicate_weights": (mobpro("COMMUNE;ILT;DCFLT;IPONDI;IPONDI\n74012;7;SU1;1;1\n"), "2 fois"),
    "mobpro_html": (mobpro("<html>x</html>"), "page web"),
    "no_year_in_the_name": (mobpro(MOB + "74012;7;SU1;1\n", "mobpro.csv"), "année"),
    # archives
    "zip_slip": (archive_with({"../TD_NAT1_2021.csv": "x"}), "sort de l'archive"),
    "zip_absolute_path": (archive_with({"/etc/TD_NAT1_2021.csv": "x"}), "sort de l'archive"),
    "zip_windows_path": (archive_with({"..\\TD_NAT1_2021.csv": "x"}), "sort de l'archive"),
    "zip_drive_letter": (archive_with({"C:/TD_NAT1_2021.csv": "x"}), "sort de l'archive"),
    "zip_symlink": (symlink_archive, "lien"),
    "zip_bomb": (archive_with({"TD_NAT1_2021.csv": b"0" * (80 << 20)}), "bombe"),
    "zip_lying_about_its_size": (lying_archive, "Mo|bombe|abîmé|illisible"),
    "zip_with_a_password": (encrypted_archive, "mot de passe"),
    "zip_truncated": (lambda f: read("insee-rp-nat", _cut(zipped(f, "TD_NAT1_2021_csv.zip", {"TD_NAT1_2021.csv": "x" * 5000}))), "illisible"),
    "zip_of_six_thousand_members": (archive_with({f"{n}.csv": "x" for n in range(6000)}), "6000 fichiers"),
    "zip_without_the_member": (archive_with({"readme.txt": "x"}), "0 fichiers"),
    "zip_with_two_members": (archive_with({"TD_NAT1_2021.csv": "x", "b/td_nat1_2022.csv": "y"}), "2 fichiers"),
    "zip_in_zip": (archive_with({"TD_NAT1_2021.csv": b"PK\x03\x04aaaa"}), "archive"),
    # workbooks
    "workbook_that_is_a_plain_zip": (lambda f: own_table(zipped(f, "t.xlsx", {"a.txt": "x"}), "twinnings"), "ni un XLSX ni un ODS"),
    "workbook_that_is_text": (own("Commune;x", "t.xlsx"), "illisible"),
    "workbook_with_entities": (book_with("xl/workbook.xml", f"<?xml version='1.0'?>{ENTITY}<workbook>&b;</workbook>"), "entités XML"),
    "workbook_with_external_entity": (book_with("xl/worksheets/sheet1.xml", f"<?xml version='1.0'?>{XXE}<worksheet>&a;</worksheet>"), "entités XML"),
    "workbook_with_broken_sheet": (book_with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"), "abîmé"),
    "workbook_without_sheets": (book_with("xl/workbook.xml", "<workbook/>"), "abîmé|Aucun en-tête"),
    "workbook_bomb": (book_with("xl/media/x.bin", b"0" * (120 << 20)), "bombe"),
    "workbook_slip": (book_with("../../x", "x"), "sort de l'archive"),
    "ods_with_entities": (ods_with(ODS_HEAD.replace("?>", "?>" + ENTITY, 1) + "&b;"), "entités XML"),
    "ods_with_external_entity": (ods_with(ODS_HEAD.replace("?>", "?>" + XXE, 1) + "&a;"), "entités XML"),
    "ods_cut_short": (ods_with(ODS_HEAD + '<table:table table:name="T"><table:table-row>'), "abîmé"),
    "ods_bad_repeat": (ods_with(ods_rows(ods_row("Commune", more='table:number-rows-repeated="beaucoup"'))), "abîmé"),
    "ods_millions_of_repeated_cells": (ods_with(ods_rows("".join('<table:table-row table:number-rows-repeated="1000">' + '<table:table-cell table:number-columns-repeated="2000"><text:p>x</text:p></table:table-cell></table:table-row>' for _ in range(2)))), "cellules"),
    "empty_workbook": (own_book([]), "Aucun en-tête"),
    "own_table_without_header": (own("34172;2020;10\n34057;2020;5\n"), "Aucun en-tête reconnu"),
    "own_table_header_alone": (own(OWN), "vide sous son en-tête"),
    "own_unknown_sheet": (lambda f: own_table(workbook(f, "t.xlsx", {"A": [["Commune"]]}), "twinnings", sheet="Z"), "Feuille « Z » absente"),
    # parquet, json, pbf
    "parquet_noise": (parquet(b"PAR1" + b"\x00" * 200 + b"PAR1"), "Parquet abîmé"),
    "parquet_without_footer": (parquet(b"PAR1" + b"abc" * 100), "Parquet abîmé"),
    "parquet_broken_footer": (parquet(b"\xff\xff\xff\x7fPAR1", COMMUNE=["74012"], ILT=["7"], DCFLT=["SU1"], IPONDI=["1"]), "Parquet abîmé"),
    "parquet_pages_cut": (truncated_parquet, "Parquet abîmé"),
    "parquet_of_other_columns": (parquet(None, a=[1]), "introuvable"),
    "outlines_that_are_no_geojson": (lambda f: read("osm-amenities", _pbf(f), write(f, "communes-x.geojson", "{}")), "Contours illisibles"),
    "outlines_nested_to_the_sky": (lambda f: read("osm-amenities", _pbf(f), write(f, "communes-x.geojson", "[" * 100000)), "Contours illisibles"),
    "pbf_that_is_noise": (lambda f: read("osm-amenities", write(f, "x.osm.pbf", "noise" * 50), _square(f)), "OSM illisible"),
    "pbf_without_outlines": (lambda f: read("osm-amenities", _pbf(f)), "contours de communes"),
}  # fmt: skip

#: body of a festivals file after its header → rows in, kept, refused
CSV_ROWS: dict[str, tuple[Callable[[Path], Tidied], tuple[int, int, int]]] = {
    "utf8_bom": (festivals("\ufeff" + FESTIVALS + GOOD), (1, 1, 0)),
    "latin1_accents": (festivals((FESTIVALS + GOOD).encode("latin-1")), (1, 1, 0)),
    "cp1252_euro": (festivals((FESTIVALS + "Fête à 5 €;Internationale;34172\n").encode("cp1252")), (1, 1, 0)),
    "utf16_bom": (festivals((FESTIVALS + GOOD).encode("utf-16")), (1, 1, 0)),
    "utf16_big_endian": (festivals(b"\xfe\xff" + (FESTIVALS + GOOD).encode("utf-16-be")), (1, 1, 0)),
    "undefined_cp1252_byte": (festivals((FESTIVALS + "F\x81te;Internationale;34172\n").encode("latin-1")), (1, 1, 0)),
    "windows_line_ends": (festivals((FESTIVALS + GOOD).replace("\n", "\r\n")), (1, 1, 0)),
    "old_mac_line_ends": (festivals((FESTIVALS + GOOD).replace("\n", "\r")), (1, 1, 0)),
    "no_final_newline": (festivals((FESTIVALS + GOOD).strip()), (1, 1, 0)),
    "blank_lines_between": (festivals(FESTIVALS + "\n\n" + GOOD + ";;\n" + GOOD), (2, 2, 0)),
    "too_few_fields": (festivals(FESTIVALS + "a;b\n" + GOOD), (2, 1, 1)),
    "too_many_fields": (festivals(FESTIVALS + "a;Internationale;34172;x;y\n" + GOOD), (2, 1, 1)),
    "trailing_empty_fields": (festivals(FESTIVALS + "a;Internationale;34172;;;\n"), (1, 1, 0)),
    "quoted_separator": (festivals(FESTIVALS + '"a;b";Internationale;34172\n'), (1, 1, 0)),
    "quoted_line_break": (festivals(FESTIVALS + '"a\nb";Internationale;34172\n'), (1, 1, 0)),
    "doubled_quotes": (festivals(FESTIVALS + '"dit ""le grand""";Internationale;34172\n'), (1, 1, 0)),
    "nul_byte_in_a_row": (festivals(FESTIVALS + "a" * 5000 + ";;34172\n" + "a\x00b;Internationale;34172\n" + GOOD), (3, 2, 1)),
    "columns_in_another_order": (festivals("Code Insee commune;Nom du festival;Envergure territoriale\n34172;a;Internationale\n"), (1, 1, 0)),
    "extra_columns": (festivals("x;" + FESTIVALS.strip() + ";y\n1;a;Internationale;34172;2\n"), (1, 1, 0)),
    "header_in_capitals_without_accents": (festivals(FESTIVALS.upper() + GOOD), (1, 1, 0)),
    "spaces_around": (festivals(" Nom du festival ; Envergure territoriale ; Code Insee commune \n a ; Internationale ; 34172 \n"), (1, 1, 0)),
    "code_without_its_zero": (festivals(FESTIVALS + "a;Internationale;1004\n"), (1, 1, 0)),
    "code_blank_or_zero": (festivals(FESTIVALS + "a;Internationale;\nb;Internationale;0\n"), (2, 0, 2)),
    "code_of_six_digits": (festivals(FESTIVALS + "a;Internationale;341720\n"), (1, 0, 1)),
    "mobpro_ragged": (mobpro(MOB + "74012;7;SU1\n74012;7;SU1;2\n"), (2, 1, 1)),
    "mobpro_nan_weight": (mobpro(MOB + "74012;7;SU1;NaN\n74012;7;SU1;inf\n74012;7;SU1;1\n"), (3, 1, 2)),
    "mobpro_negative_weight": (mobpro(MOB + "74012;7;SU1;-4\n"), (1, 0, 1)),
    "mobpro_empty_weight": (mobpro(MOB + "74012;7;SU1;\n"), (1, 0, 1)),
    "mobpro_commune_lost_its_zero": (mobpro(MOB + "1004;7;SU1;1\n"), (1, 0, 1)),
    "mobpro_corsica": (mobpro(MOB + "2A004;7;ZZZZZ;1\n"), (1, 1, 0)),
    "parquet_numbers_instead_of_text": (parquet(None, COMMUNE=["74012"], ILT=[7], DCFLT=["SU1"], IPONDI=[1.5]), (1, 1, 0)),
    "parquet_null_commune": (parquet(None, COMMUNE=[None, "74012"], ILT=["7", "7"], DCFLT=["SU1", None], IPONDI=["1", "1"]), (2, 1, 1)),
    "parquet_nan_weight": (parquet(None, COMMUNE=["74012"], ILT=["7"], DCFLT=["SU1"], IPONDI=[float("nan")]), (1, 0, 1)),
    "own_french_number": (own(OWN + "34172;2020;1\u202f867\u00a0500;12,0\n"), (1, 1, 0)),
    "own_secret_mark": (own(OWN + "34172;2020;100;nd\n"), (1, 1, 0)),
    "own_negative_count": (own(OWN + "34172;2020;-5;1\n"), (1, 0, 1)),
    "own_text_for_a_number": (own(OWN + "34172;2020;environ 50;1\n"), (1, 0, 1)),
    "own_vanished_commune_with_one_heir": (own(OWN + "01091;2020;10;1\n"), (1, 1, 0)),
    "own_unknown_commune": (own(OWN + "99999;2020;10;1\n"), (1, 0, 1)),
    "own_homonym": (own(OWN + "Saint-Denis;2020;10;1\n"), (1, 0, 1)),
    "own_homonym_with_its_departement": (own(OWN + "Saint-Denis (93);2020;10;1\n"), (1, 1, 0)),
    "own_total_row": (own(OWN + "34172;2020;10;1\nTotal;;10;1\n"), (2, 1, 0)),
    "own_year_missing": (own(OWN + "34172;;10;1\n"), (1, 0, 1)),
    "own_excel_serial_for_a_year": (own(OWN + "34172;44927;10;1\n"), (1, 0, 1)),
    "own_formula_text": (own(OWN + "34172;2020;=SOMME(A1);1\n"), (1, 0, 1)),
    "own_script_in_a_name": (own(OWN + "<script>alert(1)</script>;2020;10;1\n"), (1, 0, 1)),
    "own_excel_error": (own_book([["Commune", "Année", "Étudiants inscrits"], ["34172", 2020, "#REF!"], ["34172", 2021, 5]]), (2, 1, 1)),
    "own_boolean_for_a_number": (own_book([["Commune", "Année", "Étudiants inscrits"], ["34172", 2020, True]]), (1, 0, 1)),
    "own_number_for_a_code": (own_book([["Commune", "Année", "Étudiants inscrits"], [1004, 2020, 5]]), (1, 1, 0)),
    "own_far_cell": (lambda f: own_table(_far(f), "international-students-share"), (1, 1, 0)),
    "own_unknown_country": (own(LINKS + "34172;Kleinvalmont;Valmonie;2000\n34172;Fès;Maroc;2003\n", template="twinnings"), (2, 1, 1)),
    "own_partner_that_is_a_number": (own(LINKS + "34172;1963;Maroc;2000\n", template="twinnings"), (1, 0, 1)),
    "own_date_for_a_year": (own(LINKS + "34172;Fès;Maroc;14/07/2003\n", template="twinnings"), (1, 1, 0)),
    "own_impossible_date": (own(LINKS + "34172;Fès;Maroc;au printemps\n", template="twinnings"), (1, 0, 1)),
    "own_same_link_twice": (own(LINKS + "34172;Fès;Maroc;2003\nMontpellier;FES;maroc;2003\n", template="twinnings"), (2, 2, 0)),
    "own_semicolon_in_quotes": (own(LINKS + '34172;"Fès; ville";Maroc;2003\n', template="twinnings"), (1, 1, 0)),
    "ods_repeated_rows_keep_their_count": (ods_with(ods_rows(ods_row("Commune", "Année", "Étudiants inscrits") + ods_row("34172", "2020", "5") + ods_row("", more='table:number-rows-repeated="1048000"'))), (1, 1, 0)),
    "ods_far_columns": (ods_with(ods_rows(ods_row("Commune", "Année", "Étudiants inscrits") + ods_row("34172", "2020", "5").replace("</table:table-row>", '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'))), (1, 1, 0)),
}  # fmt: skip


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-30])
    return path


def _far(folder: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Commune", "Année", "Étudiants inscrits"], ["34172", 2020, 5]):
        book.active.append(row)
    book.active["XFD1048576"] = None
    book.active["XFA1048000"] = " "
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def _pbf(folder: Path) -> Path:
    import osmium

    path = folder / "x.osm.pbf"
    writer = osmium.SimpleWriter(str(path))
    writer.add_node(osmium.osm.mutable.Node(id=1, location=(3.5, 43.5), tags={"amenity": "cafe"}))
    writer.close()
    return path


def _square(folder: Path) -> Path:
    return write(folder, "communes-valmont.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"34172","nom":"M"},"geometry":{"type":"Polygon","coordinates":[[[3,43],[4,43],[4,44],[3,44],[3,43]]]}}]}')  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_ends_in_a_sentence(tmp_path, name):
    run, said = REFUSED[name]
    with pytest.raises(Refusal, match=f"(?s)({said})") as caught:
        run(tmp_path)
    assert caught.value.remedy


@pytest.mark.parametrize("name", CSV_ROWS)
def test_no_row_is_silently_lost(tmp_path, name):
    run, expected = CSV_ROWS[name]
    tidied = run(tmp_path)
    assert (tidied.rows_in, tidied.kept, len(tidied.refused)) == expected
    assert all(row.where and row.why for row in tidied.refused)


def test_there_are_at_least_a_hundred_and_twenty_of_them():
    assert len(REFUSED) + len(CSV_ROWS) >= 120


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 867 500 €", 1867500), ("1\u202f234,5", 1234.5), ("1.234.567,8", 1234567.8), ("1,234,567.8", 1234567.8),
     ("$1,234.00", 1234), ("55,08%", 55.08), ("12,3", 12.3), ("1e3", 1000), ("+4", 4), ("2'500", 2500), ("0", 0)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, value):
    assert figure(text).value == value


@pytest.mark.parametrize(
    "text", ["1,2,3", "12,34.5.6", "1.2.3", "NaN", "inf", "-inf", "12 chats", "0x10", "١٢", "1e999", "½", "1_000"]
)
def test_a_doubtful_number_is_refused_not_guessed(text):
    with pytest.raises(NotAFigureError):
        figure(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [("", "M"), ("-", "M"), (":", "M"), ("…", "M"), ("nd", "Q"), ("s", "Q"), ("XX", "Q"), ("*", "Q")],
)
def test_blank_and_secret_are_two_words_and_neither_is_zero(text, status):
    assert (count(text).value, count(text).obs_status) == (None, status)
