"""SDMX-CSV, Eurostat TSV and JSON-stat 2.0, told apart by their content."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from longuevue.sources.generic.melodi import csv_observations
from longuevue.sources.generic.observations import Observation, flattened, tidy_observations
from longuevue.sources.loaders import Files
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.tidying import Tidied
from longuevue.terms.refusal import Refusal

MOST_CELLS = 5_000_000


def tidy(files: Files) -> Tidied:
    """Facts of one SDMX or JSON-stat file, as the description maps its dimensions."""
    path = files.path("data")
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as stream:
        first = stream.readline(100_000)
    if first.lstrip("\ufeff \n").startswith("{"):
        return tidy_observations(files, _json_stat(path, encoding))
    if "\\TIME_PERIOD" in first and "\t" in first:
        return tidy_observations(files, _tsv(path, encoding))
    return tidy_observations(files, _labels_apart(csv_observations(path)))


def _labels_apart(observations: Iterator[tuple[str, Observation]]) -> Iterator[tuple[str, Observation]]:
    """`csvfilewithlabels` writes « CODE: label » in one cell, or a label column next to the code: codes are kept."""
    for where, observation in observations:
        yield where, {name.split(":")[0].strip(): value.split(": ")[0] for name, value in observation.items() if name}


def _tsv(path: Path, encoding: str) -> Iterator[tuple[str, Observation]]:
    """Header `dim1,…,geo\\TIME_PERIOD` then periods; rows: codes joined by commas, a tab, values with flags."""
    with path.open(encoding=encoding) as stream:
        head, *periods = stream.readline().rstrip("\r\n").split("\t")
        dimensions = head.replace("\\", ",").split(",")[:-1]
        for number, line in enumerate(stream, start=2):
            keys, *values = line.rstrip("\r\n").split("\t")
            codes = keys.split(",")
            if len(codes) != len(dimensions) or len(values) != len(periods):
                raise Refusal(
                    f"Ligne {number} : {len(values)} valeurs pour {len(periods)} périodes.",
                    "Téléchargez de nouveau.",
                    where=path.name,
                )
            for period, value in zip(periods, values, strict=True):
                observation = dict(zip(dimensions, codes, strict=True))
                yield (
                    f"ligne {number}, {period.strip()}",
                    observation | {"TIME_PERIOD": period.strip(), "OBS_VALUE": value.strip()},
                )


def _json_stat(path: Path, encoding: str) -> Iterator[tuple[str, Observation]]:
    """Values in row-major order of `size`; `value` is a list or a sparse object, `status` likewise."""
    try:
        answer = json.loads(path.read_text(encoding=encoding))
        ids, sizes = answer["id"], answer["size"]
        codes = [_codes(answer["dimension"][name]["category"]["index"]) for name in ids]
        cells = 1
        for size, listed in zip(sizes, codes, strict=True):
            cells *= size
            if len(listed) != size:
                raise ValueError("size")
        if cells > MOST_CELLS:
            raise Refusal(f"Le cube a {cells} cellules.", "Demandez-en une partie.", where=path.name)
        values, statuses = answer["value"], answer.get("status", {})
        rows = [
            dict(zip(ids, key, strict=True))
            | {"OBS_VALUE": _at(values, place), "OBS_STATUS": _at(statuses, place) or ""}
            for place, key in enumerate(itertools.product(*codes))
            if _at(values, place) is not None or _at(statuses, place)
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(
            f"JSON-stat illisible ({type(error).__name__}).", "Téléchargez de nouveau.", where=path.name
        ) from None
    yield from flattened(rows, path.name)


def _codes(index: Any) -> list[str]:
    return sorted(index, key=lambda code: index[code]) if isinstance(index, dict) else list(index)


def _at(values: Any, place: int) -> Any:
    if isinstance(values, dict):
        return values.get(str(place))
    return values[place] if place < len(values) else None
