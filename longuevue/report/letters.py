"""The open fonts that a paper needs, told from its own words: Arabic and emoji letters only where there are some.
The files are gathered by `make assets`; nothing is fetched from a network."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from longuevue.terms.refusal import Refusal

FAMILY: Final = "Source Sans 3"
_FACES: Final = (("regular", 400, "normal"), ("semibold", 600, "normal"), ("it", 400, "italic"))
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_EMOJI: Final = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_EMOJI_PARTS: Final = 11


def fonts_folder() -> Path:
    """Where the fonts lie. Raises `Refusal` when they were not gathered."""
    folder = Path(str(resources.files("longuevue"))) / "_assets" / "fonts"
    if not (folder / "OFL.txt").is_file():
        raise Refusal("Les polices du rapport ne sont pas là.", "Lancez : make assets", where=str(folder))
    return folder


def families(text: str) -> str:
    """The emoji families of a `font-family` list, with their commas; empty for a paper without emoji."""
    if not _EMOJI.search(text):
        return ""
    return "".join(f'"Noto Emoji {part}", ' for part in range(_EMOJI_PARTS))


def faces(text: str, *, embedded: bool) -> str:
    """The `@font-face` rules of a paper made of `text`; `embedded` in the page itself, else by file."""
    folder = fonts_folder()
    rules = [_rule(FAMILY, folder, f"source-sans-{name}", weight, style, embedded) for name, weight, style in _FACES]
    if embedded:  # a page that travels carries its Latin letters only: a browser has the others
        return "".join(rules)
    if _ARABIC.search(text):
        rules += [_rule("Noto Sans Arabic", folder, f"noto-sans-arabic-{w}", w, "normal", False) for w in (400, 600)]
    if _EMOJI.search(text):
        rules += [
            _rule(f"Noto Emoji {part}", folder, f"noto-emoji-{part}", 400, "normal", False)
            for part in range(_EMOJI_PARTS)
        ]
    return "".join(rules)


def _rule(family: str, folder: Path, name: str, weight: int, style: str, embedded: bool) -> str:
    if embedded:
        source = f"url(data:font/woff2;base64,{_base64_of(folder / f'{name}.woff2')})format('woff2')"
    else:
        source = f"url('{(folder / f'{name}.ttf').as_uri()}')format('truetype')"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};src:{source}}}\n"


@cache
def _base64_of(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode("ascii")
