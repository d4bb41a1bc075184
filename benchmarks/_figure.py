"""The line that a benchmark hands to `make proof`, one JSON object; and the coded texts, when the machine has them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def line(figure: str, value: object, bar: str, holds: bool) -> None:
    """Print one figure: what was measured, its value, the bar and whether it holds."""
    said = {"figure": figure, "value": value, "bar": bar, "holds": bool(holds)}
    print(json.dumps(said, ensure_ascii=False), flush=True)


def corpus(given: Path | None = None) -> Path:
    """The folder of the coded texts: the one given, else LONGUEVUE_CORPUS; without any, says so and ends well."""
    named = given or os.environ.get("LONGUEVUE_CORPUS")
    if not named:
        print("no coded texts here: give their folder, or set LONGUEVUE_CORPUS", file=sys.stderr)
        raise SystemExit(0)
    return Path(named)
