"""Apache Spark, in this process or on a cluster: the engine of a national operator (docs/how-to).
Tables pass through Parquet, never through data frames, so that a null stays a null."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.engine import pairs
from longuevue.terms.refusal import Refusal

LOCAL = "local[*]"


class Spark:
    """One Spark session and a scratch folder that every machine of the cluster must read."""

    name = "spark"

    def __init__(self, *, master: str | None = None, scratch: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise Refusal("Spark n'est pas installé.", "Installez-le : pip install 'longuevue[spark]'.") from None
        address = master or LOCAL
        if not address.startswith("local") and scratch is None:
            raise Refusal(
                f"Le cluster {address} doit lire les tables, et aucun dossier partagé n'est donné.",
                "Ajoutez scratch = « dossier lu par toutes les machines » sous [engine] dans observatory.toml.",
            )
        if shutil.which("java") is None:
            raise Refusal("Spark demande Java, absent de cette machine.", "Installez Java 17, ou gardez duckdb.")
        self._folder = Path(tempfile.mkdtemp(prefix="longuevue-spark-", dir=scratch))
        session = (
            SparkSession.builder.master(address)
            .appName("longuevue")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.session.timeZone", "UTC")
            # a formula over one edition is small: two hundred shuffle parts would be all start-up
            .config("spark.sql.shuffle.partitions", "8" if address.startswith("local") else "200")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        self._connection = ibis.pyspark.connect(session)
        self._session = session

    def table(self, name: str, rows: pa.Table) -> ibis.Table:
        path = self._folder / f"{name}.parquet"
        pq.write_table(rows, path, compression="zstd")
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)
        return self._connection.table(name)

    def add_up(self, path: str, by: tuple[str, str], weight: str) -> pa.Table:
        people = self._session.read.option("recursiveFileLookup", "true").parquet(path)
        people.createOrReplaceTempView("individuals")
        return self.collect(pairs.grouped(self._connection.table("individuals"), by, weight))

    def collect(self, expression: ibis.Table) -> pa.Table:
        answer = self._session.sql(self._connection.compile(expression)).toArrow()
        return answer.cast(expression.schema().to_pyarrow())

    def close(self) -> None:
        """Stop the session and empty the scratch folder."""
        self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
