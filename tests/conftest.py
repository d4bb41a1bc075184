"""What every room's tests share: reduced or full counts, and the figures that `make proof` collects.
Invented data live with each room's tests, not here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def counts() -> Callable[[int, int], int]:
    """`counts(20, 500)`: 20 draws in `make test`, 500 in `make proof`."""
    full = os.environ.get("LONGUEVUE_FULL") == "1"
    return lambda reduced, whole: whole if full else reduced


@pytest.fixture
def prove(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`prove("portrait, slowest of 500", value=0.12, bar="< 0.3 s", holds=True)`: checks, and writes the line of proof."""

    def write(figure: str, *, value: Any, bar: str, holds: bool) -> None:
        where = request.node.nodeid
        line = {"figure": figure, "value": value, "bar": bar, "holds": bool(holds), "where": where}
        if target := os.environ.get("LONGUEVUE_PROOF"):
            with Path(target).open("a", encoding="utf-8") as out:
                out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        assert holds, f"{figure}: {value}, bar {bar}"

    return write
