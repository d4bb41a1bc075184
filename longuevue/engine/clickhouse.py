"""ClickHouse's engine in this process (chdb): the same formulas, run by a database made for large clusters.
A distant server is not driven from here; its answers would be the same, as the SQL is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import sqlglot
from sqlglot import exp

from longuevue.engine import pairs
from longuevue.engine.backend import nullable
from longuevue.terms.refusal import Refusal

#: an outer join leaves nulls, as everywhere else, and an empty sum is null, as in SQL
SETTINGS = "join_use_nulls = 1, aggregate_functions_null_for_empty = 1"


class ClickHouse:
    """One session of chdb and its scratch folder; both disappear with the object."""

    name = "clickhouse"

    def __init__(self) -> None:
        try:
            from chdb.session import Session
        except ImportError:
            raise Refusal(
                "Le moteur ClickHouse (chdb) n'est pas installé.", "Installez-le : pip install 'longuevue[clickhouse]'."
            ) from None
        self._folder = tempfile.TemporaryDirectory(prefix="longuevue-clickhouse-")
        self._session = Session()
        self._session.query("CREATE DATABASE IF NOT EXISTS longuevue ENGINE = Memory")

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        path = Path(self._folder.name) / f"{name}.parquet"
        pq.write_table(rows, path, compression="zstd")
        columns = ", ".join(f"`{field.name}` {_column_type(field.type)}" for field in rows.schema)
        self._session.query(f"DROP TABLE IF EXISTS longuevue.`{name}`")
        self._session.query(f"CREATE TABLE longuevue.`{name}` ({columns}) ENGINE = Memory")
        names = ", ".join(f"`{column}`" for column in rows.column_names)
        self._session.query(f"INSERT INTO longuevue.`{name}` SELECT {names} FROM file('{path}', Parquet)")
        return ibis.table(ibis.Schema.from_pyarrow(nullable(rows).schema), name=name, database="longuevue")

    def add_up(self, path: str, by: tuple[str, str], weight: str) -> pa.Table:
        files = pairs.parts(path)
        schema = ibis.Schema.from_pyarrow(nullable(pq.read_schema(files[0]).empty_table()).schema)
        pairs.check(schema, by, weight, files[0].name)
        names = ", ".join(f"`{column}`" for column in (*by, weight))
        every = " UNION ALL ".join(f"SELECT {names} FROM file('{file}', Parquet)" for file in files)
        self._session.query(f"CREATE OR REPLACE VIEW longuevue.individuals AS {every}")
        people = ibis.table({name: schema[name] for name in (*by, weight)}, name="individuals", database="longuevue")
        return self.collect(pairs.grouped(people, by, weight))

    def collect(self, expression: ibis.Table) -> pa.Table:
        sql = exact_counts(str(ibis.to_sql(expression, dialect="clickhouse")))
        answer = self._session.query(f"{sql} SETTINGS {SETTINGS}", "ArrowTable")
        return answer.cast(expression.schema().to_pyarrow())


def exact_counts(sql: str) -> str:
    """The same query counting exactly, in signed integers.

    Ibis writes a count of distinct values as `uniq`, which ClickHouse estimates beyond some 65,000 of them; and
    ClickHouse counts in unsigned integers, which it will not unite with ours.
    """

    def exact(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.ApproxDistinct):
            node = exp.Count(this=exp.Distinct(expressions=[node.this]))
        elif not isinstance(node, exp.Count):
            return node
        return exp.Cast(this=node.copy(), to=exp.DataType.build("Int64", dialect="clickhouse"))

    def visit(node: exp.Expression) -> exp.Expression:
        return node if isinstance(node.parent, exp.Cast) and isinstance(node, exp.Count) else exact(node)

    return sqlglot.parse_one(sql, dialect="clickhouse").transform(visit).sql(dialect="clickhouse")


def _column_type(kind: pa.DataType) -> str:
    names = {
        pa.string(): "String",
        pa.large_string(): "String",
        pa.float64(): "Float64",
        pa.float32(): "Float32",
        pa.int64(): "Int64",
        pa.int32(): "Int32",
        pa.int16(): "Int16",
        pa.int8(): "Int8",
        pa.bool_(): "Bool",
    }
    if kind not in names:
        raise Refusal(f"Le moteur ClickHouse ne reçoit pas de colonne « {kind} ».", "Convertissez-la en texte.")
    return f"Nullable({names[kind]})"
