"""A wrong page gets a sentence that names the file, the line, what was found and what to do; never a stack trace.
The page that each test spoils is the one of the how-to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from longuevue.markers.marker import read_marker
from longuevue.markers.shelf import load_shelf
from longuevue.terms.refusal import Refusal

HOW_TO = Path(__file__).resolve().parents[2] / "docs/how-to/add-a-marker.md"
ID = "market-stalls-share"


def page() -> str:
    """The whole page shown in the how-to."""
    found = re.search(r"```yaml\n(id: .*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def line_of(text: str, beginning: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., str]:
    """`refused(old, new)`: the sentence given for the how-to's page with `old` replaced."""

    def read(old: str, new: str, *, name: str = f"{ID}.yaml") -> str:
        text = page()
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(Refusal) as error:
            read_marker(path)
        said = str(error.value)
        assert name in said
        return said

    return read


VALUE = "  value: {ratio: {of: elsewhere, to: stalls, per: 100}}"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('  value: "market_stalls * 100"', "ce n'est pas le nom d'un nœud"),
        ("  value: __import__('os').system('true')", "ce n'est pas le nom d'un nœud"),
        ("  value: {eval: {code: '1+1'}}", "n'existe pas dans la grammaire"),
        ("  value: {ratio: {of: elsewhere, to: stalls, per: 0}}", "On ne divise pas par zéro"),
        ("  value: {ratio: {of: elsewhere, to: stalls, per: -1}}", "On ne divise pas par zéro"),
        ("  value: {ratio: {of: elsewhere, to: stalls, per: true}}", "On ne divise pas par zéro"),
        ("  value: {ratio: {of: elsewhere, per: 100}}", "Il manque « to » au nœud « ratio »"),
        ("  value: {ratio: {of: elsewhere, to: stalls, per: 100, where: x}}", "« where » n'est pas un argument"),
        ("  value: {ratio: {of: elswhere, to: stalls, per: 100}}", "« elswhere » n'est défini nulle part"),
        ("  value: {ratio: [elsewhere, stalls]}", "attend des arguments nommés"),
        ("  value: {sum: {measure: 'market stalls; drop'}}", "n'est pas admis dans « sum »"),
        ("  value: {sum: {measure: market_stalls, category: italian}}", "n'est pas admis dans « sum »"),
        ("  value: {sum: {measure: a}, minus: {of: stalls, less: stalls}}", "Un nœud a une seule clé"),
        ("  value: {effective_number: {of: stalls, over: religion}}", "n'est pas admis dans « effective_number »"),
        (
            "  value: {effective_number: {of: {population: {}}, over: category}}",
            "se calcule sur une somme ou un nombre de choses différentes",
        ),
        ("  result: stalls", "La formule n'a pas de « value »"),
        ("  value: stalls\n  code: print()", "La formule contient « code »"),
    ],
)
def test_a_wrong_formula_is_believed(refused: Callable[..., str], formula: str, said: str) -> None:
    sentence = refused(VALUE, formula)
    assert said in sentence
    assert f"ligne {line_of(page(), 'formula:')}" in sentence


def test_a_formula_that_turns_in_a_circle_never_ends(refused: Callable[..., str]) -> None:
    sentence = refused(
        "    stalls: {sum: {measure: market_stalls}}",
        "    stalls: {plus: {of: again, and: again}}\n    again: {plus: {of: stalls, and: stalls}}",
    )
    assert "La formule tourne en rond : stalls → again → stalls." in sentence
    assert "ligne" in sentence


