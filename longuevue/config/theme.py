"""An authority's own colours: read from `[theme]` of `observatory.toml`, refused when somebody could no longer read the pages.
Where they are used is the portal's; the rest of its look is not to be changed."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from longuevue.terms.numbers import number
from longuevue.terms.refusal import Refusal

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
#: WCAG 2.2, 1.4.3: text of any size, level AA
READABLE: Final = 4.5
_WHITE: Final = "#ffffff"


class Theme(BaseModel):
    """Three colours as `#rrggbb`: texts and dark bands, links and marks, the page's background."""

    model_config = ConfigDict(extra="forbid")
    ink: Colour = "#14284b"
    accent: Colour = "#a8440a"
    paper: Colour = "#fffdf8"

    def variables(self) -> dict[str, str]:
        """The variables of `portal.css`, the softer tones worked out. Raises `Refusal` when a pair cannot be read."""
        soft = mixed(self.ink, _WHITE, 0.18)
        for name, text, below in (
            ("ink", self.ink, self.paper),
            ("ink", soft, mixed(self.paper, self.ink, 0.05)),
            ("ink", _WHITE, self.ink),
            ("accent", self.accent, self.paper),
            ("accent", self.accent, mixed(self.paper, self.ink, 0.05)),
        ):
            found = contrast(text, below)
            if found < READABLE:
                told = f"contraste {number(found, 1)}, il en faut {number(READABLE, 1)}"
                raise Refusal(
                    f"Avec la couleur « {getattr(self, name)} » de « {name} », des textes seraient illisibles ({told}).",
                    "Prenez une couleur plus foncée, ou un fond (paper) plus clair.",
                    where="observatory.toml, [theme]",
                )
        return {
            "--ink": self.ink,
            "--ink-soft": soft,
            "--paper": self.paper,
            "--paper-warm": mixed(self.paper, self.ink, 0.05),
            "--line": mixed(self.paper, self.ink, 0.16),
            "--accent": self.accent,
        }


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with that share of `other`, channel by channel in sRGB."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(text: str, below: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(text), _luminance(below)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
