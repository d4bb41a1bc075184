"""The closed grammar of formulas: a formula is data, made of named nodes. Reading one lives here, computing it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from longuevue.terms.refusal import Refusal

NAME: Final = re.compile(r"^[a-z][a-z0-9_]{0,60}$")
MEASURE: Final = NAME


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its kind, its plain arguments, and the nodes it is made of (by role)."""

    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Node] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        """This node, then every node below it."""
        yield self
        for part in self.parts.values():
            yield from part.walk()

    def measures(self) -> tuple[str, ...]:
        """Every measure that the formula reads, sorted, each once."""
        return tuple(sorted({n.args["measure"] for n in self.walk() if "measure" in n.args}))

    def as_data(self) -> dict[str, Any]:
        """The node as plain data, for hashes and for the page that explains the formula."""
        return {self.kind: {**self.args, **{role: part.as_data() for role, part in self.parts.items()}}}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a node of this kind takes: plain arguments (with a check), parts that are nodes, and what it means."""

    means_fr: str
    required: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    optional: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    leaf: bool = False


def _is_measure(value: Any) -> bool:
    return isinstance(value, str) and bool(MEASURE.match(value))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _is_order(value: Any) -> bool:
    return value in (0, 1, 2)


def _is_axis(value: Any) -> bool:
    return value in ("counterpart", "category")


def _is_country_list(value: Any) -> bool:
    return value in COUNTRY_LISTS


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


#: dated lists of countries that a formula may name; the countries themselves are data of the engine
COUNTRY_LISTS: Final = (
    "eu",
    "schengen",
    "dac_recipients",
    "europe",
    "africa",
    "mediterranean_non_eu",
    "france_land_border",
)

_FILTERS: Final = {"category": _is_words, "category_not": _is_words}

KINDS: Final[dict[str, Kind]] = {
    "sum": Kind("la somme d'une mesure", {"measure": _is_measure}, _FILTERS, leaf=True),
    "distinct": Kind("le nombre de choses différentes", {"measure": _is_measure}, _FILTERS, leaf=True),
    "published": Kind("le chiffre tel que le producteur l'imprime", {"measure": _is_measure}, leaf=True),
    "population": Kind("la population du territoire", leaf=True),
    "ratio": Kind("une part : une somme divisée par une autre", {"per": _is_positive}, parts=("of", "to")),
    "plus": Kind("une somme de deux nœuds", parts=("of", "and")),
    "minus": Kind("une différence", parts=("of", "less")),
    "balance": Kind("le solde des deux sens, entre -1 et 1", parts=("inbound", "outbound")),
    "effective_number": Kind(
        "le nombre équivalent de pays ou de catégories (nombre de Hill)",
        {"over": _is_axis},
        {"order": _is_order},
        parts=("of",),
    ),
    "mean_reach": Kind("la distance moyenne aux partenaires, en kilomètres", parts=("of",)),
    "share_in": Kind("la part du flux avec les pays d'une liste datée", {"list": _is_country_list}, parts=("of",)),
    "location_quotient": Kind(
        "la part d'ici rapportée à la part en France (1 : pareil)", {"by_origin": _is_yes_or_no}, parts=("of", "to")
    ),
    "first_of": Kind("le premier des deux nœuds qui a une valeur", parts=("first", "then")),
}


def read_formula(data: Any, *, where: str) -> Node:
    """The formula of a marker, as a tree of nodes.

    `data` is `{"nodes": {name: node}, "value": name or node}`. Raises `Refusal` for an unknown kind, a missing or
    surplus argument, a name nobody defines, a cycle, or anything that looks like code.
    """
    if not isinstance(data, Mapping) or "value" not in data:
        raise Refusal(
            "La formule n'a pas de « value ».",
            "Écrivez formula: {nodes: {…}, value: nom_du_nœud}.",
            where=where,
        )
    surplus = set(data) - {"nodes", "value"}
    if surplus:
        raise Refusal(
            f"La formule contient « {sorted(surplus)[0]} », inconnu ici.",
            "Une formule n'a que deux clés : nodes et value.",
            where=where,
        )
    named = data.get("nodes") or {}
    if not isinstance(named, Mapping):
        raise Refusal("« nodes » n'est pas une liste de nœuds nommés.", "Écrivez nodes: {nom: {sum: …}}.", where=where)
    for name in named:
        if not isinstance(name, str) or not NAME.match(name):
            raise Refusal(
                f"Le nom de nœud « {name} » n'est pas admis.",
                "Un nom est fait de minuscules, de chiffres et de « _ ».",
                where=where,
            )
    return _read_node(data["value"], named, (), where)


def _read_node(data: Any, named: Mapping[str, Any], path: tuple[str, ...], where: str) -> Node:
    if isinstance(data, str):
        return _read_name(data, named, path, where)
    if not isinstance(data, Mapping) or len(data) != 1:
        raise Refusal(
            f"Un nœud de formule est mal écrit : « {_short(data)} ».",
            f"Un nœud a une seule clé, parmi : {', '.join(KINDS)}.",
            where=where,
        )
    kind_name, args = next(iter(data.items()))
    kind = KINDS.get(str(kind_name))
    if kind is None:
        raise Refusal(
            f"Le nœud « {_short(kind_name)} » n'existe pas dans la grammaire des formules.",
            f"Choisissez parmi : {', '.join(KINDS)}.",
            where=where,
        )
    args = args if args is not None else {}
    if not isinstance(args, Mapping):
        raise Refusal(
            f"Le nœud « {kind_name} » attend des arguments nommés, pas « {_short(args)} ».",
            f"Par exemple : {kind_name}: {{{', '.join([*kind.required, *kind.parts]) or ''}}}.",
            where=where,
        )
    return _checked_node(str(kind_name), kind, args, named, path, where)


def _checked_node(
    name: str, kind: Kind, args: Mapping[str, Any], named: Mapping[str, Any], path: tuple[str, ...], where: str
) -> Node:
    wanted = {*kind.required, *kind.parts}
    missing = sorted(wanted - set(args))
    if missing:
        raise Refusal(f"Il manque « {missing[0]} » au nœud « {name} ».", "Ajoutez-le.", where=where)
    surplus = sorted(set(args) - wanted - set(kind.optional))
    if surplus:
        raise Refusal(f"« {surplus[0]} » n'est pas un argument du nœud « {name} ».", "Retirez-le.", where=where)
    plain = {}
    for key, check in {**kind.required, **kind.optional}.items():
        if key in args:
            if not check(args[key]):
                remedy = (
                    "On ne divise pas par zéro : donnez un nombre positif, 100 pour une part en %."
                    if key == "per"
                    else "Voyez docs/reference/formulas.md."
                )
                raise Refusal(f"« {key}: {_short(args[key])} » n'est pas admis dans « {name} ».", remedy, where=where)
            plain[key] = args[key]
    parts = {role: _read_node(args[role], named, path, where) for role in kind.parts}
    if name in ("effective_number", "mean_reach", "share_in") and parts["of"].kind not in ("sum", "distinct"):
        raise Refusal(
            f"« {name} » se calcule sur une somme ou un nombre de choses différentes.",
            "Donnez-lui un nœud sum ou distinct.",
            where=where,
        )
    return Node(name, plain, parts)


def _read_name(name: str, named: Mapping[str, Any], path: tuple[str, ...], where: str) -> Node:
    if not NAME.match(name):
        raise Refusal(
            f"La formule contient « {_short(name)} » : ce n'est pas le nom d'un nœud.",
            "Une formule ne contient pas de code : elle se compose de nœuds nommés (sum, ratio, distinct…).",
            where=where,
        )
    if name in path:
        raise Refusal(
            f"La formule tourne en rond : {' → '.join([*path, name])}.",
            "Un nœud ne peut pas dépendre de lui-même : coupez la boucle.",
            where=where,
        )
    if name not in named:
        raise Refusal(
            f"Le nœud « {name} » n'est défini nulle part dans cette formule.",
            f"Nœuds définis : {', '.join(named) or 'aucun'}.",
            where=where,
        )
    return _read_node(named[name], named, (*path, name), where)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
