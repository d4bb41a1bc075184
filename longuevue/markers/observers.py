"""The names of those who could see a thing, of policy areas and of caveats, in both languages, from the shelf's lists.
Which marker names whom is written on each marker's page, not here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from longuevue.markers.yaml_lines import read_yaml
from longuevue.terms.bilingual import Bilingual

_SHELF: Final = Path(__file__).parent / "shelf"
OBSERVERS_FILE: Final = _SHELF / "_observers.yaml"
CAVEATS_FILE: Final = _SHELF / "_caveats.yaml"


@cache
def observers() -> Mapping[str, Bilingual]:
    """Everyone the shelf names in `seen_by`: the short name used there, and how it is shown."""
    return _names(read_yaml(OBSERVERS_FILE)[0]["observers"])


@cache
def policy_areas() -> Mapping[str, Bilingual]:
    """The 24 policy areas, and `toutes` for a marker that concerns them all."""
    return _names(read_yaml(OBSERVERS_FILE)[0]["policy_areas"])


@cache
def caveats() -> Mapping[str, Bilingual]:
    """The closed list of caveat codes, each with the sentence that is shown."""
    return _names(read_yaml(CAVEATS_FILE)[0])


def observer(name: str) -> Bilingual:
    """How to show one observer; a name that only an observatory's own marker uses is shown as it is written."""
    return observers().get(name, Bilingual(name))


def policy_area(name: str) -> Bilingual:
    """How to show one policy area; a name that only an observatory's own marker uses is shown as it is written."""
    return policy_areas().get(name, Bilingual(name))


def _names(data: Mapping[str, Mapping[str, str]]) -> dict[str, Bilingual]:
    return {name: Bilingual(text["fr"], text["en"]) for name, text in data.items()}
