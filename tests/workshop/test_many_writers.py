"""Many contributors who write at the same moment: nothing of what they were told is written gets lost, on SQLite and, in
`make proof`, on PostgreSQL. Times are measured by `benchmarks/workshop.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.workshop import postgresql
from tests.workshop.writers import desk_of

FULL = os.environ.get("LONGUEVUE_FULL") == "1"


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_what_somebody_wrote_among_many_is_lost(
    database: str, starter_home: Path, counts: Callable[[int, int], int], prove: Callable[..., None]
) -> None:
    writers, times = counts(30, 200), counts(1, 3)
    with ExitStack() as stack:
        address = ""
        if database == "PostgreSQL":
            if why := postgresql.silence() or (not FULL and "two hundred writers on it: `make proof`"):
                pytest.skip(why)
            address = stack.enter_context(postgresql.own_database())
        desk = stack.enter_context(desk_of(starter_home / "demo", writers, address))
        heard = desk.at_once(times)
        kept = desk.kept()
    assert not heard.faults, heard.faults[:5]
    expected = {f"Ensemble {n}-{turn}" for n in range(writers) for turn in range(times)}
    prove(
        f"{database}: links kept of {writers} contributors who wrote {times} times at once (told to try again: {heard.busy})",
        value=f"{len(kept & expected)} of {len(expected)}", bar="all, none twice", holds=kept == expected,
    )  # fmt: skip
