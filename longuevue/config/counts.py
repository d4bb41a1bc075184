"""The counts that the workshop's press left in the observatory's folder, read before an edition is built.
The press writes them; a source reads them like any other file."""

from __future__ import annotations

from collections.abc import Callable

from longuevue.config.observatory import Observatory
from longuevue.sources.descriptions import description_of
from longuevue.sources.gathering import load_files, told
from longuevue.sources.vintages import VintageStore

FOLDER = "workshop/counts"


def take_counts(observatory: Observatory, progress: Callable[[str], None]) -> None:
    """Every file of counts, unless exactly these bytes were read already. Raises `Refusal` for one that cannot be read."""
    for path in sorted((observatory.folder / FOLDER).glob("*.json")):
        # the manager has just published: fewer areas followed than before is what was decided, not a doubt
        outcome = load_files(VintageStore(observatory.folder), description_of(path.stem), [path], accepted=False)
        if outcome.state == "waiting":
            outcome = load_files(VintageStore(observatory.folder), description_of(path.stem), [path], accepted=True)
        if outcome.state != "unchanged":
            progress(f"{path.stem} : {told(outcome)}")
