"""`docs/proof.md`: one row per figure, with the day it was measured; written here and read back here.
A run of one part renews its own rows and leaves the others with their day; nothing is measured in this file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Line = dict[str, Any]
HEAD = "| figure | measured | bar | holds | day | where |\n|---|---|---|---|---|---|\n"
_SPLIT = re.compile(r"(?<!\\)\|")


def cell(value: object) -> str:
    """A value as a cell of the table."""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def rows_of(page: str) -> Iterator[Line]:
    """The figures that a page holds: each with its day; pages of an older form have no day and give nothing."""
    for raw in page.splitlines():
        cells = [part.strip() for part in _SPLIT.split(raw)[1:-1]]
        if len(cells) != 6 or cells[0] in ("figure", "---"):
            continue
        figure, value, bar, holds, day, where = (part.replace("\\|", "|") for part in cells)
        yield {"figure": figure, "value": value, "bar": bar, "holds": holds == "yes", "day": day, "where": where}


def belongs(where: str, parts: Sequence[str]) -> bool:
    """Whether a figure measured at `where` is one that a run of `parts` measures again."""
    return any(where == part or where.startswith((part.rstrip("/") + "/", part + "::")) for part in parts)


def merged(before: Iterable[Line], now: Iterable[Line], day: str, parts: Sequence[str]) -> list[Line]:
    """The new figures with their day, and the former ones of the parts that were not run (none after a whole run)."""
    new = [{"where": "", **line, "day": day} for line in now]
    kept = [line for line in before if parts and not belongs(line["where"], parts)]
    return sorted([*kept, *new], key=lambda line: (line["where"].split("::")[0], line["figure"]))


def page_of(lines: Iterable[Line], runs: Sequence[str], machine: str) -> str:
    """The page in full: how it was run, then the figure, its bar, whether it holds, on which day, and where it is measured."""
    rows = "".join(
        f"| {cell(line['figure'])} | {cell(line['value'])} | {cell(line['bar'])} | {'yes' if line['holds'] else '**NO**'} "
        f"| {line['day']} | {cell(line['where'])} |\n"
        for line in lines
    )
    told = "".join(f"- {run}\n" for run in runs)
    return (
        "# Proof\n\n"
        "Written by `make proof`; do not edit. Each figure comes from the test or benchmark named beside it, at full counts, "
        "on the day of its row. `tools/proof.py --only tests/engine benchmarks/gate.py` renews the rows of these parts alone.\n\n"
        f"- machine of the last run: {machine}\n"
        f"{told}\n"
        f"{HEAD}{rows}"
    )


def runs_of(page: str) -> list[str]:
    """The runs that a page tells of, the latest first."""
    return [line[2:] for line in page.splitlines() if line.startswith("- run of ")]
