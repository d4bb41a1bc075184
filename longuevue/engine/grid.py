"""Sums kept by pair of numbers, where several readers add theirs: words are numbered as they are met, in any order."""

from __future__ import annotations

from threading import Lock
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.measures.measured import Floats

Numbers = np.ndarray[Any, np.dtype[np.int64]]


class TooManyError(Exception):
    """More codes than the grid holds."""


class Codes:
    """The words of a column, numbered from 1 in the order they are met, whoever meets them; 0 is null."""

    def __init__(self, most: int) -> None:
        self.words = pa.nulls(0, pa.string())
        self.most = most
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self.words) + 1

    def numbers(self, dictionary: pa.Array) -> Numbers:
        """The number of each word of the dictionary, and 0 at its end."""
        dictionary = dictionary.cast(pa.string())
        with self._lock:
            found = pc.index_in(dictionary, value_set=self.words)
            if found.null_count > dictionary.null_count:
                new = dictionary.filter(found.is_null()).drop_null().unique()
                self.words = pa.concat_arrays([self.words, new])
                if len(self) > self.most:
                    raise TooManyError
                found = pc.index_in(dictionary, value_set=self.words)
        return np.append(found.fill_null(-1).to_numpy().astype(np.int64) + 1, 0)


class Numbering:
    """One reader's numbers for one column: looked up again only when its dictionary changes."""

    def __init__(self, codes: Codes, times: int = 1) -> None:
        self._codes, self._times = codes, times
        self._dictionary: pa.Array | None = None
        self._numbers = np.zeros(1, np.int64)

    def of(self, column: pa.DictionaryArray) -> Numbers:
        """The number of each row's word, multiplied by `times`."""
        if self._dictionary is None or not column.dictionary.equals(self._dictionary):
            self._dictionary = column.dictionary
            self._numbers = self._codes.numbers(column.dictionary) * self._times
        at = column.indices.fill_null(len(column.dictionary)).to_numpy()
        return cast(Numbers, np.take(self._numbers, at, mode="clip"))


class Grid:
    """Sums by pair of numbers: a column for each first code, a row for each second one. The row of null, where nearly
    everyone is, is read and written at once from the processor's cache."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = Codes(columns), Codes(rows)
        self._sums = np.zeros((rows, columns))
        self._cells = self._sums.ravel()
        self._lock = Lock()

    def add(self, cells: Numbers, weights: Floats) -> None:
        with self._lock:
            np.add.at(self._cells, cells, weights)

    def table(self, names: tuple[str, str]) -> pa.Table:
        """The pairs whose sum is not zero, in columns `names` and `people`."""
        met = self._sums[: len(self.rows), : len(self.columns)]
        rows, columns = np.nonzero(met != 0)
        numbers = ((columns, self.columns.words), (rows, self.rows.words))
        coded = [
            pa.DictionaryArray.from_arrays(pa.array(number - 1, pa.int32(), mask=number == 0), words)
            for number, words in numbers
        ]
        return pa.table([*coded, pa.array(met[rows, columns])], names=[*names, "people"])
