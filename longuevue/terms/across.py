"""The effects of a place service by service, « à l'échelle de tous les services »: who feels which, who acts on which, and who said
nothing yet. Nothing is counted: a service of which nobody spoke is a name in a list, never a zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longuevue.terms.countries import in_order_of_names


@dataclass(slots=True)
class Felt:
    """One service with the lines that name it, each beside its effect."""

    name: str
    body: str
    lines: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Across:
    """Services that an effect names; services of the authority that none names; whether anybody described the authority."""

    named: tuple[Felt, ...]
    silent: tuple[str, ...]
    described: bool


def across_services(effects: Iterable[Mapping[str, Any]], organisations: Iterable[Mapping[str, Any]]) -> Across:
    """Services in order of names, each with its effects in the order given.

    >>> school = {"what": "Trois classes", "services": [{"name": "Écoles", "body": "authority", "tie": "feels"}]}
    >>> found = across_services([school], [{"service": "", "directions": [{"name": "ecoles"}, {"name": "Sports"}]}])
    >>> [one.name for one in found.named], found.silent
    (['Écoles'], ('Sports',))
    """
    felt: dict[tuple[str, str], Felt] = {}
    for effect in effects:
        for line in effect["services"]:
            one = felt.setdefault((line["body"], _same(line["name"])), Felt(line["name"].strip(), line["body"]))
            one.lines.append({**line, "effect": effect})
    own: dict[str, str] = {}
    for organisation in organisations:
        for name in (organisation["service"], *(one["name"] for one in organisation["directions"])):
            if name.strip():
                own.setdefault(_same(name), name.strip())
    silent = [name for key, name in own.items() if ("authority", key) not in felt]
    named = sorted(felt.values(), key=lambda one: (in_order_of_names(one.name), one.body))
    return Across(tuple(named), tuple(sorted(silent, key=in_order_of_names)), bool(own))


def _same(name: str) -> str:
    """A key under which two ways of writing a service's name are one: capitals, accents and spaces aside."""
    return " ".join(in_order_of_names(name.replace("’", "'")).split())
