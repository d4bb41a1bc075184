"""Foreign places and peoples by name: countries from CLDR, inhabitants and cities from our own tables.
It says where a name stands in a unit; whether the name counts there is left to `mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import yaml
from babel import Locale

from longuevue.discourse.judge.words import Words, fold, wordset

COUNTRY, REGION, CITY, HOMONYM, PEOPLE, PARTNER = "country", "region", "city", "homonym", "people", "partner"

_WORD = re.compile(r"[^\W_]+")
# Continents and aggregates of CLDR that places.yaml words better.
_NUMERIC = re.compile(r"^\d+$")
# Country names that are also common French words: a capital is needed even in a careless text.
_LOWER_NEVER = wordset("mali chine inde cuba tonga niger perou panama oman chili togo benin grenade maroc liban orient")


@dataclass(frozen=True, slots=True)
class Name:
    """One way of naming a foreign place or people."""

    words: tuple[str, ...]
    kind: str
    shown: str
    border: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found at words start..end of a unit."""

    start: int
    end: int
    name: Name


def _split(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def declined(form: str) -> tuple[str, ...]:
    """Masculine, feminine and plurals of a regular adjective of nationality.

    >>> declined("marocain")
    ('marocain', 'marocaine', 'marocains', 'marocaines')
    """
    if form.endswith(("e", "è")):
        return (form, form + "s")
    if form.endswith(("ais", "ois", "us")):
        return (form, form + "e", form + "es")
    if form.endswith(("ien", "éen", "yen", "on")):
        return (form, form + form[-1] + "e", form + "s", form + form[-1] + "es")
    if form.endswith("ec"):
        return (form, form + "que", form + "s", form + "ques")
    return (form, form + "e", form + "s", form + "es")


def load(name: str) -> dict:
    """A file of the lexicon, as data (no code, no tags)."""
    text = resources.files("longuevue.discourse").joinpath("lexicon", name).read_text(encoding="utf-8")
    return yaml.safe_load(text)


def _cldr_countries(left_out: set[tuple[str, ...]]) -> Iterable[str]:
    for code, name in Locale("fr").territories.items():
        plain = re.sub(r"R\.A\.S\. chinoise de |\(.*?\)", "", name).strip()
        if not _NUMERIC.match(code) and len(code) == 2 and _split(plain) and _split(plain) not in left_out:
            yield plain


@dataclass(slots=True)
class Gazetteer:
    """Names indexed by their first word; the longest name wins."""

    by_first: dict[str, list[Name]] = field(default_factory=dict)

    def add(self, shown: str, kind: str, *, border: bool = False) -> None:
        words = _split(shown)
        if words:
            named = Name(words, kind, shown, border, len(words) == 1 and words[0].endswith("s"))
            self.by_first.setdefault(words[0], []).append(named)

    def close(self) -> None:
        """Longest names first, so that « Amérique du Sud » is not read as « Amérique »."""
        for names in self.by_first.values():
            names.sort(key=lambda name: (-len(name.words), name.kind == HOMONYM))

    def find(self, words: Words) -> list[Mention]:
        """Every name in the unit; a place needs its capital, a people does not."""
        found, busy = [], -1
        for position, word in enumerate(words.folded):
            if position < busy or word not in self.by_first:
                continue
            named = self.by_first[word]
            if not words.capital[position] and any(name.kind == PEOPLE for name in named):
                named = [name for name in named if name.kind == PEOPLE]  # « un groupe suisse »
            for name in named:
                end = position + len(name.words)
                if words.folded[position:end] != name.words:
                    continue
                if not _capital_fits(words, position, name):
                    continue
                found.append(Mention(position, end, name))
                busy = end
                break
        return found


def _capital_fits(words: Words, position: int, name: Name) -> bool:
    if name.kind == PEOPLE or words.capital[position]:
        return True
    # A careless text (« en allemagne ») is accepted for names that cannot be anything else.
    return name.kind in (COUNTRY, REGION) and len(name.words[0]) > 5 and name.words[0] not in _LOWER_NEVER | {"orient"}


def build(partner_places: Sequence[str] = ()) -> Gazetteer:
    """The gazetteer, with the partner places of one territory read as foreign places of their own."""
    places, peoples = load("places.yaml"), load("peoples.yaml")
    border = {_split(name) for name in places["border"]}
    left_out = {_split(name) for name in places["not_countries"]}
    made = Gazetteer()
    for name in dict.fromkeys((*_cldr_countries(left_out), *places["countries_also"])):
        made.add(name, COUNTRY, border=_split(name) in border)
    for kind, key in ((REGION, "regions"), (CITY, "cities"), (HOMONYM, "homonyms"), (HOMONYM, "towns")):
        for name in places[key]:
            made.add(str(name), kind, border=_split(str(name)) in border)
    doubtful = {fold(form) for form in peoples["doubtful"]}
    forms: dict[str, None] = {}
    for given in (*peoples["peoples"].values(), peoples["wider"]):
        for form in given:
            if fold(form) not in doubtful:
                forms.update(dict.fromkeys(declined(form)))
    for form in forms:
        made.add(form, PEOPLE)
    for place in partner_places:
        made.add(place, PARTNER)
    made.close()
    return made


@lru_cache(maxsize=32)
def gazetteer(partner_places: tuple[str, ...] = ()) -> Gazetteer:
    """The gazetteer of a territory, built once."""
    return build(partner_places)
