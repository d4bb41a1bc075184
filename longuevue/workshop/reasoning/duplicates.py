"""Which two entries of a directory are likely one body, to be proposed to a person who decides. Nothing is merged here.

Rare words tell bodies apart (« Trèves » in two twinning committees), common ones do not (« comité »): each word weighs by
how seldom the directory uses it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from longuevue.sources.places import name_key

#: proposed from this likeness on; set on generated directories (tests/workshop/test_duplicates.py)
PROPOSED = 0.84
#: two spellings of one word
SAME_WORD = 84
#: a word seen that often is spelt as its authors wish: Gérone is not Vérone
KNOWN = 3
EMPTY = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur", "the", "of", "and"]
)
#: what a legal form adds to a name
FORMS = frozenset(
    [
        "asbl",
        "asso",
        "association",
        "assoc",
        "eurl",
        "gie",
        "sa",
        "sarl",
        "sas",
        "sasu",
        "scic",
        "scop",
        "selarl",
        "sem",
        "snc",
        "spl",
    ]
)
LONG = {"st": "saint", "ste": "sainte", "intl": "international", "univ": "universite", "cie": "compagnie", "dept": "departement"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a body; an empty text is unknown."""

    id: str
    name: str
    place: str = ""
    siren: str = ""
    rna: str = ""
    website: str = ""
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one, how alike they are (1: the same official number), and why, as a word of `words/`."""

    first: str
    second: str
    likeness: float
    why: str


def duplicates(entries: Sequence[Entry]) -> list[Pair]:
    """The pairs to propose, the most alike first."""
    read = [_Read(entry) for entry in entries]
    frequency = Counter(word for one in read for word in set(one.words))
    weights = {
        word: 1.0 + math.log(len(read) / frequency[usual]) for word, usual in _usual_spellings(frequency).items()
    }
    known = frozenset(word for word, count in frequency.items() if count >= KNOWN)
    found = []
    for i, j in sorted(_candidates(read)):
        pair = _compare(read[i], read[j], weights, known)
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda p: (-p.likeness, p.first, p.second))


class _Read:
    """An entry with its words, its initials and its official numbers, tidied."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        words = [LONG.get(word, word) for word in name_key(entry.name).split()]
        kept = [word for word in words if word not in EMPTY]
        self.whole = "".join(word for word in words if word not in FORMS)
        self.words = [word for word in kept if word not in FORMS] or kept
        self.initials = "".join(word[0] for word in self.words if not word.isdigit()) if len(self.words) > 2 else ""
        self.short = {name_key(entry.acronym).replace(" ", "")} - {""}
        self.short |= {word for word in self.words if 3 <= len(word) <= 8 and word.upper() in entry.name}
        self.place = name_key(entry.place)
        self.siren, self.rna = re.sub(r"\D", "", entry.siren), entry.rna.strip().upper()
        self.site = re.sub(r"^(https?://)?(www\.)?", "", entry.website.strip().lower()).split("/")[0]
        self.numbers = sorted(word for word in self.words if word.isdigit())


