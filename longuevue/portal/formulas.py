"""A formula said in words: the closed grammar of markers read aloud for a page. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.numbers import number


def formula_words(formula: Mapping[str, Any] | None, visit: Visit) -> str:
    """« étudiants internationaux, divisé par étudiants inscrits, pour 100 »."""
    if not formula:
        return visit.say("formula.none")
    text = _say(formula["value"], formula.get("nodes") or {}, visit, 0)
    return text[:1].upper() + text[1:] + "."


def measures_of(formula: Mapping[str, Any] | None, visit: Visit) -> list[dict[str, str]]:
    """The measures that the formula reads, with the definition given on the source's card."""
    found: dict[str, dict[str, str]] = {}
    for name in _measures(formula or {}):
        for source in visit.library.sources:
            card = (source.get("measures") or {}).get(name)
            if card:
                found.setdefault(
                    name, {"id": name, "label": visit.text(card["label"]), "definition": visit.text(card["definition"])}
                )
    return list(found.values())


def _measures(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        own = [node["measure"]] if isinstance(node.get("measure"), str) else []
        return own + [name for value in node.values() for name in _measures(value)]
    return []


def _say(node: Any, named: Mapping[str, Any], visit: Visit, depth: int) -> str:
    if isinstance(node, str) and node in named and depth < 30:
        return _say(named[node], named, visit, depth + 1)
    if not isinstance(node, Mapping) or len(node) != 1:
        return str(node)
    kind, args = next(iter(node.items()))
    args = args or {}
    parts = {key: _say(args[key], named, visit, depth + 1) for key in _ROLES if key in args}
    values = {
        **parts,
        "measure": _label(args.get("measure", ""), visit),
        "per": number(args.get("per", 1), 0, visit.language),
        "filter": _filter(args, visit),
        "axis": visit.say(f"formula.axis_{args.get('over', 'counterpart')}"),
        "order": args.get("order", 1),
        "list": str(args.get("list", "")).replace("_", " "),
    }
    return visit.say(f"formula.{kind}", **values)


_ROLES = ("of", "to", "and", "less", "inbound", "outbound", "first", "then")


def _label(measure: str, visit: Visit) -> str:
    for source in visit.library.sources:
        card = (source.get("measures") or {}).get(measure)
        if card:
            label = visit.text(card["label"])
            return label[:1].lower() + label[1:]
    return measure.replace("_", " ")


def _filter(args: Mapping[str, Any], visit: Visit) -> str:
    kept, left_out = args.get("category"), args.get("category_not")
    text = visit.say("formula.only", names=", ".join(kept)) if kept else ""
    return text + (visit.say("formula.without", names=", ".join(left_out)) if left_out else "")
