"""What the workshop's press left in the observatory's folder, checked before an edition takes it in.
The press writes it; a file that says more than it may is refused whole."""

from __future__ import annotations

import json
from typing import Any

from longuevue.config.observatory import Observatory
from longuevue.edition.reader import LEARNT, MAY_SAY, wrong_inside
from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning.effect_rules import faults, policies_beside

FILE = "workshop/records.json"
FORMAT = 2
#: what a file of this format may lack: the press that wrote it did not tell these yet
LATER = frozenset(
    ["effects", "events", "policies", "deliberations", "commitments", "rooms", "policy_counts", "room_records"]
)


def records_of(observatory: Observatory) -> dict[str, list[dict[str, Any]]]:
    """`actors`, `links`, `vantages`, decisions and what leads to them; nothing where no press ever ran. Raises `Refusal` for a file it cannot trust."""
    path = observatory.folder / FILE
    if not path.is_file():
        return {name: [] for name in MAY_SAY}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError
        found = {name: [{**LEARNT.get(name, {}), **row} for row in _listed(document, name)] for name in MAY_SAY}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal("Ce fichier de l'atelier ne se lit pas.", "Publiez de nouveau.", where=str(path)) from error
    for name, allowed in MAY_SAY.items():
        for number, row in enumerate(found[name], 1):
            if wrong := sorted(set(row) ^ allowed) or wrong_inside(name, row):
                raise Refusal(
                    f"La fiche {number} de « {name} » ({row.get('id', 'sans identifiant')}) a trop de mots ou pas assez : "
                    f"{', '.join(wrong)}.",
                    "Publiez de nouveau depuis l'atelier ; rien n'a été construit.",
                    where=str(path),
                )
    _refuse_effects(found["effects"], found["policies"], str(path))
    return found


def _listed(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A file that the press wrote before a list existed holds none."""
    rows: list[dict[str, Any]] = document.get(name, []) if name in LATER else document[name]
    return rows


def _refuse_effects(effects: list[dict[str, Any]], policies: list[dict[str, Any]], where: str) -> None:
    """The rules of effects, once more: a file written by another hand does not get round them."""
    for number, one in enumerate(effects, 1):
        try:
            broken = faults(one, beside=policies_beside(one, policies))
        except (KeyError, TypeError, AttributeError) as error:
            raise Refusal(
                f"L'effet {number} ne se lit pas.", "Publiez de nouveau depuis l'atelier.", where=where
            ) from error
        if broken:
            told = ", ".join(dict.fromkeys(f"{fault.code} « {fault.words} »" for fault in broken))
            raise Refusal(
                f"L'effet {number} ne peut pas être public : {told}.",
                "Corrigez-le dans l'atelier. Publiez de nouveau ; rien n'a été construit.",
                where=where,
            )
