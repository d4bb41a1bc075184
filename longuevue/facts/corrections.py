"""Corrections of a publisher's error, kept in a file of their own. Each fails, aloud, once it no longer applies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from longuevue.terms.refusal import Refusal
from longuevue.terms.yaml_text import read_yaml_as_text


def corrected(records: dict[str, dict[str, Any]], path: Path, *, field: str) -> list[str]:
    """Apply in place the corrections of `field`; return the items corrected.

    An entry says item, field, found, correct and reason. `Refusal` when the item has gone or when what is found is
    no longer what was corrected: the publisher has repaired it, or changed it again, and the entry must be reviewed.
    """
    items = []
    for number, entry in enumerate(read_yaml_as_text(path.read_text(encoding="utf-8")), start=1):
        if entry["field"] != field:
            continue
        where = f"{path.name}, correction {number} ({entry['item']}, {field})"
        remedy = "Relisez cette correction : supprimez-la si le producteur a réparé son erreur."
        record = records.get(entry["item"])
        if record is None:
            raise Refusal("L'objet corrigé n'existe plus dans la source.", remedy, where=where)
        if (record[field] or "") != entry["found"]:
            raise Refusal(
                f"La valeur est « {record[field] or 'vide'} », la correction attendait « {entry['found']} ».",
                remedy,
                where=where,
            )
        record[field] = None if entry["correct"] in ("", "null") else entry["correct"]
        items.append(entry["item"])
    return items
