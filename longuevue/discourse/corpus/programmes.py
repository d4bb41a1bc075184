"""Programmes of lists in JSON: the Rennes 2020 shape and the 2026 shape by city, lists kept in their order.
Names of candidates are not read: a list is its identifier and its label.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from longuevue.discourse.corpus.office import decoded
from longuevue.terms.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal of one list."""

    id: str
    list_id: str
    text: str


def programme(content: bytes, name: str) -> tuple[list[Proposal], list[tuple[str, str]]]:
    """Proposals and lists of a JSON file; another shape is refused with what was expected."""
    try:
        given = json.loads(decoded(content))
    except (ValueError, RecursionError):
        raise Refusal(
            "Le fichier JSON est abîmé.", "Vérifiez qu'il est complet, ou donnez un CSV id,text.", where=name
        ) from None
    if isinstance(given, list) and any(isinstance(one, dict) and "propositions" in one for one in given):
        return _by_list(given)
    if isinstance(given, dict) and isinstance(given.get("categories"), list):
        return _by_category(given)
    if isinstance(given, list) and given and all(isinstance(one, dict) and "text" in one for one in given):
        found = [Proposal(str(one.get("id", n)), "", str(one["text"])) for n, one in enumerate(given, start=1)]
        return found, []
    raise Refusal(
        "Le fichier JSON n'a pas la forme d'un programme.",
        "Attendu : une liste de listes avec « propositions », ou un objet avec « categories ».",
        where=name,
    )


def _by_list(given: list) -> tuple[list[Proposal], list[tuple[str, str]]]:
    proposals: list[Proposal] = []
    lists: list[tuple[str, str]] = []
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("propositions"), list):
            continue
        list_id = str(one.get("id", len(lists) + 1))
        lists.append((list_id, str(one.get("liste", list_id))))
        for number, proposal in enumerate(one["propositions"], start=1):
            if isinstance(proposal, dict) and str(proposal.get("label", "")).strip():
                ident = str(proposal.get("id", f"{list_id}-{number}"))
                proposals.append(Proposal(ident, list_id, str(proposal["label"]).strip()))
    return proposals, lists


def _by_category(given: dict) -> tuple[list[Proposal], list[tuple[str, str]]]:
    lists = [
        (str(one.get("id")), str(one.get("liste") or one.get("id")))
        for one in given.get("candidats", [])
        if isinstance(one, dict) and one.get("id")
    ]
    proposals = []
    for category in given["categories"]:
        for theme in category.get("sousThemes", []) if isinstance(category, dict) else []:
            for list_id, said in (theme.get("propositions") or {}).items():
                text = said.get("texte") if isinstance(said, dict) else said
                if isinstance(text, str) and text.strip():
                    ident = f"{category.get('id')}/{theme.get('id')}/{list_id}"
                    proposals.append(Proposal(ident, str(list_id), text.strip()))
    return proposals, lists