def test_a_companion_s_formula_is_not_checked(refused: Callable[..., str]) -> None:
    spoiled = (
        "companions:\n  - id: twice\n    label: {fr: Deux fois, en: Twice}\n"
        "    unit: {fr: étals, en: stalls}\n    formula: {value: nowhere}\naggregation: ratio"
    )
    sentence = refused("aggregation: ratio", spoiled)
    assert "« nowhere » n'est défini nulle part" in sentence
    assert f"ligne {line_of(page(), 'aggregation:') + 4}" in sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("aggregation: ratio", "aggregation: union", "ne sait pas monter d'échelle un nœud « ratio »"),
        ("aggregation: ratio", "aggregation: mean", "« mean » n'est pas dans la liste"),
        ("direction: inbound", "direction: sideways", "« sideways » n'est pas dans la liste"),
        ("stance: wanted", "stance: good", "« good » n'est pas dans la liste"),
        ("flow: [food, goods]", "flow: [food, ghosts]", "« ghosts » n'est pas dans la liste"),
        ("flow: [food, goods]", "flow: []", "la liste est vide"),
        ("flow: [food, goods]", "flow: food", "n'est pas admis ici"),
        ("scales: [commune,", "scales: [iris,", "« iris » n'est pas dans la liste"),
        ("registered: 2026-11-20", "registered: hier", "« registered » contient « hier »"),
        ("priority: 3", "priority: 9", "« priority » contient « 9 »"),
        ("decimals: 0}", "decimals: many}", "n'est pas admis ici"),
        ('by_partner_country: "no"', "by_partner_country: perhaps", "n'est pas admis ici"),
        ("codes: [declared_by_holder,", "codes: [made_up,", "« made_up » n'est pas dans la liste"),
        ("reason: never_looked_for", "reason: too_hard", "n'est pas admis ici"),
        ("sensitivity: {level: low}", "sensitivity: {level: nil}", "« nil » n'est pas dans la liste"),
        ("{value} % des", "{score} % des", "« {score} » n'est pas admis"),
        ("{value} % des", "{value % des", "une accolade n'est pas refermée"),
        ("status: ok}", "status: ok, status_reason: open_register}", "ne va pas avec ce statut"),
        ("priority: 3\n", "", "Il manque la clé « priority »"),
        ("priority: 3", "priority: 3\nweight: 2", "La clé « weight » n'existe pas"),
        ("priority: 3", "priority: 3\nfield: people", "La clé « field » est écrite deux fois"),
        ("  fr: La commune", "  fr: ''", None),
        ("author: Mairie de Valmont", "author: [Mairie]", "« author » contient"),
    ],
)
def test_a_wrong_word_on_a_page_is_let_through(
    refused: Callable[..., str], old: str, new: str, said: str | None
) -> None:
    if said is None:
        old, new, said = "  fr: la commune\n", "  fr: ''\n", "« finest_scale.fr » contient"
    sentence = refused(old, new)
    assert said in sentence
    assert re.search(r"ligne \d+", sentence)


def test_an_error_points_at_another_line(refused: Callable[..., str]) -> None:
    assert f"ligne {line_of(page(), 'direction:')} :" in refused("direction: inbound", "direction: sideways")


def test_a_file_bears_another_name_than_its_marker(refused: Callable[..., str]) -> None:
    sentence = refused("version: 1", "version: 1", name="stalls.yaml")
    assert "« stalls »" in sentence and f"« {ID} »" in sentence and "ligne 1" in sentence


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "Une ancre YAML est réutilisée"),
        ("id: !!python/object/apply:os.system ['true']\n", "n'est pas admise"),
        ("id: [unclosed\n", "n'est pas du YAML lisible"),
        ("id: a\n\tlabel: b\n", "n'est pas du YAML lisible"),
        ("", "La fiche est vide"),
        ("- a\n- b\n", "La fiche est vide"),
        ("x: " + "y" * 300_000, "dépasse 200 ko"),
        ("[" * 5_000 + "]" * 5_000, "n'est pas du YAML lisible"),
    ],
)
def test_a_hostile_file_takes_the_house_down(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "stalls.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refusal, match=re.escape(said)):
        read_marker(path)


def test_a_file_in_another_encoding_is_read_askew(tmp_path: Path) -> None:
    path = tmp_path / "stalls.yaml"
    path.write_bytes("label: Étals".encode("latin-1"))
    with pytest.raises(Refusal, match="n'est pas en UTF-8"):
        read_marker(path)


def test_an_observatory_takes_an_id_of_the_shelf(tmp_path: Path) -> None:
    text = page().replace(ID, "twinnings")
    (tmp_path / "twinnings.yaml").write_text(text, "utf-8")
    with pytest.raises(Refusal, match="« twinnings » existe déjà"):
        load_shelf(tmp_path)


def test_two_files_of_an_observatory_share_an_id(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{ID}.yaml").write_text(page(), "utf-8")
    with pytest.raises(Refusal, match="existe déjà"):
        load_shelf(tmp_path)


def test_an_observatory_s_own_marker_is_not_found(tmp_path: Path) -> None:
    (tmp_path / f"{ID}.yaml").write_text(page(), "utf-8")
    shelf = load_shelf(tmp_path)
    assert len(shelf) == 63
    assert shelf.get(ID).address == f"{ID}@1"
    assert ID not in load_shelf()


def test_an_unknown_marker_is_refused_without_a_hint() -> None:
    with pytest.raises(Refusal) as error:
        load_shelf().get("twining")
    assert error.value.choices[0] == "twinnings"
