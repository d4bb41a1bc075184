"""An authority's own colours: they reach every page, and none that would make a text unreadable gets in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from longuevue.config.observatory import read_observatory
from longuevue.config.theme import Theme, contrast
from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.terms.refusal import Refusal

Lv = Callable[..., tuple[int, str, str]]


def test_contrast_is_that_of_the_rules() -> None:
    # WCAG 2.2 gives 21:1 for black on white; #767676 on white is the lightest grey of level AA (4.54)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize(
    ("chosen", "named"),
    [({"accent": "#f2a65a"}, "accent"), ({"ink": "#8899aa"}, "ink"), ({"paper": "#333333"}, "ink")],
)
def test_a_colour_that_hides_a_text_is_accepted(chosen: dict[str, str], named: str) -> None:
    with pytest.raises(Refusal) as refused:
        Theme(**chosen).variables()
    assert f"« {named} »" in str(refused.value) and "contraste" in str(refused.value)


def test_the_colours_of_the_authority_stop_at_the_first_page(
    lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "obs"
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    lv("init", str(folder), "--perimeter", "243400017")
    settings = folder / "observatory.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[theme]\nink = "#5c1230"\n', "utf-8")
    code, _, said = lv("build")
    assert code == 0, said
    edition = Edition.open(read_observatory(folder).current() or folder)
    desk.lend(edition)
    try:
        for address in ("/fr/", "/en/territory/epci-243400017/", "/fr/chiffre/twinnings/epci-243400017/integrer/"):
            assert "theme.css" in Client().get(address).content.decode()
        assert "--ink: #5c1230;" in Client().get("/fr/theme.css").content.decode()
    finally:
        desk.lend(None)


def test_a_wrong_colour_ends_in_a_stack_trace(lv: Lv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "obs"
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    lv("init", str(folder), "--perimeter", "243400017")
    settings = folder / "observatory.toml"
    whole: Any = settings.read_text("utf-8")
    for line, found in (('ink = "rouge"', "rouge"), ('ink = "#aabbcc"', "#aabbcc"), ('encre = "#000000"', "encre")):
        settings.write_text(f"{whole}\n[theme]\n{line}\n", "utf-8")
        code, _, said = lv("build")
        assert code == 1 and found in said and "Traceback" not in said, said