def _candidates(read: list[_Read]) -> set[tuple[int, int]]:
    """Pairs worth comparing: they share a number, a site, the beginning of a seldom word, or an acronym."""
    shelves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(read):
        for kind, value in (("siren", one.siren), ("rna", one.rna), ("site", one.site)):
            if value:
                shelves[kind, value].append(index)
        for word in set(one.words):
            shelves["word", word[:4]].append(index)
            shelves["tail", word[-4:]].append(index)
            if word in one.short:
                shelves["short", word].append(index)
        for short in one.short | ({one.initials} - {""}):
            shelves["short", short].append(index)
    largest = max(60, len(read) // 12)
    pairs = set()
    for (kind, _), members in shelves.items():
        if kind in ("word", "tail") and len(members) > largest:
            continue
        for a, i in enumerate(members):
            pairs |= {(min(i, j), max(i, j)) for j in members[a + 1 :] if i != j}
    return pairs


def _usual_spellings(frequency: Counter[str]) -> dict[str, str]:
    """Each word to the spelling that the directory uses most for it: a slip of the finger does not make a word seldom."""
    by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
    for word in frequency:
        by_shape[len(word), word[0]].append(word)
        by_shape[len(word), word[-1]].append(word)
    usual = {}
    for word, count in frequency.items():
        near = {w for size in (-1, 0, 1) for end in (word[0], word[-1]) for w in by_shape[len(word) + size, end]}
        better = [w for w in near if frequency[w] > 2 * count and len(word) > 4 and OSA.distance(word, w) == 1]
        usual[word] = max(better, key=lambda w: (frequency[w], w), default=word) if count < 3 else word
    return usual


def _compare(a: _Read, b: _Read, weights: dict[str, float], known: frozenset[str]) -> Pair | None:
    for kind in ("siren", "rna"):
        mine, other = getattr(a, kind), getattr(b, kind)
        if mine and other:
            # an official number is one body; two numbers are two bodies, however alike their names
            return Pair(a.entry.id, b.entry.id, 1.0, f"same_{kind}") if mine == other else None
    if a.numbers != b.numbers or (a.place and b.place and a.place != b.place):
        return None
    likeness, why = _likeness(a.words, b.words, weights, known), "alike_name"
    mine, other = set(a.words) - set(b.words), set(b.words) - set(a.words)
    two_words = bool(mine) and bool(other) and mine | other <= known
    if not two_words and len(a.whole) > 11 and OSA.distance(a.whole, b.whole, score_cutoff=1) <= 1:
        likeness = max(likeness, 0.95)
    if likeness < PROPOSED and a.place == b.place and (_is_acronym(a, b) or _is_acronym(b, a)):
        likeness, why = max(likeness, 0.9), "acronym"
    if likeness < PROPOSED and a.site and a.site == b.site and likeness >= 0.6:
        likeness, why = 0.88, "same_site"
    return Pair(a.entry.id, b.entry.id, round(likeness, 3), why) if likeness >= PROPOSED else None


def _is_acronym(short: _Read, long: _Read) -> bool:
    """« CCIV » and « Chambre de commerce et d'industrie de Valmont », when the rest of the short name agrees."""
    if not long.initials or len(short.words) > 3:
        return False
    for word in short.short:
        rest = [w for w in short.words if w != word]
        if len(word) >= 3 and long.initials.startswith(word) and len(long.initials) - len(word) <= 1:
            return all(any(fuzz.ratio(w, v) >= SAME_WORD for v in long.words) for w in rest)
    return False


def _likeness(a: Sequence[str], b: Sequence[str], weights: dict[str, float], known: frozenset[str]) -> float:
    """Weight of the words both have, over the mean weight of their names; joined spellings count (« mi-temps », « mitemps »)."""
    if not a or not b:
        return 0.0
    if "".join(a) == "".join(b):
        return 0.99
    left = list(b)
    shared = 0.0
    for word in sorted(a, key=lambda w: -weights[w]):
        best = max(left, key=lambda other: _alike(word, other, known), default="")
        score = _alike(word, best, known) if best else 0.0
        if score >= SAME_WORD and (len(word) > 3 or word == best):
            left.remove(best)
            shared += min(weights[word], weights[best]) * (score / 100) if word != best else weights[word]
    total = sum(weights[word] for word in a) + sum(weights[word] for word in b)
    return 2 * shared / total


def _alike(word: str, other: str, known: frozenset[str]) -> float:
    """Likeness of two words, 0 to 100; two letters that changed places are one slip, two known words are two words."""
    if word != other and word in known and other in known:
        return 0.0
    ratio = fuzz.ratio(word, other)
    return max(ratio, 92.0) if len(word) > 4 and OSA.distance(word, other, score_cutoff=1) <= 1 else ratio
