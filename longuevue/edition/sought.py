"""Numbers that no export may state: withheld values, and what is left of a published total once one is taken away.

Long ones are found wherever they stand (`exits.py`); a short one, read as prose reads it, beside its place and its thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.relations import Relation

#: a value of fewer digits (a postcode, a commune) is found everywhere by chance: it is looked for in its sentence
DISTINCTIVE = 6
_BLOCK = re.compile(
    r"</?(?:p|div|li|tr|h[1-6]|figcaption|caption|td|dd|dt|title|desc|section|article|text)\b[^>]*>|\n", re.I
)
_CELL = re.compile(r"</t[dh]>\s*<t[dh]\b[^>]*>", re.I)
_SPOKEN = re.compile(r"""\b(?:alt|title|aria-label|content)=["']([^"']*)["']""")
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009,.'’](?=\d{3}(?!\d))")
_LEFT = re.compile(r"\b(?:autres?|hors|sauf|sans|reste|excepté|others?|except|without|rest|outside)\b", re.I)
_WORD = re.compile(r"[^\W\d_]{5,}")
#: what ends the words that a number counts
_NEXT = re.compile(r"[\d,;:.!?()|]")
#: letters by which a word is known in its singular and its plural
_STEM = 5


@dataclass(frozen=True, slots=True)
class Sought:
    """One number, the withheld cell that it gives away, and the words by which prose would present it."""

    value: float
    key: CellKey
    #: the published total from which it is the remainder; none when it is the withheld value itself
    whole: CellKey | None = None
    places: tuple[str, ...] = ()
    whole_places: tuple[str, ...] = ()
    stems: frozenset[str] = frozenset()

    @property
    def number(self) -> str:
        return f"{self.value:.0f}"

    @property
    def distinctive(self) -> bool:
        return len(self.number) >= DISTINCTIVE

    def sentence(self) -> str:
        """What stands in the file, said to a person."""
        if self.whole is None:
            return f"la valeur protégée de {self.key.code()} y est écrite"
        return f"un chiffre y donne, ôté de {self.whole.area}, la valeur protégée de {self.key.code()}"


def remainders(
    known: Mapping[CellKey, float | None], relations: Iterable[Relation], secrets: Mapping[CellKey, float]
) -> Iterator[tuple[float, CellKey, CellKey]]:
    """What each published total leaves once one withheld part is taken away: number, part, total."""
    for relation in relations:
        if relation.high != 0.0:
            continue
        whole = next(key for key, weight in relation.terms if weight > 0)
        if (total := known[whole]) is None:
            continue
        for part, weight in relation.terms:
            if weight == -1.0 and known[part] is None and part in secrets and total > secrets[part]:
                yield total - secrets[part], part, whole


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """The beginnings of the long words of some labels, small letters."""
    return frozenset(word[:_STEM].lower() for text in texts for word in _WORD.findall(text))


def short_ones_stated(text: str, sought: Sequence[Sought]) -> list[Sought]:
    """The short numbers among `sought` that a page or a paper states: in a sentence or a line that names the place,
    followed by the thing counted, or alone beside the place's name in a row."""
    by_place: dict[str, list[Sought]] = {}
    for one in sought:
        if not one.distinctive:
            for place in (*one.places, *one.whole_places):
                by_place.setdefault(place, []).append(one)
    if not by_place:
        return []
    named = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(by_place, key=len, reverse=True))) + r")(?!\w)")
    found: dict[Sought, None] = {}
    for block in _blocks(text):
        if not any(letter.isdigit() for letter in block):
            continue
        for place in set(named.findall(block)):
            for one in by_place[place]:
                if one not in found and _presents(block, place, one):
                    found[one] = None
    return list(found)


def _blocks(text: str) -> Iterator[str]:
    """Sentences, rows and spoken texts of a page; lines of a paper."""
    yield from _SPOKEN.findall(text)
    for block in _BLOCK.split(_CELL.sub(" | ", text)):
        words = _SPACES.sub("", " ".join(_TAG.sub(" ", block).split()))
        if words:
            yield from re.split(r"(?<=[^\d\W]{3}[.!?]) ", words)


def _presents(block: str, place: str, one: Sought) -> bool:
    if one.whole is not None and place not in one.places and not _LEFT.search(block):
        return False  # a total's page says many numbers: a remainder says that it is one
    number = rf"(?<![\w.,/-]){one.number}(?![\w%/-]|[.,]\d|\s?%)"
    if any(
        {word[:_STEM].lower() for word in _NEXT.split(block[at.end() :].strip(), maxsplit=1)[0].split()[:4]} & one.stems
        for at in re.finditer(number, block)
    ):
        return True
    row = re.sub(rf"(?<!\w){re.escape(place)}(?!\w)", " ", block)
    return not _WORD.search(row) and re.search(number, row) is not None
