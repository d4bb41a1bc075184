"""The counts that the workshop's press left in the observatory's folder, read before an edition is built.
The press writes them; a source reads them like any other file."""

from __future__ import annotations

from collections.abc import Callable

from longuevue.config.observatory import Observatory
from longuevue.sources.descriptions import description_of
from longuevue.sources.gathering import load_files, told
from longuevue.sources.own.counts import FOLDER
from longuevue.sources.vintages import Delivery, VintageStore


def take_counts(observatory: Observatory, progress: Callable[[str], None]) -> None:
    """Every file of counts, unless exactly these bytes were read already. Raises `Refusal` for one that cannot be read."""
    store = VintageStore(observatory.folder)
    for path in sorted((observatory.folder / FOLDER).glob("*.json")):
        # the manager has just published: fewer areas followed than before is what was decided, not a doubt
        outcome = load_files(store, description_of(path.stem), [path])
        if outcome.state == "waiting":
            outcome = Delivery("current", store.accept(path.stem))
        if outcome.state != "unchanged":
            progress(f"{path.stem} : {told(outcome)}")
