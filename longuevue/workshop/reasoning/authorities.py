"""Whose row is it: a French authority as registers write it (name, INSEE code, SIREN, département), beside a perimeter.
A name that may be ours and may not is asked, never guessed; one that cannot be ours is another's. No Django here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from longuevue.sources.own.cities import PREFIXES, Communes, DoubtfulError
from longuevue.sources.places import name_key
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import Catalogue, load_catalogue

LEVELS = ("commune", "epci", "departement", "region")
SHORT = {level: short for short, level in PREFIXES.items()}
#: why a row is not ours
OTHER, UNKNOWN = "other", "unknown"
#: its name is near those of several places, none of them ours
_NEAR = "near"

_OF = r"(?:\s+(?:de\s+la|de\s+l['’]|des?|du|d['’])|\s*:)?\s*"
#: how a body is said before the name of its place; « de » and « du » are kept apart: Ville du Mans is Le Mans
_BODIES = (
    ("commune", re.compile(rf"(?:ville|commune|mairie|municipalité)(?={_OF}\S)", re.IGNORECASE)),
    (
        "departement",
        re.compile(r"(?:conseil\s+(?:départemental|departemental|général|general)|d[ée]partement)\b", re.I),
    ),
    ("region", re.compile(r"(?:conseil\s+r[ée]gional|r[ée]gion)\b", re.IGNORECASE)),
)
_ARTICLES = (
    (re.compile(r"(?:de\s+)?l['’]\s*", re.IGNORECASE), ("", "L'")),
    (re.compile(r"de\s+la\s+|la\s+", re.IGNORECASE), ("", "La ")),
    (re.compile(r"du\s+|le\s+", re.IGNORECASE), ("", "Le ")),
    (re.compile(r"des\s+|les\s+", re.IGNORECASE), ("", "Les ")),
    (re.compile(r"d['’]\s*|de\s+", re.IGNORECASE), ("",)),
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The territory of a row that is ours (`com-34172`), or why it is another's."""

    area: str = ""
    aside: str = ""


class Home:
    """The perimeter of an observatory: what lies inside it, by code and by name."""

    def __init__(self, catalogue: Catalogue, perimeter: Iterable[str]) -> None:
        self._catalogue = catalogue
        self.refs = tuple(perimeter)
        self._members: set[tuple[str, str]] = set()
        for ref in self.refs:
            self._members |= {(m.system, m.code) for m in catalogue.members(catalogue.parse(ref))}
        self._inside: dict[tuple[str, str], bool] = {}
        self._known_names: set[str] = set()

    def holds(self, level: str, code: str) -> bool:
        """Whether all of it lies inside, or it is one of the territories observed."""
        key = (level, code)
        if key not in self._inside:
            members = {(m.system, m.code) for m in self._catalogue.members(self._catalogue.get(level, code).ref)}
            named = f"{SHORT[level]}-{code}" in self.refs
            self._inside[key] = named or (bool(members) and members <= self._members)
        return self._inside[key]

    def whose(self, name: str, code: str, departement: str) -> Whose:
        """Of which territory the row is. Raises `Refusal` when that cannot be said and may be ours."""
        name, code = name.strip(), re.sub(r"[\s\u00a0\u202f]", "", code).removesuffix(".0")
        if not name and not code:
            if len(self.refs) == 1:
                return Whose(self.refs[0])
            raise Refusal("La collectivité n'est pas dite.", "Écrivez son nom ou son code : Montpellier, 34172.")
        if code and (found := _by_code(code, name)):
            return self._said(*found)
        if name:
            said = self._by_name(name, departement.strip())
            # « Mairie », beside a SIREN: the name says nothing against it
            if code and said.aside in (UNKNOWN, _NEAR) and (alone := _by_code(code, "")):
                return self._said(*alone)
            return Whose(aside=OTHER) if said.aside == _NEAR else said
        raise Refusal(f"« {code[:20]} » n'est pas un code connu.", "Écrivez le code INSEE ou le SIREN, ou le nom.")

    def _said(self, level: str, code: str) -> Whose:
        return Whose(f"{SHORT[level]}-{code}") if self.holds(level, code) else Whose(aside=OTHER)

    def _by_name(self, name: str, departement: str) -> Whose:
        level, spellings = _spellings(name)
        where = _departement_code(departement) if departement and level in ("", "commune") else ""
        doubts: list[str] = []
        for spelling in spellings:
            try:
                asked = f"{spelling}, {where}" if where and not spelling.endswith(")") else spelling
                place = _places((level,) if level else LEVELS).place(asked)
            except DoubtfulError as doubt:
                doubts += doubt.choices
            else:
                return self._said(place.level, place.code)
        ours = [choice.partition(" : --city")[0] for choice in doubts if self._choice_is_ours(choice)]
        if ours or self._speaks_of_here(spellings, sure=bool(doubts)):
            said = f" Peut-être : {' ; '.join(dict.fromkeys(ours))}." if ours else ""
            raise Refusal(
                f"« {name[:60]} » peut être ici ou ailleurs.{said}",
                "Écrivez le code INSEE ou le SIREN de la collectivité, ou son nom et son département : Saint-Denis (93).",
            )
        return Whose(aside=_NEAR if doubts else UNKNOWN)

    def _speaks_of_here(self, spellings: list[str], *, sure: bool) -> bool:
        """Whether it bears the name of a place here, or holds it where nothing else is known by it (« Agglo de Lunel »)."""
        keys = [name_key(spelling) for spelling in spellings]
        names = self._names()
        return any(key in names for key in keys) or (
            not sure and any(f" {name} " in f" {key} " for key in keys for name in names if len(name) > 3)
        )

    def _names(self) -> set[str]:
        if not self._known_names:
            units = [self._catalogue.territory(self._catalogue.parse(ref)) for ref in self.refs]
            units += [self._catalogue.get(*member) for member in self._members if self._catalogue.has(*member)]
            self._known_names = {name_key(unit.name) for unit in units}
        return self._known_names

    def _choice_is_ours(self, choice: str) -> bool:
        found = re.search(r'=(com|epci|dep|reg)-(\w+)"$', choice)
        return found is not None and self.holds(PREFIXES[found[1]], found[2])


