"""One module per publisher: `tidy(files) -> Tidied`. Reading bytes is in `reading`, what is kept in `vintages`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from longuevue.sources.descriptions import SourceDescription
from longuevue.sources.reading.csvs import Row, csv_rows
from longuevue.sources.tidying import Tally


@dataclass(frozen=True)
class Files:
    """The files given to a loader, with the description that says how to read them."""

    description: SourceDescription
    paths: dict[str, list[Path]]
    scratch: Path
    hints: dict[str, Any] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """The one file of that name."""
        return self.paths[name][0]

    def has(self, name: str) -> bool:
        return name in self.paths

    def helping_rows(self, name: str, tally: Tally) -> Iterator[Row]:
        """The sound rows of a file that helps another to be read; how many are broken, and where first, is told."""
        broken = []
        for row in self.rows(name):
            if row.broken:
                broken.append(row)
            else:
                yield row
        if broken:
            said = f"{self.path(name).name.split('-', 1)[-1]} : lignes cassées, laissées de côté : {len(broken)}"
            tally.remarks.append(f"{said} (la première : ligne {broken[0].line}, {broken[0].broken}).")

    def rows(self, name: str, path: Path | None = None) -> Iterator[Row]:
        """The rows of a CSV by role, read as its description says."""
        described = self.description.files[name]
        return csv_rows(
            path or self.path(name),
            described.aliases(),
            optional=frozenset(described.optional),
            delimiter=described.delimiter,
            encoding=described.encoding,
            header=described.header,
            quoting=described.quoting,
        )
