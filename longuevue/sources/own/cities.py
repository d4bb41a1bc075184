"""Which commune a person means: a code, a name, an old name. A doubtful one is asked, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from longuevue.sources.places import name_key
from longuevue.sources.reading.numbers import commune_code
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.territories.catalogue import Catalogue
from longuevue.territories.old_names import old_names

PREFIXES = {"com": "commune", "epci": "epci", "dep": "departement", "reg": "region"}


class DoubtfulError(ValueError):
    """The text may mean several places, or none; `choices` are what the person can answer."""

    def __init__(self, why: str, choices: tuple[str, ...] = (), *, guess: bool = False) -> None:
        super().__init__(why)
        self.choices = choices
        #: a typing fault, most likely: the first choice is what the person meant, unless she says otherwise
        self.guess = guess


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
        #: names of other times, by key: as they were spelt, and the commune of today
        self._old: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, heirs in old_names().items() if "commune" in levels else ():
            self._old[name_key(name)].update((name, heir) for heir in heirs if catalogue.has("commune", heir))

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
        found = self._here(self._names.get(name_key(name), []), department)
        heirs = self._here([("commune", heir) for _, heir in self._old.get(name_key(name), ())], department)
        if len(found) == 1 and not self._another_spelling(name, found[0]):
            return Place(*found[0])
        if found:
            others = [] if department else self._longer(name)
            raise DoubtfulError(
                "plusieurs territoires portent ou ont porté ce nom",
                self._choices(
                    text, [*(heirs if self._another_spelling(name, found[0]) else ()), *found, *heirs, *others]
                ),
            )
        if len(heirs) == 1 and (department or not set(self._longer(name)) - set(heirs)):
            heir = self._catalogue.get(*heirs[0])
            return Place(*heirs[0], f"« {text} » est aujourd'hui dans {heir.name} ({heirs[0][1]})")
        if heirs:
            raise DoubtfulError(
                "plusieurs communes portent ou ont porté un nom proche",
                self._choices(text, self._largest_first([*heirs, *self._longer(name)])),
            )
        near = self._longer(name) or self._near(name)
        raise DoubtfulError("aucune commune de France ne porte ce nom", self._choices(text, near), guess=len(near) > 0)

    def _here(self, found: list[tuple[str, str]], department: str | None) -> list[tuple[str, str]]:
        """The places of a département, when the person wrote one; each once, in order."""
        unique = sorted(set(found))
        return [place for place in unique if department is None or self._departement(*place) == department]

    def _another_spelling(self, name: str, place: tuple[str, str]) -> bool:
        """« Vire » is not Viré: accents that differ, and an old name that agrees to the letter."""
        if _spelt(name) == _spelt(self._catalogue.get(*place).name):
            return False
        old = self._old.get(name_key(name), ())
        return any(_spelt(spelt) == _spelt(name) and ("commune", heir) != place for spelt, heir in old)

    def _longer(self, name: str) -> list[tuple[str, str]]:
        """Places whose name begins with this one, the largest first: Villefranche-sur-Saône is often Villefranche."""
        start = name_key(name) + " "
        found = [place for key, places in self._names.items() if key.startswith(start) for place in places]
        return self._largest_first(found)

    def _largest_first(self, places: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(places, key=lambda place: (-(self._catalogue.get(*place).population or 0), place))

    def _near(self, name: str) -> list[tuple[str, str]]:
        near = process.extract(name_key(name), self._names.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=75)
        return [place for key, _, _ in near for place in self._names[key]]

    def _departement(self, level: str, code: str) -> str | None:
        parent = self._catalogue.get(level, code).departement
        return parent.code if parent else None

    def _choices(self, text: str, found: list[tuple[str, str]]) -> tuple[str, ...]:
        prefix = {level: short for short, level in PREFIXES.items()}
        rank = {place: position for position, place in enumerate(dict.fromkeys(found))}
        by_size = len(self._names.get(name_key(text), ())) > 1
        largest = sorted(
            rank, key=lambda place: (-(self._catalogue.get(*place).population or 0) if by_size else 0, rank[place])
        )
        return tuple(
            f"{self._catalogue.get(level, code).name} ({self._departement(level, code) or LEVEL_NAMES[level]['fr']}) : "
            f'--city "{text}={prefix[level]}-{code}"'
            for level, code in largest[:5]
        )


def _with_departement(text: str) -> tuple[str, str | None]:
    """« Saint-Denis (93) », « Saint-Denis, 93 »: the name and the département."""
    found = re.fullmatch(r"(.+?)\s*[(,]\s*(\d{2,3}|2[AB])\s*\)?", text, re.IGNORECASE)
    return (found[1], found[2].upper()) if found else (text, None)


def _spelt(name: str) -> str:
    """Letters with their accents, whatever the case, the hyphens and the apostrophes."""
    return name.casefold().replace("’", "'").replace("-", " ").strip()
