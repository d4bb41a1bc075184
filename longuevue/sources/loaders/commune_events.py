"""INSEE's events of communes (`v_mvt_commune`): no figure, but the road that figures take from old codes to new ones.

Reading and following events is in `territories.movements`; here the file is counted, tried for cycles and filed.
"""

from __future__ import annotations

import re

import pyarrow as pa

from longuevue.facts.table import empty_facts
from longuevue.sources.loaders import Files
from longuevue.sources.reading.csvs import csv_rows
from longuevue.sources.reading.decoding import encoding_of
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal
from longuevue.territories.movements import Movement, followed, read_movements

MOVEMENTS = pa.schema([("day", pa.string()), ("kind", pa.int32()), ("old", pa.string()), ("new", pa.string())])
_TYPES = {"before": ("TYPECOM_AV",), "after": ("TYPECOM_AP",), "old": ("COM_AV",), "new": ("COM_AP",)}


def tidy(files: Files) -> Tidied:
    """The commune-to-commune events, oldest first; the file is refused where its chains turn in circles."""
    path = files.path("events")
    encoding_of(path)  # refuses what is no text: an error page, an archive
    movements = read_movements(path)
    if not movements:
        raise Refusal(
            "Aucun événement de commune à commune dans ce fichier.",
            "Attendu : le fichier v_mvt_commune de l'Insee.",
            where=path.name,
        )
    codes = {code for movement in movements for code in (movement.old, movement.new)}
    followed(codes, movements, after="1900-01-01", until="2999-01-01", population=dict.fromkeys(codes, 1))
    tally = Tally()
    for row in csv_rows(path, _TYPES):
        if row.cells["before"] == row.cells["after"] == "COM":
            tally.keep()
        elif not row.cells["old"] or not row.cells["new"]:
            tally.aside("commune créée ou supprimée sans commune d'origine ou d'arrivée")
        else:
            tally.aside("commune déléguée ou associée : ne porte aucun chiffre")
    if repeated := tally.kept - len(movements):
        tally.kept -= repeated
        tally.asides["ligne répétée"] += repeated
    last = movements[-1].day
    named = re.search(r"(?<!\d)(20\d\d)(?!\d)", path.name.split("-", 1)[-1])
    tally.remarks.append(
        f"Événements du {movements[0].day} au {last} ; les chiffres suivent ces chaînes, jamais un partage deviné."
    )
    return tally.done(
        empty_facts(),
        source_id=files.description.id,
        dataset=files.description.settings["dataset"],
        vintage=named[1] if named else last[:4],
        movements=movement_table(movements),
    )


def movement_table(movements: tuple[Movement, ...]) -> pa.Table:
    """Events as a table, the way a vintage keeps them."""
    rows = [{"day": m.day, "kind": m.kind, "old": m.old, "new": m.new} for m in movements]
    return pa.Table.from_pylist(rows, schema=MOVEMENTS)


def movements_of(table: pa.Table) -> tuple[Movement, ...]:
    """Events back from the table of a vintage."""
    return tuple(Movement(r["day"], r["kind"], r["old"], r["new"]) for r in table.to_pylist())
