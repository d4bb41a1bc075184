"""The one door to the database that computes: it takes Arrow tables in and gives Arrow tables out.
Formulas, roll-ups and statuses are written elsewhere, in Ibis, with the constructs every engine has."""

from __future__ import annotations

from typing import Protocol

import ibis
import pyarrow as pa

from longuevue.engine import pairs
from longuevue.terms.refusal import Refusal

ENGINES = ("duckdb", "clickhouse", "spark")


class Backend(Protocol):
    """What the engine asks of a database."""

    name: str

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        """Make `rows` readable under `name` and return it as an Ibis table."""

    def add_up(self, path: str, by: tuple[str, str], weight: str) -> pa.Table:
        """Sums of `weight` over the Parquet file, or folder of files, at `path`, by pair of values of two columns of text:
        these columns and `people`. The files are read where they lie, and may be larger than memory."""

    def collect(self, expression: ibis.Table) -> pa.Table:
        """Run the expression and return its rows, in no particular order."""


class DuckDB:
    """DuckDB in this process: the default engine, which needs no server and no network."""

    name = "duckdb"

    def __init__(self, *, threads: int | None = None, memory_limit: str | None = "1GB") -> None:
        options: dict[str, object] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
        if threads:
            options["threads"] = threads
        if memory_limit:
            options["memory_limit"] = memory_limit
        # rows are collected in no particular order: keeping the one they came in would only cost memory
        options["preserve_insertion_order"] = False
        self._connection = ibis.duckdb.connect(":memory:", **options)

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        return self._connection.create_table(name, nullable(rows), overwrite=True)

    def add_up(self, path: str, by: tuple[str, str], weight: str) -> pa.Table:
        files = pairs.parts(path)
        sums = pairs.add_up(files, by, weight)
        if sums is None:
            people = self._connection.read_parquet([str(file) for file in files], table_name="individuals")
            sums = self.collect(pairs.grouped(people, by, weight))
        return sums

    def collect(self, expression: ibis.Table) -> pa.Table:
        return self._connection.to_pyarrow(expression)


def nullable(rows: pa.Table) -> pa.Table:
    """The same rows under a schema where any column may be null: unions of tables then agree on every engine."""
    return rows.cast(pa.schema([field.with_nullable(True) for field in rows.schema]))


def open_backend(name: str = "duckdb", *, master: str | None = None, scratch: str | None = None) -> Backend:
    """The engine of that name, as set in `observatory.toml` (`[engine] name`). Raises `Refusal` when it cannot serve.

    `master` and `scratch` only concern Spark: its address, and a folder that every machine of the cluster reads.
    """
    if name == "duckdb":
        return DuckDB()
    if name == "clickhouse":
        from longuevue.engine.clickhouse import ClickHouse

        return ClickHouse()
    if name == "spark":
        from longuevue.engine.spark import Spark

        return Spark(master=master, scratch=scratch)
    raise Refusal(
        f"Le moteur « {name} » n'est pas connu.",
        f"Choisissez dans observatory.toml, [engine] name : {', '.join(ENGINES)}.",
    )
