"""The small language of the lexicon: phrases a reader can check, compiled to fast word matchers.
It knows words and order only; weights, themes and reasons belong to the rules.

    ^*                   any word with a capital
    jumelage*            any word beginning so          ville*|commune* jumel*   one of two words, then one
    cooperation _ pays   small words may stand between  voyage* ..3 elu*         up to three words between
    ^mali                must wear a capital            =CADA                    must be written in capitals
    villes? jumelles?    the last letter may be absent  (de) pays                the word may be absent
    #                    any number
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from longuevue.discourse.judge.words import SENTENCE_END, Words, fold, wordset

SMALL = wordset(
    "a au aux de du des d l la le les un une en et par pour avec sur dans dont the of entre ses son sa "
    "leur leurs notre nos votre vos ce cette ces s n"
)


@dataclass(frozen=True, slots=True)
class _Step:
    exact: frozenset[str]
    prefixes: tuple[str, ...]
    kind: str = "word"  # word, small, gap
    reach: int = 0
    optional: bool = False
    capital: bool = False
    capitals: bool = False

    def fits(self, words: Words, position: int) -> bool:
        word = words.folded[position]
        if word not in self.exact and not (self.prefixes and word.startswith(self.prefixes)):
            return "#" in self.exact and word.isdigit()
        if self.capital and not words.capital[position]:
            return False
        return not (self.capitals and not words.raw[position].isupper())


def _step(text: str) -> _Step:
    if text == "_":
        return _Step(frozenset(), (), "small", 4)
    if text.startswith(".."):
        return _Step(frozenset(), (), "gap", int(text[2:]))
    optional = text.startswith("(")
    text = text.strip("()")
    capital, capitals = text.startswith("^"), text.startswith("=")
    parts = []
    for part in fold(text.lstrip("^=")).split("|"):
        if part == "*":
            parts.append(part)
            continue
        if len(part.strip("?*")) == 0:
            raise ValueError(f"empty alternative in {text!r}")
        parts += [part[:-1], part[:-2]] if part.endswith("?") and len(part) > 2 else [part]
    return _Step(
        frozenset(part for part in parts if not part.endswith("*")),
        tuple(part[:-1] for part in parts if part.endswith("*")),
        optional=optional,
        capital=capital,
        capitals=capitals,
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """One phrase of the lexicon."""

    text: str
    steps: tuple[_Step, ...]

    @classmethod
    def read(cls, text: str) -> Pattern:
        """Compile a phrase; its first step must be a plain word, which is how it is found quickly."""
        steps = tuple(_step(part) for part in text.split())
        if not steps or steps[0].kind != "word" or steps[0].optional:
            raise ValueError(f"a phrase begins with a word: {text!r}")
        return cls(text, steps)

    def end_from(self, words: Words, position: int) -> int | None:
        """Where the phrase ends if it begins at this word, else None."""
        return _walk(self.steps, 0, words, position)


def _walk(steps: tuple[_Step, ...], at: int, words: Words, position: int) -> int | None:
    if at == len(steps):
        return position
    step = steps[at]
    if step.kind == "word":
        if position < len(words.folded) and step.fits(words, position):
            end = _walk(steps, at + 1, words, position + 1)
            if end is not None:
                return end
        return _walk(steps, at + 1, words, position) if step.optional else None
    for skipped in range(step.reach + 1):
        end = _walk(steps, at + 1, words, position + skipped)
        if end is not None:
            return end
        here = position + skipped
        if here >= len(words.folded) or words.folded[here] == SENTENCE_END:
            return None
        if step.kind == "small" and words.folded[here] not in SMALL:
            return None
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found in a unit: which one, and the words it covers."""

    pattern: int
    start: int
    end: int


class Finder:
    """Finds many phrases at once: each word of the text opens only the phrases that begin with it."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = [Pattern.read(text) for text in patterns]
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            for word in pattern.steps[0].exact:
                self._exact.setdefault(word, []).append(number)
            for word in pattern.steps[0].prefixes:
                self._prefix.setdefault(word, []).append(number)
        self._lengths = sorted({len(word) for word in self._prefix})
        self._known: dict[str, tuple[int, ...]] = {}

    def _opened_by(self, word: str) -> tuple[int, ...]:
        """Phrases that may begin with this word; remembered, since a language repeats its words."""
        known = self._known.get(word)
        if known is None:
            numbers = [*self._exact.get(word, ()), *(self._exact.get("#", ()) if word.isdigit() else ())]
            for length in self._lengths:
                if length > len(word):
                    break
                numbers.extend(self._prefix.get(word[:length], ()))
            known = tuple(dict.fromkeys(numbers))
            if len(self._known) < 200_000:  # a hostile file cannot fill the memory with invented words
                self._known[word] = known
        return known

    def find(self, words: Words) -> Iterator[Found]:
        """Every phrase found, in the order of the text."""
        for position, word in enumerate(words.folded):
            for number in self._opened_by(word):
                end = self.patterns[number].end_from(words, position)
                if end is not None:
                    yield Found(number, position, end)
