"""Which commune a person means: a code, a name, an old name. A doubtful one is asked, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from longuevue.sources.places import name_key
from longuevue.sources.reading.numbers import commune_code
from longuevue.territories.catalogue import Catalogue
from longuevue.territories.units import former_communes

PREFIXES = {"com": "commune", "epci": "epci", "dep": "departement", "reg": "region"}


class DoubtfulError(ValueError):
    """The text may mean several places, or none; `choices` are what the person can answer."""

    def __init__(self, why: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.choices = choices


@dataclass(frozen=True)
class Place:
    """A place recognised: its level, its code, and what was understood when it is not what was written."""

    level: str
    code: str
    understood: str = ""


class Communes:
    """Places of one code list, by code and by name."""

    def __init__(self, catalogue: Catalogue, levels: tuple[str, ...], answers: dict[str, str]) -> None:
        self._catalogue = catalogue
        self._levels = levels
        self._answers = {name_key(name): code for name, code in answers.items()}
        self._names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for level in levels:
            for unit in catalogue.of_level(level):
                self._names[name_key(unit.name)].append((level, unit.code))
        self._former: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for former in former_communes(catalogue.year).values() if "commune" in levels else ():
            if len(former.successors) == 1:
                self._former[name_key(former.name)].add((former.name, former.successors[0]))

    def place(self, text: str) -> Place:
        """The place meant; `DoubtfulError` with the choices otherwise."""
        plain = text.strip()
        answered = self._answers.get(name_key(plain))
        if answered:
            return self._coded(answered)
        if re.fullmatch(r"(com|epci|dep|reg)-\w+", plain) or re.fullmatch(
            r"\d{4,5}(\.0)?|2[AB]\d{3}|\d{9}", plain.upper()
        ):
            return self._coded(plain)
        name, department = _with_departement(plain)
        return self._named(name, department, plain)

    def _coded(self, text: str) -> Place:
        prefix, dash, code = text.partition("-")
        levels = (PREFIXES[prefix],) if dash and prefix in PREFIXES else self._levels
        code = code if dash and prefix in PREFIXES else text
        for level in levels:
            spelt = commune_code(code) if level == "commune" else code.removesuffix(".0")
            if level in self._levels and self._catalogue.has(level, spelt):
                return Place(level, spelt)
        former = self._catalogue.former(commune_code(code))
        if former and len(former.successors) == 1 and self._catalogue.has("commune", former.successors[0]):
            heir = self._catalogue.get("commune", former.successors[0])
            return Place("commune", heir.code, f"{former.name} ({former.code}) est aujourd'hui dans {heir.name}")
        raise DoubtfulError(f"code « {text} » inconnu")

    def _named(self, name: str, department: str | None, text: str) -> Place:
        found = self._names.get(name_key(name), [])
        if department:
            found = [(level, code) for level, code in found if self._departement(level, code) == department]
        if len(found) == 1:
            return Place(*found[0])
        if len(found) > 1:
            raise DoubtfulError("plusieurs territoires portent ce nom", self._choices(text, found + self._longer(name)))
        heirs = {code for _, code in self._former.get(name_key(name), ())}
        if department:
            heirs = {code for code in heirs if self._departement("commune", code) == department}
        if len(heirs) == 1:
            heir = self._catalogue.get("commune", heirs.pop())
            return Place("commune", heir.code, f"« {text} » est aujourd'hui dans {heir.name}")
        if heirs:
            raise DoubtfulError(
                "plusieurs anciennes communes portaient ce nom",
                self._choices(text, [("commune", h) for h in sorted(heirs)]),
            )
        raise DoubtfulError(
            "aucun territoire ne porte ce nom", self._choices(text, self._longer(name) or self._near(name))
        )

    def _longer(self, name: str) -> list[tuple[str, str]]:
        """Places whose name begins with this one: Saint-Ouen-sur-Seine was long called Saint-Ouen."""
        start = name_key(name) + " "
        return [place for key, places in self._names.items() if key.startswith(start) for place in places]

    def _near(self, name: str) -> list[tuple[str, str]]:
        near = process.extract(name_key(name), self._names.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=75)
        return [place for key, _, _ in near for place in self._names[key]]

    def _departement(self, level: str, code: str) -> str | None:
        parent = self._catalogue.get(level, code).departement
        return parent.code if parent else None

    def _choices(self, text: str, found: list[tuple[str, str]]) -> tuple[str, ...]:
        prefix = {level: short for short, level in PREFIXES.items()}
        largest = sorted(found, key=lambda place: -(self._catalogue.get(*place).population or 0))
        return tuple(
            f'--city "{text}={prefix[level]}-{code}" pour {self._catalogue.get(level, code).name}'
            f" ({self._departement(level, code) or level})"
            for level, code in largest[:5]
        )


def _with_departement(text: str) -> tuple[str, str | None]:
    """« Saint-Denis (93) », « Saint-Denis, 93 »: the name and the département."""
    found = re.fullmatch(r"(.+?)\s*[(,]\s*(\d{2,3}|2[AB])\s*\)?", text, re.IGNORECASE)
    return (found[1], found[2].upper()) if found else (text, None)
