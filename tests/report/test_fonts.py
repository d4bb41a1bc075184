"""The report's letters: present, free, able to write what names and figures need, the same bytes when made twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

HOME = Path(__file__).resolve().parents[2]
FONTS = HOME / "longuevue" / "_assets" / "fonts"


def test_letters_can_write_french_figures_and_signs() -> None:
    for name in ("regular", "it", "semibold"):
        letters = TTFont(FONTS / f"source-sans-{name}.ttf").getBestCmap()
        missing = [sign for sign in "éèçœŒÉ«»’–—≈−\u202f\u00a0€%→•Ўłşğőž" if ord(sign) not in letters]
        assert not missing, f"source-sans-{name} lacks {missing}"
    assert ord("م") in TTFont(FONTS / "noto-sans-arabic-400.ttf").getBestCmap()


def test_fonts_travel_with_their_open_licence() -> None:
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence and "Noto Sans Arabic" in licence


def test_gathered_fonts_are_those_installed_byte_for_byte(tmp_path: Path) -> None:
    if not (HOME / "node_modules" / "source-sans").exists():
        pytest.skip("paquets npm absents : lancez « npm ci »")
    sys.path.insert(0, str(HOME / "tools"))
    try:
        import gather_fonts
    finally:
        sys.path.pop(0)
    assert "écrites" in gather_fonts.gather(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (FONTS / path.name).read_bytes(), path.name
    assert "à jour" in gather_fonts.gather(tmp_path)
