"""The one module that knows which database computes: it takes Arrow tables in and gives Arrow tables out.
Formulas, roll-ups and statuses are written elsewhere, in Ibis, with the constructs every engine has."""

from __future__ import annotations

from typing import Protocol

import ibis
import pyarrow as pa

from longuevue.terms.refusal import Refusal


class Backend(Protocol):
    """What the engine asks of a database."""

    name: str

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        """Make `rows` readable under `name` and return it as an Ibis table."""

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
        self._connection = ibis.duckdb.connect(":memory:", **options)

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        return self._connection.create_table(name, nullable(rows), overwrite=True)

    def collect(self, expression: ibis.Table) -> pa.Table:
        return self._connection.to_pyarrow(expression)


def nullable(rows: pa.Table) -> pa.Table:
    """The same rows under a schema where any column may be null: unions of tables then agree on every engine."""
    return rows.cast(pa.schema([field.with_nullable(True) for field in rows.schema]))


def open_backend(name: str = "duckdb") -> Backend:
    """The engine of that name, as set in `observatory.toml` (`[engine] name`). Raises `Refusal` when unknown."""
    if name == "duckdb":
        return DuckDB()
    raise Refusal(f"Le moteur « {name} » n'est pas connu.", "Choisissez « duckdb » dans observatory.toml, [engine].")