def code_of(area: str) -> str:
    """The official code of a territory, as registers write it."""
    return area.partition("-")[2]


def name_of(area: str) -> str:
    """The name of a territory, its code where the list does not hold it."""
    try:
        return load_catalogue().territory(load_catalogue().parse(area)).name
    except Refusal:
        return area


@cache
def _places(levels: tuple[str, ...]) -> Communes:
    """Territories by name, read once: thousands of cells ask."""
    return Communes(load_catalogue(), levels, {})


def _spellings(name: str) -> tuple[str, list[str]]:
    """(level said by the body's own name, or nothing; the names that its place may have)."""
    for level, body in _BODIES:
        found = body.match(name)
        if found and (rest := name[found.end() :].strip(" :–-")):
            for article, kept in _ARTICLES:
                if cut := article.match(rest):
                    return level, [f"{before}{rest[cut.end() :]}" for before in kept if rest[cut.end() :]]
            return level, [rest]
    return "", [name]


def _departement_code(text: str) -> str:
    """« 34 », « 34 - Hérault », « Hérault » → 34; nothing when it says no département."""
    head = re.match(r"0*(\d{1,3}|2[AB])\b", text, re.IGNORECASE)
    if head:
        return head[1].upper().zfill(2)
    try:
        return _places(("departement",)).place(text).code
    except DoubtfulError:
        return ""


def _by_code(code: str, name: str) -> tuple[str, str] | None:
    """(level, code) of an INSEE code, a SIREN or a SIRET; None when the name must say it."""
    catalogue = load_catalogue()
    if re.fullmatch(r"\d{14}", code):
        code = code[:9]
    if re.fullmatch(r"\d{9}", code):
        if catalogue.has("epci", code):
            return "epci", code
        return next((found for found in _of_siren(code) if catalogue.has(*found) and _agrees(found, name)), None)
    if re.fullmatch(r"\d{1,3}|2[ABab]", code):
        number = code.upper().zfill(2)
        alone = not name and not catalogue.has("region", number)  # 76 is Seine-Maritime and Occitanie
        return ("departement", number) if alone and catalogue.has("departement", number) else None
    try:
        place = _places(LEVELS).place(code)
    except DoubtfulError:
        return None
    return place.level, place.code


def _of_siren(siren: str) -> list[tuple[str, str]]:
    """What a SIREN of an authority says by its digits: 21 + INSEE code for a commune, 22 + number for a département. Numbers
    given after a merger do not follow it, so that a name beside must agree."""
    number = siren[2:8]
    if siren.startswith("21"):
        plain = number[:3] + number[4:] if number.startswith("97") else number[:2] + number[3:]
        corsican = [f"2{letter}{number[3:]}" for letter in "AB"] if number.startswith("20") else []
        return [("commune", code) for code in (plain, *corsican)]
    if siren.startswith("22"):
        return [("departement", number[:3] if number.startswith("97") else number[:2])]
    return []


def _agrees(found: tuple[str, str], name: str) -> bool:
    said = name_key(load_catalogue().get(*found).name)
    return not name or said in name_key(name)
