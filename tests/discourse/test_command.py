"""`longuevue score` as a contract: one JSON document on standard output, words on standard error, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from longuevue.discourse.command import score, score_text
from tests.discourse.pdf_maker import column, make_pdf


def _run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(score, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_a_table_is_judged_row_by_row_and_ids_are_kept(tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text('id,text\nx7,"Festival des villes jumelles. Entrée libre."\ny8,Voirie\nz9,\n', encoding="utf-8")
    code, out, _ = _run(str(table), "--json")
    answer = json.loads(out)
    assert code == 0
    assert [unit["id"] for unit in answer["units"]] == ["x7", "y8", "z9"]
    first = answer["units"][0]
    assert first["international"] is True
    assert first["themes"][0] == "cooperation"
    assert first["direction"] == "both"
    assert first["reasons"]
    assert first["position"] == {"document": "units.csv", "page": None, "number": 1}
    share = answer["share"]
    assert share["low"] <= share["value"] <= share["high"]
    assert share["shown"].startswith("moins de")


def test_ids_come_back_as_they_were_written_twice_or_empty(tmp_path: Path) -> None:
    table = tmp_path / "mixed.csv"
    table.write_text(
        "\ufeffnote;TEXT;other;Id\r\n"
        'a;"Jumelage avec Heidelberg ;\nsuite";;7\r\n'
        "b;Voirie;;7\r\n"
        "c;Une délégation de Bamako;;\r\n"
        "d;;; x 1 \r\n"
        ";;;\r\n"
        "\r\n",
        encoding="utf-8",
    )
    units = json.loads(_run(str(table), "--json")[1])["units"]
    assert [unit["id"] for unit in units] == ["7", "7", "", " x 1 ", ""]
    assert [unit["international"] for unit in units] == [True, False, True, False, False]
    assert [unit["position"]["number"] for unit in units] == [1, 2, 3, 4, 5]
    assert set(units[0]) >= {"id", "text", "international", "themes", "direction", "reasons", "position"}


def test_a_refused_file_among_others_does_not_hide_the_rest(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.json"
    good.write_text("Jumelage avec Heidelberg.", encoding="utf-8")
    bad.write_text('{"rien": 1}', encoding="utf-8")
    code, out, err = _run(str(good), str(bad), "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["share"]["numerator"] == 1
    assert answer["documents"][1]["status"] == "unread"
    assert "programme" in err
    assert _run(str(bad), "--json")[0] == 1


def test_a_pdf_gives_pages_and_positions(tmp_path: Path) -> None:
    path = tmp_path / "pv.pdf"
    lines = ["La séance est ouverte à Valmont.", "Une délégation de Heidelberg est reçue.", "Le budget est voté."]
    path.write_bytes(make_pdf([column(lines, 50), column(lines[:1], 50)]))
    answer = json.loads(_run(str(path), "--json")[1])
    found = [unit for unit in answer["units"] if unit["international"]]
    assert [unit["position"]["page"] for unit in found] == [1]
    assert answer["measures"]["pages"]["readable"] == 2


def test_an_unread_file_among_others_is_said_and_not_counted(tmp_path: Path) -> None:
    good, scan = tmp_path / "a.txt", tmp_path / "scan.pdf"
    good.write_text("Jumelage avec Heidelberg.", encoding="utf-8")
    scan.write_bytes(make_pdf([[], []]))
    code, out, err = _run(str(good), str(scan), "--json")
    answer = json.loads(out)
    assert code == 0
    assert "scan.pdf" in err
    assert [document["status"] for document in answer["documents"]] == ["read", "unread"]
    assert answer["documents"][1]["units"] is None
    assert answer["measures"]["documents"]["unread"] == 1


def test_nothing_readable_is_refused_with_exit_one(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(make_pdf([[]]))
    code, out, err = _run(str(scan), "--json")
    assert (code, out) == (1, "")
    assert "Aucun document n'a pu être lu" in err
    code, out, err = _run(str(tmp_path / "absent.pdf"), "--json")
    assert (code, out) == (1, "")
    assert "introuvable" in err
    assert _run()[0] == 2


def test_units_go_out_to_be_coded_and_come_back_as_a_share(tmp_path: Path) -> None:
    table, out = tmp_path / "u.csv", tmp_path / "code.csv"
    rows = [f"j{n},Jumelage avec Heidelberg numéro {n}" for n in range(20)] + [
        f"v{n},Voirie numéro {n}" for n in range(180)
    ]
    table.write_text("id,text\n" + "\n".join(rows), encoding="utf-8")
    assert _run(str(table), "--json", "--to-code", str(out))[0] == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,text")
    coded = [lines[0]] + [
        f"{line[:-3]}1,cooperation,both,0" if line.startswith("j") else f"{line[:-3]}0,,,0" for line in lines[1:]
    ]
    out.write_text("\n".join(coded), encoding="utf-8")
    share = json.loads(_run(str(table), "--json", "--coded", str(out))[1])["share"]
    assert share["value"] == 10.0
    assert "entre" in share["shown"]


def test_a_place_partner_of_this_territory_counts(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Travaux communs à Lautrange.", encoding="utf-8")
    assert json.loads(_run(str(text), "--json")[1])["share"]["numerator"] == 0
    assert json.loads(_run(str(text), "--json", "--partner", "Lautrange")[1])["share"]["numerator"] == 1


def test_people_read_sentences_not_json(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Jumelage avec Heidelberg. Voirie de la rue du Stade.", encoding="utf-8")
    out = _run(str(text))[1]
    assert "Place de l'international" in out
    assert "Heidelberg" in out


def test_one_text_is_judged_in_the_same_words() -> None:
    assert score_text("Jumelage avec Heidelberg")["international"] is True
