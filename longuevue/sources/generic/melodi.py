"""INSEE Melodi: CSV files (a ZIP despite their name) and JSON answers. The order of columns differs by dataset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from longuevue.sources.generic.observations import Observation, flattened, tidy_observations
from longuevue.sources.loaders import Files
from longuevue.sources.reading.archives import extracted
from longuevue.sources.reading.csvs import delimiter_of
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.tidying import Tidied
from longuevue.terms.refusal import Refusal


def tidy(files: Files) -> Tidied:
    """Facts of a Melodi dataset, as the description maps its dimensions."""
    path = files.path("data")
    with path.open("rb") as stream:
        head = stream.read(4)
    if head == b"PK\x03\x04":
        path = extracted(path, "*_data.csv", files.scratch)
    return tidy_observations(files, _json(path) if head[:1] == b"{" else csv_observations(path))


def csv_observations(path: Path) -> Iterator[tuple[str, Observation]]:
    """Rows of a CSV by the names of its own header."""
    import csv

    with path.open(encoding=encoding_of(path), newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        reader = csv.DictReader(stream, delimiter=delimiter_of(first))
        for row in reader:
            if None in row or None in row.values():
                raise Refusal(
                    f"Ligne {reader.line_num} : champs en trop ou en moins.", "Téléchargez de nouveau.", where=path.name
                )
            yield f"ligne {reader.line_num}", {str(k).lstrip("\ufeff").strip('"'): v or "" for k, v in row.items()}


def _json(path: Path) -> Iterator[tuple[str, Observation]]:
    """`observations: [{dimensions, attributes, measures: {OBS_VALUE_…: {value}}}]`, one measure a dataset."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
        rows = [_flat(observation) for observation in answer["observations"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(
            f"JSON Melodi illisible ({type(error).__name__}).", "Téléchargez de nouveau.", where=path.name
        ) from None
    if answer.get("paging", {}).get("next"):
        raise Refusal("La réponse n'est que la première page.", "Employez le fichier CSV complet.", where=path.name)
    yield from flattened(rows, path.name)


def _flat(observation: dict[str, Any]) -> dict[str, Any]:
    (measure,) = observation["measures"].values()
    area = observation["dimensions"].get("GEO", "")
    level, _, code = area.rpartition("-")
    flat = observation["dimensions"] | observation.get("attributes", {}) | {"OBS_VALUE": measure.get("value")}
    return flat | {"GEO": code, "GEO_OBJECT": level.split("-")[-1]} if level else flat
