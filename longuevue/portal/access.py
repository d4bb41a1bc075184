"""The audit grid of accessibility (`access.yaml`) and what the declaration says from it: counts, rate, what does not conform.
The wording of the page is in its template; nothing is declared here that the grid does not hold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from longuevue.terms.yaml_text import read_yaml

#: conforms, does not, not verified yet, nothing of the kind here
FOUND: Final = ("c", "nc", "nv", "na")
HOW: Final = ("axe", "test", "hand")


@cache
def grid() -> dict[str, Any]:
    """The grid as written; a theme without object is written out as its criteria."""
    found: dict[str, Any] = read_yaml((Path(__file__).parent / "access.yaml").read_text(encoding="utf-8"))
    for number, theme in enumerate(found["themes"], 1):
        if "none" in theme:
            said = theme["none"]
            theme["criteria"] = [
                {"id": f"{number}.{n}", "fr": said["fr"], "en": said["en"], "found": "na"}
                for n in range(theme["from"], theme["to"] + 1)
            ]
    return found


def declared(language: str) -> dict[str, Any]:
    """What the declaration says in one language: counts by finding, the rate over what applies, the themes, the faults."""
    whole = grid()
    every = [criterion for theme in whole["themes"] for criterion in theme["criteria"]]
    count = {found: sum(criterion["found"] == found for criterion in every) for found in FOUND}
    applies = len(every) - count["na"]
    return {
        "date": whole["date"],
        "auditor": whole["auditor"][language],
        "sample": whole["sample"][language],
        "count": count,
        "criteria": len(every),
        "applies": applies,
        "rate": 100 * count["c"] // applies,
        "themes": [
            {
                "name": theme["name"][language],
                "criteria": [_row(criterion, language) for criterion in theme["criteria"]],
            }
            for theme in whole["themes"]
        ],
        "faults": [_row(criterion, language) for criterion in every if criterion["found"] in ("nc", "nv")],
    }


def _row(criterion: dict[str, Any], language: str) -> dict[str, Any]:
    why = criterion.get("why")
    return {
        "id": criterion["id"],
        "name": criterion[language],
        "found": criterion["found"],
        "how": criterion.get("how", ""),
        "why": why[language] if why else "",
    }
