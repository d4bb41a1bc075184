"""Dated shocks that a line over time should be read with: what happened, when, and where it is established.
They are kept apart from figures, so that computing again never loses them; which marker they touch is said by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from longuevue.terms.yaml_text import read_yaml

FILE: Final = Path(__file__).parent / "data" / "shocks.yaml"


@dataclass(frozen=True, slots=True)
class Shock:
    """One event: its day, its name, the source that dates it, the fields it touches, the départements when local."""

    id: str
    date: dt.date
    name: dict[str, str]
    source: dict[str, str]
    fields: frozenset[str]
    departements: frozenset[str]


@cache
def shocks() -> tuple[Shock, ...]:
    """Every shock, oldest first."""
    found = [_shock(row) for row in read_yaml(FILE.read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda shock: (shock.date, shock.id)))


def shocks_between(start: dt.date, end: dt.date, field: str, departements: Iterable[str] = ()) -> list[Shock]:
    """The shocks of a field between two days; local ones only where one of their départements is concerned."""
    here = set(departements)
    return [
        shock
        for shock in shocks()
        if start <= shock.date <= end
        and field in shock.fields
        and (not shock.departements or shock.departements & here)
    ]


def _shock(row: dict[str, Any]) -> Shock:
    return Shock(
        row["id"],
        row["date"],
        row["name"],
        row["source"],
        frozenset(row["fields"]),
        frozenset(row.get("departements", ())),
    )
