"""Files too large for memory, read batch by batch as text by column name: CSV, zipped CSV, Parquet.

Memory does not grow with the file. What a batch means is decided by the loaders.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from longuevue.sources.reading.archives import opened
from longuevue.sources.reading.csvs import Aliases, delimiter_of, positions_of
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.tidying import Tally
from longuevue.terms.refusal import Refusal

BLOCK = 4 << 20
ROWS = 1 << 17
#: a column of a group is read by pieces of this size, so that a file of one huge group fits too
PAGES = 1 << 20


@dataclass
class Batch:
    """Some rows: their columns by role as text (null where empty), and the number of rows read before them."""

    columns: dict[str, pa.Array]
    start: int

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def filtered(self, mask: pa.Array) -> Batch:
        """The rows where `mask` is true."""
        return Batch({role: column.filter(mask) for role, column in self.columns.items()}, self.start)


def batches(
    path: Path,
    columns: Aliases,
    tally: Tally,
    *,
    optional: frozenset[str] = frozenset(),
    member: str = "*.csv",
    delimiter: str | None = None,
) -> Iterator[Batch]:
    """The rows of a CSV, of the one CSV of an archive, or of a Parquet file. Broken rows go to `tally`."""
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic == b"PAR1":
        yield from _parquet(path, columns, optional)
        return
    with ExitStack() as stack:
        if magic == b"PK\x03\x04":
            archive = stack.enter_context(opened(path, largest_total=64 << 30))
            name = _largest(archive, member, path)
            content: IO[bytes] = stack.enter_context(archive.open(name))
            first = content.readline(1 << 20)
            content.close()
            content = stack.enter_context(archive.open(name))
            encoding = "utf-8" if _is_utf8(first) else "latin-1"
        else:
            encoding = encoding_of(path)
            content = stack.enter_context(path.open("rb"))
            first = content.readline(1 << 20)
            content.seek(0)
        header = first.decode(encoding, errors="replace").lstrip("\ufeff").strip("\r\n")
        yield from _csv(content, header, encoding, columns, tally, optional, delimiter, path)


def _largest(archive: zipfile.ZipFile, pattern: str, path: Path) -> str:
    """The data file of an archive: the largest member of that name; dictionaries (varmod, metadata) are smaller."""
    from fnmatch import fnmatch

    found = [m for m in archive.infolist() if fnmatch(PurePosixPath(m.filename).name.lower(), pattern)]
    found = [m for m in found if not re.search(r"varmod|metadata", m.filename, re.IGNORECASE)]
    if not found:
        listed = ", ".join(archive.namelist()[:10])
        raise Refusal(
            f"Pas de fichier « {pattern} » dans l'archive : {listed}.", "Vérifiez le fichier.", where=path.name
        )
    return max(found, key=lambda m: m.file_size).filename


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _csv(
    content: IO[bytes],
    header: str,
    encoding: str,
    columns: Aliases,
    tally: Tally,
    optional: frozenset[str],
    delimiter: str | None,
    path: Path,
) -> Iterator[Batch]:
    import csv

    mark = delimiter or delimiter_of(header)
    names = next(csv.reader([header], delimiter=mark), [])
    places = positions_of(names, columns, path.name, optional)
    unique = [f"{number}:{name}" for number, name in enumerate(names)]
    broken: list[pacsv.InvalidRow] = []

    def aside(row: pacsv.InvalidRow) -> str:
        broken.append(row)
        return "skip"

    reader = _opened_csv(content, encoding, mark, unique, places, aside, path)
    start = 0
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            break
        except pa.ArrowInvalid as error:
            raise Refusal(f"CSV cassé ({error}).", "Téléchargez le fichier de nouveau.", where=path.name) from None
        if batch.num_rows:
            yield Batch(
                {role: batch.column(batch.schema.get_field_index(unique[place])) for role, place in places.items()},
                start,
            )
        start += batch.num_rows
    for row in broken:
        where = f"ligne {row.number}" if row.number else "ligne cassée"
        tally.refuse(where, row.text or "", f"{row.actual_columns} champs trouvés, {row.expected_columns} attendus")


def _opened_csv(
    content: IO[bytes], encoding: str, mark: str, names: list[str], places: Mapping[str, int], aside: Any, path: Path
) -> pacsv.CSVStreamingReader:
    wanted = [names[place] for place in places.values()]
    try:
        return pacsv.open_csv(
            content,
            pacsv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, skip_rows=1, encoding=encoding),
            pacsv.ParseOptions(delimiter=mark, invalid_row_handler=aside, newlines_in_values=False),
            pacsv.ConvertOptions(
                include_columns=wanted,
                column_types={name: pa.string() for name in wanted},
                strings_can_be_null=True,
                null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise Refusal(f"CSV cassé ({error}).", "Téléchargez le fichier de nouveau.", where=path.name) from None


def _parquet(path: Path, columns: Aliases, optional: frozenset[str]) -> Iterator[Batch]:
    try:
        source = pq.ParquetFile(path, buffer_size=PAGES)
        names = source.schema_arrow.names
        places = positions_of(names, columns, path.name, optional)
        wanted = [names[place] for place in places.values()]
        start = 0
        for group in range(source.num_row_groups):  # one at a time: asked for all, the library keeps those it has read
            for batch in source.iter_batches(ROWS, row_groups=[group], columns=wanted, use_threads=False):
                found = {
                    role: batch.column(batch.schema.get_field_index(name))
                    for role, name in zip(places, wanted, strict=True)
                }
                yield Batch({role: pc.cast(column, pa.string()) for role, column in found.items()}, start)
                start += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        message = str(error).splitlines()[0][:200]
        raise Refusal(f"Parquet abîmé ({message}).", "Téléchargez le fichier de nouveau.", where=path.name) from None


def weights(batch: Batch, role: str, tally: Tally) -> tuple[Batch, pa.Array]:
    """The rows whose weight is a number, and the weights; the others are refused one by one (sources.md 2.3)."""
    try:  # the ordinary case, at the library's own speed
        plain = pc.cast(batch.columns[role], pa.float64())
        bounds = pc.min_max(plain)
        if not plain.null_count and bounds["min"].as_py() >= 0 and bounds["max"].as_py() < float("inf"):
            return batch, plain
    except (pa.ArrowInvalid, TypeError):
        pass  # a decimal comma or something worse: row by row
    text = pc.replace_substring(pc.fill_null(batch.columns[role], ""), ",", ".")
    good = pc.match_substring_regex(text, r"^\d+(\.\d+)?([eE][-+]?\d+)?$")
    for position in pc.indices_nonzero(pc.invert(good)).to_pylist():
        tally.refuse(
            f"ligne {batch.start + position + 2}",
            batch.columns[role][position].as_py() or "vide",
            "poids illisible",
            "4.87320913772",
        )
    kept = batch.filtered(good)
    return kept, pc.cast(text.filter(good), pa.float64())


def summed(sums: dict[tuple[Any, ...], float], keys: list[pa.Array], values: pa.Array) -> None:
    """Add `values` into `sums`, by the tuple of `keys`."""
    table = pa.table({**{f"k{n}": key for n, key in enumerate(keys)}, "v": values})
    for row in (
        table.group_by([f"k{n}" for n in range(len(keys))], use_threads=False).aggregate([("v", "sum")]).to_pylist()
    ):
        key = tuple(row[f"k{n}"] for n in range(len(keys)))
        sums[key] = sums.get(key, 0.0) + (row["v_sum"] or 0.0)
