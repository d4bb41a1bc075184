"""Files in the publishers' formats, small and invented, and files made to break the reader."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from pathlib import Path

import pytest

from longuevue.discourse.corpus.completeness import certificate
from longuevue.discourse.corpus.document import PARTLY, READ, UNREAD, Document, Unit
from longuevue.discourse.corpus.language import language_of
from longuevue.discourse.corpus.old_word import doc_text
from longuevue.discourse.corpus.reading import read_bytes, read_file, without_copies
from longuevue.discourse.corpus.sentences import furniture_of, joined_lines, sentences
from longuevue.terms.refusal import Refusal
from tests.discourse.pdf_maker import column, make_pdf

PROSE = [
    "Le conseil de Valmont ouvre la séance",
    "et salue les invités venus de loin.",
    "La coopération interna-",
    "tionale avec la ville voisine",
    "fait l'objet d'un rapport annuel.",
    "Le budget est voté ce soir par",
    "les élus de la majorité sortante.",
    "La séance se poursuit tard dans",
    "la nuit malgré la chaleur de juin.",
    "Chacun rentre chez soi ensuite.",
]


def _texts(document: Document) -> list[str]:
    return [unit.text for unit in document.units]


def test_columns_are_read_one_after_the_other() -> None:
    left = column([f"Gauche {n} {line}" for n, line in enumerate(PROSE)], 50)
    right = column([f"Droite {n} {line}" for n, line in enumerate(PROSE)], 310)
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    document = read_bytes(make_pdf([mixed], size=8), "journal.pdf")[0]
    text = " ".join(_texts(document))
    assert text.index("Gauche 9") < text.index("Droite 0")


def test_a_title_across_two_columns_keeps_its_place() -> None:
    title = [(50.0, 800.0, "Le grand dossier de l'été que tout Valmont attendait depuis longtemps, enfin publié ici")]
    left, right = column(PROSE, 50, 760), column([line.upper() for line in PROSE], 330, 760)
    mixed = title + [line for pair in zip(left, right, strict=True) for line in pair]
    text = " ".join(_texts(read_bytes(make_pdf([mixed], size=8), "journal.pdf")[0]))
    assert text.startswith("Le grand dossier")
    assert "enfin publié ici" in text


def test_a_word_broken_by_the_line_is_whole_again() -> None:
    text = " ".join(_texts(read_bytes(make_pdf([column(PROSE, 50)]), "pv.pdf")[0]))
    assert "internationale" in text


def test_running_heads_and_page_numbers_are_not_speech() -> None:
    pages = [
        [(200.0, 820.0, "Conseil municipal de Valmont - séance du 3 mai"), *column(PROSE, 50), (290.0, 20.0, str(n))]
        for n in range(1, 6)
    ]
    document = read_bytes(make_pdf(pages), "pv.pdf")[0]
    assert not any("séance du 3 mai" in text for text in _texts(document))
    assert {unit.page for unit in document.units} == {1, 2, 3, 4, 5}


def test_a_scan_is_unread_and_never_zero() -> None:
    document = read_bytes(make_pdf([[], []]), "scan.pdf")[0]
    assert document.status == UNREAD
    assert document.unread_pages == (1, 2)
    assert "image" in document.why


def test_a_page_without_text_among_others_is_named() -> None:
    document = read_bytes(make_pdf([column(PROSE, 50), []]), "pv.pdf")[0]
    assert document.status == PARTLY
    assert document.unread_pages == (2,)


def test_a_locked_pdf_says_so() -> None:
    document = read_bytes(make_pdf([column(PROSE, 50)], locked=True), "secret.pdf")[0]
    assert document.status == UNREAD
    assert "mot de passe" in document.why


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_truncated_file_never_crashes(kept: float) -> None:
    whole = make_pdf([column(PROSE, 50)] * 3)
    document = read_bytes(whole[: int(len(whole) * kept)], "coupé.pdf")[0]
    assert document.status in (READ, PARTLY, UNREAD)
    assert document.units or document.why


def test_a_file_that_is_two_formats_at_once_is_read_as_a_pdf() -> None:
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    both = b"<html><script>alert(1)</script>" + make_pdf([column(PROSE, 50)]) + hidden.getvalue()
    document = read_bytes(both, "double.docx")[0]
    assert document.kind == "pdf"
    assert document.units or document.why


SIZES = [2_000_000, pytest.param(20_000_000, marks=pytest.mark.slow)]


@pytest.mark.parametrize("size", SIZES)
def test_an_endless_line_is_cut_in_seconds(size: int) -> None:
    start = time.perf_counter()
    document = read_bytes(b"mot " * (size // 4), "long.txt")[0]
    assert max(len(unit.text) for unit in document.units) <= 2000
    assert time.perf_counter() - start < 3 * size / 1_000_000


@pytest.mark.parametrize("size", SIZES)
def test_an_endless_word_does_not_hang(size: int) -> None:
    assert read_bytes(b"a" * size, "long.txt")[0].units


def _docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{body}</w:body></w:document>",
        )
    return out.getvalue()


def test_docx_paragraphs_lists_and_tables() -> None:
    document = read_bytes(
        _docx(
            "<w:p><w:r><w:t>Un premier point. Un </w:t></w:r><w:r><w:t>second.</w:t></w:r></w:p>"
            "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>accueillir une délégation</w:t></w:r></w:p>"
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Case du tableau</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        ),
        "p.docx",
    )[0]
    assert _texts(document) == ["Un premier point.", "Un second.", "accueillir une délégation", "Case du tableau"]
    assert document.units[2].kind == "item"


def test_an_xml_bomb_is_refused_in_words() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "x" * 1000 + '">]><a>&b;&b;</a>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    document = read_bytes(out.getvalue(), "bombe.docx")[0]
    assert document.status == UNREAD
    assert document.why


def test_odt_paragraphs_in_order() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "content.xml",
            '<o:d xmlns:o="urn:o" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            "<text:h>Titre de séance</text:h><text:p>Un jumelage<text:s/>nouveau.</text:p>"
            "<text:list><text:list-item><text:p>premier projet</text:p></text:list-item></text:list></o:d>",
        )
    document = read_bytes(out.getvalue(), "d.odt")[0]
    assert _texts(document) == ["Titre de séance", "Un jumelage nouveau.", "premier projet"]
    assert document.units[2].kind == "item"


def _doc(text: str) -> bytes:
    """The smallest Word 97 file that holds a text: one piece, sectors of 512 bytes."""
    body = text.encode("cp1252")
    main = bytearray(4096 + len(body))
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<I", main, 0x4C, len(text))
    clx = struct.pack("<BI", 2, 16) + struct.pack("<IIHIH", 0, len(text), 0, (4096 * 2) | 0x40000000, 0)
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    main[4096:] = body
    table = clx.ljust(4096, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def add(content: bytes) -> int:
        content = content.ljust(-(-len(content) // 512) * 512, b"\0")
        first, count = len(sectors), len(content) // 512
        sectors.extend(content[512 * n : 512 * n + 512] for n in range(count))
        fat.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        return first

    at_main, at_table = add(bytes(main)), add(table)

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        label = name.encode("utf-16-le") + b"\0\0"
        return (
            label.ljust(64, b"\0") + struct.pack("<HBB", len(label), kind, 1) + b"\xff" * 12 + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )  # fmt: skip

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("WordDocument", 2, at_main, len(main))
    directory += entry("1Table", 2, at_table, len(table)) + b"\0" * 128
    at_directory = add(directory)
    at_fat = len(sectors)
    fat.append(0xFFFFFFFD)
    sectors.append(struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat)))))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    )
    header += struct.pack("<IIIIIIII", 1, at_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", at_fat, *([0xFFFFFFFF] * 108))
    return header + b"".join(sectors)


def test_an_old_word_file_is_read_by_its_pieces() -> None:
    text = "Séance du 3 mai.\rUn jumelage avec Heidelberg est proposé.\rAdopté à l'unanimité\r"
    assert doc_text(_doc(text)).split("\n")[1] == "Un jumelage avec Heidelberg est proposé."
    document = read_bytes(_doc(text), "pv.doc")[0]
    assert document.units[2].furniture == "vote"


def test_a_damaged_old_word_file_is_unread_with_its_reason() -> None:
    document = read_bytes(_doc("Bonjour à tous")[:900], "pv.doc")[0]
    assert document.status == UNREAD
    assert document.why


def test_html_keeps_the_words_and_leaves_menus_and_scripts() -> None:
    page = "<html><nav>Accueil du site</nav><script>var x=1</script><p>Un accord signé.</p><ul><li>un point</li></ul>"
    document = read_bytes(page.encode(), "p.html")[0]
    assert _texts(document) == ["Un accord signé.", "un point"]


def test_plain_text_in_old_encodings() -> None:
    for encoding in ("utf-8", "cp1252", "utf-16", "utf-8-sig"):
        document = read_bytes("Délégation étrangère reçue à l'hôtel de ville.".encode(encoding), "a.txt")[0]
        assert "Délégation étrangère" in document.units[0].text


def test_scdl_titles_keep_number_and_date() -> None:
    table = (
        "COLL_NOM,COLL_SIRET,DELIB_ID,DELIB_DATE,DELIB_OBJET\n"
        'Valmont,1,2024-031,14/03/2024,"Subvention au comité\nde jumelage"\nValmont,1,2024-032,2024-05-16,Voirie\n'
    )
    document = read_bytes(table.encode(), "delib.csv")[0]
    assert document.titles_only
    assert [(u.id, u.date, u.text) for u in document.units] == [
        ("2024-031", "2024-03-14", "Subvention au comité de jumelage"),
        ("2024-032", "2024-05-16", "Voirie"),
    ]


def test_montpellier_records_broken_over_lines_and_bare_semicolons() -> None:
    table = (
        "2012-06-25;Mise a disposition;;;;\nAutorisation de signer;56204;;;\n"
        "2012-07-23;Realisation; amenagement de structures; stockage;56690;;\n"
        "2012-06-25;Mise a disposition;;;;\nAutorisation de signer;56204;;;\n"
    )
    document = without_copies(read_bytes(table.encode("utf-16"), "Archives.csv"))[0]
    assert [unit.group for unit in document.units] == ["56204", "56690", "56204"]
    assert document.units[1].text == "Realisation; amenagement de structures; stockage"
    assert [bool(unit.copy_of) for unit in document.units] == [False, False, True]


def test_the_same_act_at_two_dates_is_one_act() -> None:
    units = [
        Unit("56204", "Jumelage", "a", n, kind="title", group="56204", date=d)
        for n, d in enumerate(("2012-06-25", "2013-02-04"))
    ]
    document = Document("a", "1", "csv", units=tuple(units))
    assert [bool(unit.copy_of) for unit in without_copies([document])[0].units] == [False, True]


def test_two_missions_with_one_title_are_two_acts() -> None:
    units = [Unit(n, "Mandat spécial", "a", 1, kind="title", group=n, date="2012-06-25") for n in ("56204", "56205")]
    assert not any(u.copy_of for u in without_copies([Document("a", "1", "csv", units=tuple(units))])[0].units)


def test_a_file_given_twice_counts_once() -> None:
    twice = without_copies(
        [*read_bytes(b"Un texte de Valmont.", "a.txt"), *read_bytes(b"Un texte de Valmont.", "b.txt")]
    )
    assert [bool(document.units[0].copy_of) for document in twice] == [False, True]


def test_a_table_without_text_is_refused_with_its_header() -> None:
    with pytest.raises(Refusal, match="nom, ville"):
        read_bytes(b"nom,ville\na,b\n", "x.csv")


def test_a_short_row_is_refused_with_its_line() -> None:
    with pytest.raises(Refusal, match="ligne 3"):
        read_bytes(b"id,text\n1,bonjour\n2\n", "x.csv")


def test_programmes_of_both_shapes() -> None:
    old = [{"id": "a", "liste": "Valmont demain", "propositions": [{"id": "a-1", "label": "Jumeler"}, {"label": " "}]}]
    document = read_bytes(json.dumps(old).encode(), "c.json")[0]
    assert [(u.id, u.group) for u in document.units] == [("a-1", "a")]
    new = {
        "ville": "Valmont",
        "candidats": [{"id": "a", "liste": "A"}, {"id": "b", "liste": "B"}],
        "categories": [{"id": "x", "sousThemes": [{"id": "y", "propositions": {"a": {"texte": "Oui."}, "b": None}}]}],
    }
    document = read_bytes(json.dumps(new).encode(), "v.json")[0]
    assert document.lists == (("a", "A"), ("b", "B"))
    assert len(document.units) == 1
    with pytest.raises(Refusal, match="forme d'un programme"):
        read_bytes(b'{"a": 1}', "v.json")


def test_an_archive_gives_its_documents_and_says_what_it_cannot_open() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("d/pv.txt", "Une séance.")
        archive.writestr("d/vide.pdf", b"pas un pdf \x00")
    documents = read_bytes(out.getvalue(), "tout.zip")
    assert [(d.name, d.status) for d in documents] == [("tout.zip/pv.txt", READ), ("tout.zip/vide.pdf", UNREAD)]
    assert read_bytes(out.getvalue()[:40], "tout.zip")[0].status == UNREAD


def test_formulas_are_set_apart_from_speech() -> None:
    assert furniture_of("Pour : 54 Contre : 0") == "vote"
    assert furniture_of("Vu le code général des collectivités territoriales") == "visa"
    assert furniture_of("Pour extrait certifié conforme") == "signature"
    assert furniture_of("Les finances .......... 12") == "contents"
    assert furniture_of("Vue sur le lac, la salle est belle") == ""
    assert furniture_of("Pour Valmont, il faut agir") == ""


def test_a_dot_that_shortens_a_word_ends_nothing() -> None:
    assert list(sentences("M. Dupont parle. Mme J. Martin répond à 19 h. Fin.")) == [
        "M. Dupont parle.",
        "Mme J. Martin répond à 19 h.",
        "Fin.",
    ]


def test_an_aside_between_dashes_is_no_list() -> None:
    blocks = list(
        joined_lines(
            "Cette région, riche et peuplée\n– elle a porté plainte – reste ouverte.\n- premier point\n- second"
        )
    )
    assert [(block.kind, block.text) for block in blocks] == [
        ("sentence", "Cette région, riche et peuplée – elle a porté plainte – reste ouverte."),
        ("item", "premier point"),
        ("item", "second"),
    ]


def test_other_languages_are_known_and_french_titles_stay_french() -> None:
    assert language_of("Der Rat hat die neue Straße für die Stadt und den Bahnhof nicht bewilligt") == "de"
    assert language_of("The council has decided to support the new school of the town") == "en"
    assert language_of("ZAC Port Marianne - Groupe scolaire - Avenant n°1") == "fr"


def _acts(numbers: list[int], days: list[str]) -> Document:
    units = [
        Unit(f"2024-{n:03d}", f"Acte {n}", "a", n, kind="title", group=f"2024-{n:03d}", date=day)
        for n, day in zip(numbers, days, strict=True)
    ]
    return Document("a", "1", "csv:scdl", units=tuple(units))


def test_holes_in_numbers_and_dates_are_certified() -> None:
    found = certificate([_acts([1, 2, 5, 6], ["2024-01-10", "2024-01-10", "2024-09-20", "2024-09-20"])])
    assert found.missing_numbers == ((3, 4),)
    assert found.silences == (("2024-01-10", "2024-09-20", 254),)
    assert not found.complete
    assert "2 numéro(s) jamais vus" in found.sentence()
    whole = certificate([_acts([1, 2, 3], ["2024-01-10", "2024-01-10", "2024-03-20"])])
    assert whole.complete


def test_a_folder_or_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="dossier"):
        read_file(tmp_path)
    with pytest.raises(Refusal, match="introuvable"):
        read_file(tmp_path / "rien.pdf")
