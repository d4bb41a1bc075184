"""Traces of a diagnostic in later texts: its name, its markers, its figures, its sentences said otherwise.
Each trace carries the words that show it; whether it is an effect of the diagnostic is for people to say.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import simplemma

from longuevue.discourse.corpus.document import Unit
from longuevue.discourse.judge.words import fold

CITATION, FIGURE, PARAPHRASE = "citation", "figure", "paraphrase"
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?|(?<![\w.,])\d+(?:,\d+)?")
_EMPTY = frozenset(
    [
        "les",
        "des",
        "une",
        "aux",
        "par",
        "pour",
        "dans",
        "sur",
        "avec",
        "sans",
        "sous",
        "que",
        "qui",
        "dont",
        "est",
        "sont",
        "ete",
        "etre",
        "avoir",
        "ont",
        "cette",
        "ces",
        "son",
        "ses",
        "leur",
        "leurs",
        "nos",
        "notre",
        "vos",
        "votre",
        "plus",
        "moins",
        "tres",
        "tout",
        "tous",
        "toute",
        "toutes",
        "comme",
        "ainsi",
        "aussi",
        "mais",
        "pas",
        "nous",
        "vous",
        "elle",
        "ils",
        "elles",
        "entre",
        "fait",
        "faire",
        "peut",
        "doit",
        "ville",
        "commune",
        "territoire",
        "habitant",
        "annee",
        "part",
        "chiffre",
        "nombre",
    ]
)
_NAMES = re.compile(
    r"\b(?:diagnostic|observatoire|etude|rapport|portrait|enquete)\b[^.;]{0,60}\binternationalis\w+|"
    r"\binternationalis\w+[^.;]{0,40}\b(?:diagnostic|observatoire|etude)\b|\blongue[- ]?vue\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the diagnostic: its value as shown, and the words that say what it counts."""

    marker: str
    value: float
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What can be taken up: names, marker titles, figures, sentences."""

    names: tuple[str, ...] = ()
    markers: tuple[tuple[str, str], ...] = ()  # (id, title)
    figures: tuple[Figure, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """One taking up: where, of what, and the words that show it."""

    unit: Unit
    kind: str
    of: str
    shown: str


def lemmas(text: str) -> list[str]:
    """Words of meaning, in their dictionary form, without accents."""
    found = (fold(simplemma.lemmatize(word.lower(), lang="fr")) for word in _WORD.findall(text))
    return [word for word in found if word not in _EMPTY]


def numbers(text: str) -> list[float]:
    """Figures as a French text writes them: « 1 250 », « 12,5 »."""
    found = []
    for written in _NUMBER.findall(text):
        plain = re.sub(r"[ \u00a0\u202f]|\.(?=\d{3})", "", written).replace(",", ".")
        found.append(float(plain))
    return found


@dataclass(slots=True)
class Tracer:
    """A diagnostic made ready to be looked for."""

    diagnostic: Diagnostic
    _markers: list[tuple[str, frozenset[str], re.Pattern[str]]] = field(default_factory=list)
    _figures: list[tuple[Figure, frozenset[str]]] = field(default_factory=list)
    _sentences: list[tuple[str, dict[str, float], float]] = field(default_factory=list)
    _rarity: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = self.diagnostic
        for ident, title in given.markers:
            exact = re.compile(rf"\b{re.escape(fold(title))}\b|\b{re.escape(ident)}\b")
            self._markers.append((ident, frozenset(lemmas(title)), exact))
        for figure in given.figures:
            self._figures.append((figure, frozenset(lemmas(" ".join(figure.words)))))
        seen: Counter[str] = Counter()
        prepared = [(text, lemmas(text)) for text in given.sentences]
        for _, words in prepared:
            seen.update(set(words))
        total = max(1, len(prepared))
        self._rarity = {word: 1.0 + math.log((1 + total) / (1 + times)) for word, times in seen.items()}
        for text, words in prepared:
            weights = {word: self._rarity[word] for word in words}
            norm = math.sqrt(sum(value * value for value in weights.values()))
            if len(weights) >= 4:
                self._sentences.append((text, weights, norm))

    def traces(self, units: Iterable[Unit]) -> list[Trace]:
        """Every trace, one of each kind at most per unit and per thing taken up; formulas and copies left out."""
        found: list[Trace] = []
        for unit in units:
            if not (unit.furniture or unit.copy_of):
                found += self._of(unit)
        return found

    def _of(self, unit: Unit) -> list[Trace]:
        folded = fold(unit.text)
        found = []
        named = _NAMES.search(folded) or next(
            (match for name in self.diagnostic.names if (match := re.search(rf"\b{re.escape(fold(name))}\b", folded))),
            None,
        )
        if named:
            found.append(Trace(unit, CITATION, "diagnostic", unit.text[named.start() : named.end()]))
        for ident, _, exact in self._markers:
            match = exact.search(folded)
            if match:
                found.append(Trace(unit, CITATION, ident, unit.text[match.start() : match.end()]))
        words = lemmas(unit.text)
        if self._figures:
            found += self._figures_in(unit, frozenset(words))
        if not found and self._sentences:
            found += self._paraphrase(unit, words)
        return found

    def _figures_in(self, unit: Unit, words: frozenset[str]) -> list[Trace]:
        said = numbers(unit.text)
        if not said:
            return []
        found = []
        for figure, about in self._figures:
            near = len(about & words)
            # A bare number is chance; a number with two of its words, or all of them, is the figure.
            if near < min(2, len(about)):
                continue
            for number in said:
                if _same(number, figure.value) and not (1900 <= number <= 2100 and float(number).is_integer()):
                    found.append(Trace(unit, FIGURE, figure.marker, f"{number:g}".replace(".", ",")))
                    break
        return found

    def _paraphrase(self, unit: Unit, words: Sequence[str]) -> list[Trace]:
        if len(set(words)) < 4:
            return []
        weights = {word: self._rarity.get(word, 1.0 + math.log(1.0 + len(self._sentences))) for word in words}
        norm = math.sqrt(sum(value * value for value in weights.values()))
        best, likeness = "", 0.0
        for text, given, size in self._sentences:
            common = sum(value * weights[word] for word, value in given.items() if word in weights)
            score = common / (norm * size)
            if score > likeness:
                best, likeness = text, score
        return [Trace(unit, PARAPHRASE, best, unit.text[:200])] if likeness >= 0.55 else []


def _same(said: float, true: float) -> bool:
    """The same figure, exact or rounded the way people round it: to the unit, or to two significant digits."""
    if said == true:
        return True
    if abs(true) < 10:
        return round(true, 1) == said
    digits = math.floor(math.log10(abs(true))) + 1
    return said in {round(true, 1), float(round(true)), float(round(true, 2 - digits)), float(round(true, 3 - digits))}
