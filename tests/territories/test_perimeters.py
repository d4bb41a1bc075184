"""A perimeter that would count something twice, or nothing at all, is refused with its file and line."""

import pytest

from longuevue.terms.refusal import Refusal
from longuevue.territories.perimeters import Member, parse_perimeter, read_perimeter

INSIDE = {
    ("commune", "99001"): [("commune", "99001")],
    ("commune", "99002"): [("commune", "99002")],
    ("commune", "01004"): [("commune", "01004")],
    ("epci", "990000001"): [("commune", "99001"), ("commune", "99002")],
    ("lau", "CH9901"): [("lau", "CH9901")],
}
HEAD = "slug: valmont\nname: {fr: Valmont, en: Valmont}\nmembers:\n"


def expand(level, code):
    return INSIDE.get((level, code))


def resolved(members):
    return parse_perimeter(HEAD + members, "valmont.yaml").expanded(expand)


def test_cross_border_members_are_expanded_into_municipalities():
    found = resolved("  - {level: epci, code: 990000001}\n  - {country: CH, level: lau, codes: [ch9901]}\n")
    assert found == (
        Member("FR", "commune", "99001"),
        Member("FR", "commune", "99002"),
        Member("CH", "lau", "CH9901"),
    )


def test_leading_zero_of_an_unquoted_code_is_kept():
    assert resolved("  - {level: commune, code: 01004, share: 0.35}\n") == (Member("FR", "commune", "01004", 0.35),)


@pytest.mark.parametrize(
    ("members", "line", "said"),
    [
        ("  - {level: commune, code: 99001}\n  - {level: commune, code: 88888}\n", 5, "n'existe pas"),
        ("  - {level: commune, code: 99001}\n  - {level: commune, code: 99001}\n", 5, "écrit deux fois"),
        ("  - {level: epci, code: 990000001}\n  - {level: commune, code: 99002}\n", 5, "recouvre"),
        ("  - {level: commune, code: 99001, share: 0}\n", 4, "part « 0 »"),
        ("  - {level: commune, code: 99001, share: 1.2}\n", 4, "part « 1.2 »"),
        ("  - {level: commune, code: 99001, share: nan}\n", 4, "part « nan »"),
        ("  - {level: commune, code: 99001, share: moitié}\n", 4, "part « moitié »"),
        ("  - {level: canton, code: 99001}\n", 4, "niveau « canton »"),
        ("  - {country: CH, level: commune, code: CH9901}\n", 4, "niveau « commune »"),
        ("  - {level: commune}\n", 4, "niveau (level) et un code"),
        ("  - {level: commune, code: 99001, codes: [99002]}\n", 4, "niveau (level) et un code"),
        ("  - {level: commune, codes: 99001}\n", 4, "attend une liste"),
        ("  - {level: commune, kode: 99001}\n", 4, "« kode » est inconnu"),
        ("  - 99001\n", 4, "champs"),
        ("  []\n", 4, "Aucun membre"),
    ],
)
def test_member_that_would_spoil_a_total_is_refused_with_its_line(members, line, said):
    with pytest.raises(Refusal) as refusal:
        resolved(members)
    assert f"valmont.yaml, ligne {line}" in str(refusal.value)
    assert said in str(refusal.value)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "champs"),
        ("- a\n", "champs"),
        ("slug: valmont\nname: {fr: V}\n", "« members » manque"),
        ("slug: Val Mont\nname: {fr: V}\nmembers: [{level: commune, code: 99001}]\n", "nom court"),
        ("slug: v\nname: {en: V}\nmembers: [{level: commune, code: 99001}]\n", "nom français"),
        ("slug: v\nslug: w\nname: {fr: V}\nmembers: []\n", "écrit deux fois"),
        ("slug: [v\n", "YAML"),
    ],
)
def test_file_without_the_needed_fields_is_refused(text, said):
    with pytest.raises(Refusal, match=r"valmont\.yaml") as refusal:
        parse_perimeter(text, "valmont.yaml")
    assert said in str(refusal.value)


def test_file_that_is_absent_or_not_utf8_is_refused(tmp_path):
    latin = tmp_path / "valmont.yaml"
    latin.write_bytes("name: Vève".encode("latin-1"))
    for path in (latin, tmp_path / "nulle-part.yaml"):
        with pytest.raises(Refusal, match="ne se lit pas"):
            read_perimeter(path)
