"""Search of places by name or code: accent-free, typo-tolerant, larger places first at equal match quality.

It knows nothing of catalogues: any list of (ref, name, population) will do, that of an edition too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORDS = re.compile(r"[0-9a-z]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LONG_FORMS = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
)
#: words that may open a name without being what people type first
_OPENING = frozenset(
    (
        "cc",
        "ca",
        "cu",
        "metropole",
        "communaute",
        "agglomeration",
        "de",
        "du",
        "des",
        "d",
        "l",
        "la",
        "le",
        "les",
    )
)
_CODE = re.compile(r"(ch)?[0-9][0-9ab]?[0-9]*")
#: ranks of a match: 0 a code, 1 2 an exact name, 3 the start of a name, 4 of a code, 5 every word, 6 errors
_EXACT = 2
_ENOUGH = 1000
_LEVEL_ORDER = {level: rank for rank, level in enumerate(("per", "com", "epci", "dep", "reg", "arm", "lau"))}


class _Folding(dict):
    """A character → its unaccented lower-case form, worked out once per character."""

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint).lower().replace("œ", "oe").replace("æ", "ae")
        folded = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
        self[codepoint] = folded
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """`text` without accents, case or punctuation, St and Ste in full: `St-Étienne` → `saint etienne`."""
    words = _WORDS.findall(text.translate(_FOLDING))
    plain = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    if plain.startswith("communaute"):
        for long_form, short in _LONG_FORMS:
            plain = plain.replace(long_form, short)
    return plain


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found: the caller's own reference, its name and its population (None where unknown)."""

    ref: Any
    name: str
    population: int | None


class SearchIndex:
    """An index over (ref, name, population); `str(ref)` is a prefixed code such as `com-42218`."""

    def __init__(self, rows: Iterable[tuple[Any, str, int | None]]) -> None:
        # larger places come first in every list below: a row number is also a weight
        self._hits = sorted((Hit(*row) for row in rows), key=_weight)
        self._full: list[str] = []
        self._core: list[str] = []
        self._codes: list[str] = []
        self._refs: list[str] = []
        rows_of_word: dict[str, list[int]] = defaultdict(list)
        rows_of_joined: dict[str, list[int]] = defaultdict(list)
        for row, hit in enumerate(self._hits):
            full = folded(hit.name)
            words = full.split()
            start = next((n for n, word in enumerate(words) if word not in _OPENING), 0)
            core = " ".join(words[start:])
            self._full.append(full)
            self._core.append(core)
            ref = str(hit.ref).lower()
            self._refs.append(ref)
            self._codes.append(ref.partition("-")[2] or ref)
            for word in set(words):
                rows_of_word[word].append(row)
            for joined in {full.replace(" ", ""), core.replace(" ", "")}:
                rows_of_joined[joined].append(row)
        self._rows_of_word = rows_of_word
        self._rows_of_joined = rows_of_joined
        self._words = sorted(rows_of_word)
        self._words_by_length = _by_length(self._words)
        self._joined_by_length = _by_length(rows_of_joined)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Best places first: code, exact name, start of name, every word, then likely typing errors."""
        typed = text.strip().lower()
        query = folded(text)
        if not query or limit < 1:
            return []
        ranks: dict[int, tuple[int, int, bool]] = {}
        if _CODE.fullmatch(typed) or "-" in typed:
            self._rank_codes(typed, ranks)
        self._rank_words(query, ranks)
        exact = any(rank <= _EXACT for rank, _, _ in ranks.values())
        if len(ranks) < limit and not exact:
            self._rank_typos(query, ranks)
        best = nsmallest(limit, ((rank, row) for row, rank in ranks.items()))
        return [self._hits[row] for _, row in best]

    def _rank_codes(self, typed: str, ranks: dict[int, tuple[int, int, bool]]) -> None:
        code_like = _CODE.fullmatch(typed) is not None
        for row, code in enumerate(self._codes):
            if code == typed or self._refs[row] == typed:
                ranks[row] = (0, 0, False)
            elif code_like and code.startswith(typed):
                ranks[row] = (4, 0, False)

    def _rank_words(self, query: str, ranks: dict[int, tuple[int, int, bool]]) -> None:
        found: set[int] | None = None
        for word in sorted(query.split(), key=len, reverse=True):
            rows = self._starting_with(word)
            found = rows if found is None else found & rows
            if not found:
                break
        joined = query.replace(" ", "")
        # a letter or two match thousands of names: the largest places are enough
        largest = set(nsmallest(_ENOUGH, found)) if found else set()
        for row in largest.union(self._rows_of_joined.get(joined, ())):
            full, core = self._full[row], self._core[row]
            if full == query:
                rank = 1
            elif core == query or full.replace(" ", "") == joined:
                rank = _EXACT
            elif full.startswith(query) or core.startswith(query):
                rank = 3
            else:
                rank = 5
            ranks.setdefault(row, (rank, 0, False))

    def _starting_with(self, prefix: str) -> set[int]:
        first = bisect_left(self._words, prefix)
        last = bisect_left(self._words, prefix + "\x7f")
        return {row for word in self._words[first:last] for row in self._rows_of_word[word]}

    def _rank_typos(self, query: str, ranks: dict[int, tuple[int, int, bool]]) -> None:
        costs: dict[int, int] | None = None
        words = query.split()
        for word in words:
            near = dict.fromkeys(self._starting_with(word), 0)
            for other, distance in _near(word, self._words_by_length):
                for row in self._rows_of_word[other]:
                    near[row] = min(distance, near.get(row, distance))
            costs = near if costs is None else {r: costs[r] + near[r] for r in costs.keys() & near.keys()}
            if not costs:
                break
        found = costs or {}
        joined = query.replace(" ", "")
        for other, distance in _near(joined, self._joined_by_length):
            for row in self._rows_of_joined[other]:
                found[row] = min(distance, found.get(row, distance))
        for row, cost in found.items():
            whole = len(words) == len(self._core[row].split())
            ranks.setdefault(row, (6, cost, not whole))


def _allowed(word: str) -> int:
    """How many typing errors a word of this length may hold."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _weight(hit: Hit) -> tuple[int, int, str]:
    ref = str(hit.ref).lower()
    return -(hit.population or 0), _LEVEL_ORDER.get(ref.partition("-")[0], 9), ref


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for word in words:
        found[len(word)].append(word)
    return dict(found)


def _near(word: str, by_length: dict[int, list[str]]) -> Iterator[tuple[str, int]]:
    """Words within the allowed number of typing errors, looked for among those of about the same length."""
    allowed = _allowed(word)
    for length in range(len(word) - allowed, len(word) + allowed + 1) if allowed else ():
        others = by_length.get(length, [])
        for other, distance, _ in process.extract(word, others, scorer=OSA.distance, score_cutoff=allowed, limit=None):
            yield other, int(distance)
