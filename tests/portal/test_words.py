"""The catalogue of words: nothing missing in English, nothing promised by a template and absent, same blanks on both sides."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from longuevue.portal import words
from longuevue.portal.words import catalogue

PORTAL = Path(words.__file__).parent.parent


def test_every_word_a_template_or_a_view_asks_for_exists() -> None:
    asked: set[str] = set()
    for path in [*PORTAL.rglob("*.html"), *PORTAL.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"{% w '([a-z_0-9.]+)'", text))
        asked |= set(re.findall(r'\bsay\(\s*"([a-z_0-9.]+)"', text))
    assert len(asked) > 100
    assert asked - set(catalogue()) == set()


def test_both_languages_have_the_same_blanks() -> None:
    for key, texts in catalogue().items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(texts[lang]) if name} for lang in ("fr", "en")]
        assert blanks[0] == blanks[1], key


def test_a_text_without_its_english_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half.yaml").write_text("title: {fr: Valmont}\n", encoding="utf-8")
    monkeypatch.setattr(words, "HERE", tmp_path)
    with pytest.raises(ValueError, match="no English text"):
        words.catalogue.__wrapped__()


def test_prose_pages_exist_in_both_languages() -> None:
    prose = PORTAL / "templates" / "portal" / "prose"
    french = {p.name.removesuffix(".fr.html") for p in prose.glob("*.fr.html")}
    assert french and french == {p.name.removesuffix(".en.html") for p in prose.glob("*.en.html")}


def test_the_vocabulary_has_thirteen_terms_each_with_a_use() -> None:
    import yaml

    terms = yaml.safe_load((PORTAL / "vocabulary.yaml").read_text(encoding="utf-8"))
    ids = {term["id"] for term in terms}
    assert len(terms) == len(ids) == 13
    for term in terms:
        assert term["means"]["fr"] and term["means"]["en"] and term["markers"]
        assert set(term["see"]) <= ids


def test_every_kind_of_formula_node_can_be_said() -> None:
    from longuevue.markers.grammar import KINDS

    assert {f"formula.{kind}" for kind in KINDS} <= set(catalogue())
