"""Weights of Parquet files added up by pair of codes (commune, country), the file being read by dictionary: a code is a
word once per group of rows and a number on each row, and numbers are added up where words would be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.engine.grid import Grid, Numbering, TooManyError
from longuevue.terms.refusal import Refusal

#: rows decoded at once: their numbers stay in the processor's cache
BATCH: Final = 65_536
#: readers decode side by side, then take turns at the sums: more would wait
READERS: Final = 4
#: first and second codes that a grid of sums holds, tried in this order: every commune of a vintage (59 MB for 200
#: countries, as only what is met takes room), smaller places, finer partners
SHAPES: Final = ((36_864, 448), (2**16, 256), (2**12, 2**12))


def add_up(files: Sequence[Path], by: tuple[str, str], weight: str) -> pa.Table | None:
    """Sums of `weight` over the Parquet files, for each pair of words in the columns `by` (null where a file has null):
    these columns and `people`. A pair whose weights sum to nothing does not come. None when there are more words than a
    grid holds: the database then makes the sums itself. Raises `Refusal` when a file cannot be read so."""
    try:
        for file in files:
            check(ibis.Schema.from_pyarrow(pq.read_schema(file)), by, weight, file.name)
        for shape in SHAPES:
            with suppress(TooManyError):
                return _read(files, by, weight, Grid(*shape))
    except (pa.ArrowException, OSError) as error:
        message = str(error).splitlines()[0][:200]
        raise Refusal(f"Parquet abîmé ({message}).", "Copiez-le de nouveau.", where=str(files[0])) from None
    return None


def grouped(people: ibis.Table, by: tuple[str, str], weight: str) -> ibis.Table:
    """The same sums, for a database to make."""
    check(people.schema(), by, weight, people.get_name())
    return people.group_by(list(by)).agg(people=people[weight].sum())


def parts(path: str) -> list[Path]:
    """The Parquet files at `path`: itself, or those of the folder, in order. Raises `Refusal` when there is none."""
    folder = Path(path)
    files = sorted(folder.rglob("*.parquet")) if folder.is_dir() else [folder]
    if not files or not files[0].is_file():
        raise Refusal("Aucun fichier Parquet ici.", "Donnez le fichier des individus, ou son dossier.", where=path)
    return files


def check(schema: ibis.Schema, by: tuple[str, str], weight: str, where: str) -> None:
    """Raise `Refusal` unless these columns are there, codes as words and weights as numbers."""
    missing = [name for name in (*by, weight) if name not in schema]
    if missing:
        raise Refusal(
            f"Colonnes absentes : {', '.join(missing)} (trouvées : {', '.join(schema)}).",
            "Donnez leurs noms dans ce fichier : commune=…, country=…, weight=…",
            where=where,
        )
    for name in by:
        if not schema[name].is_string():
            raise Refusal(
                f"La colonne « {name} » n'est pas du texte ({schema[name]}) : un code y perd ses zéros.",
                "Réécrivez-la en texte, « 01004 » et non 1004.",
                where=where,
            )
    if not schema[weight].is_numeric():
        raise Refusal(
            f"La colonne « {weight} » n'est pas un nombre ({schema[weight]}).",
            "Réécrivez les poids en nombres décimaux.",
            where=where,
        )


def _read(files: Sequence[Path], by: tuple[str, str], weight: str, grid: Grid) -> pa.Table:
    groups = [(file, group) for file in files for group in range(pq.read_metadata(file).num_row_groups)]
    count = max(1, min(READERS, pa.cpu_count(), len(groups)))

    def read(mine: list[tuple[Path, int]]) -> None:
        columns, rows = Numbering(grid.columns), Numbering(grid.rows, grid.columns.most)
        for batch in _batches(mine, [*by, weight]):
            cells = columns.of(batch.column(by[0])) + rows.of(batch.column(by[1]))
            grid.add(cells, batch.column(weight).cast(pa.float64()).fill_null(0).to_numpy())

    with ThreadPoolExecutor(count) as readers:
        for reading in [readers.submit(read, groups[start::count]) for start in range(count)]:
            reading.result()
    return grid.table(by)


def _batches(groups: list[tuple[Path, int]], columns: list[str]) -> Iterator[pa.RecordBatch]:
    for file, mine in groupby(groups, key=itemgetter(0)):
        source = pq.ParquetFile(file, read_dictionary=columns[:2], memory_map=True)
        yield from source.iter_batches(BATCH, [group for _, group in mine], columns, use_threads=False)
