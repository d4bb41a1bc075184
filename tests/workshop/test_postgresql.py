"""The workshop's own tests, run once more on PostgreSQL in a process apart: what only SQLite forgives would show here. The
most telling ones; skipped, with why, where no server answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workshop import postgresql

HOME = Path(__file__).resolve().parents[2]
HERE = "tests/workshop"
#: sheets, moderation, tables that come in, permissions, and what two people do at once
TELLING = [
    f"{HERE}/{name}"
    for name in (
        "test_sheets.py",
        "test_moderation.py",
        "test_texts_sent.py",
        "test_links_merged.py",
        "test_actors.py::test_two_who_write_at_once_are_told_and_nothing_is_lost",
        "test_actors.py::test_one_body_of_two_entries_keeps_what_each_knew",
        "test_tables_in.py::test_a_spreadsheet_of_twinnings_is_not_understood",
        "test_tables_in.py::test_a_table_reads_or_touches_another_observatory",
        "test_inventories.py::test_s15_the_journey_from_the_form_to_the_table_given_back_breaks",
        "test_inventories.py::test_a_table_taken_back_is_lost_or_leaves_links",
        "test_matrix.py::test_an_observatory_one_has_no_business_in_answers_as_one_that_does_not_exist",
    )
]
pytestmark = pytest.mark.skipif(bool(postgresql.silence()), reason=postgresql.silence())


def test_the_workshop_stands_on_sqlite_alone(prove: Callable[..., None]) -> None:
    with postgresql.own_database() as address:
        environment = {**os.environ, "DATABASE_URL": address, "LONGUEVUE_FULL": "", "LONGUEVUE_PROOF": ""}
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *TELLING]
        done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=False)
        with postgresql.psycopg.connect(address) as line:
            (tables,) = line.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() or (0,)
    told = re.findall(r"(\d+) (passed|failed|error)", done.stdout.splitlines()[-1] if done.stdout else "")
    count = {word: int(number) for number, word in told}
    said = f"{count.get('passed', 0)} passed, {count.get('failed', 0) + count.get('error', 0)} failed"
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert tables > 60, "it ran on another database"
    prove("PostgreSQL: telling tests of the workshop", value=said, bar="0 failed", holds=said.endswith(", 0 failed"))
