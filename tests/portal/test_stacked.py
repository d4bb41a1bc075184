"""Tables that phones show one cell under the other: `display: block` takes their meaning from a screen reader, roles give
it back, and each cell then says which column it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import longuevue

HOME = Path(longuevue.__file__).parent
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def stacked() -> Iterator[tuple[str, str]]:
    """Every stacked table of the templates: where, and its text."""
    for path in sorted(HOME.rglob("templates/**/*.html")):
        for number, table in enumerate(re.findall(r"<table.*?</table>", path.read_text("utf-8"), re.DOTALL)):
            if "stacked" in table.partition(">")[0]:
                yield f"{path.relative_to(HOME)} {number}", table


@pytest.mark.parametrize(("where", "table"), list(stacked()), ids=[where for where, _ in stacked()])
def test_a_stacked_table_is_no_longer_a_table_to_a_screen_reader(where: str, table: str) -> None:
    faults = []
    for tag, rest in re.findall(r"<(table|thead|tbody|tr|th|td)\b([^>]*)>", table):
        role = ROLES.get(tag) or ("rowheader" if 'scope="row"' in rest else "columnheader")
        if f'role="{role}"' not in rest:
            faults.append(f"<{tag}{rest}>")
    assert faults == []
    assert len(list(stacked())) >= 15
