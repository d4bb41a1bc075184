"""Opendatasoft Explore v2.1: `records` answers ({total_count, results}) and whole exports in CSV or JSON.

Records stop at 10,000 rows: an answer that does not hold them all is refused, not read as if it were whole.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from longuevue.sources.generic.observations import Observation, flattened, tidy_observations
from longuevue.sources.loaders import Files
from longuevue.sources.reading.csvs import delimiter_of
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.tidying import Tidied
from longuevue.terms.refusal import Refusal


def tidy(files: Files) -> Tidied:
    """Facts of an Opendatasoft export, as the description maps its fields."""
    return tidy_observations(files, _observations(files.path("export")))


def _observations(path: Path) -> Iterator[tuple[str, Observation]]:
    encoding = encoding_of(path)
    text = path.read_text(encoding=encoding).lstrip("\ufeff")
    if text.lstrip()[:1] in "[{":
        yield from flattened(_json_rows(text, path.name), path.name)
        return
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.DictReader(stream, delimiter=delimiter_of(text.split("\n", 1)[0]))
        for row in reader:
            if None in row or None in row.values():
                raise Refusal(
                    f"Ligne {reader.line_num} : champs en trop ou en moins.", "Refaites l'export.", where=path.name
                )
            yield f"{path.name}, ligne {reader.line_num}", {str(k): v or "" for k, v in row.items()}


def _json_rows(text: str, name: str) -> list[dict[str, object]]:
    try:
        answer = json.loads(text)
        rows = answer["results"] if isinstance(answer, dict) else answer
        total = answer.get("total_count", len(rows)) if isinstance(answer, dict) else len(rows)
    except (ValueError, KeyError, RecursionError) as error:
        raise Refusal(f"JSON illisible ({type(error).__name__}).", "Refaites l'export.", where=name) from None
    if total > len(rows):
        raise Refusal(
            f"La réponse ne contient que {len(rows)} lignes sur {total}.",
            "Employez /exports/csv : /records s'arrête à 10 000 lignes.",
            where=name,
        )
    return list(rows)
