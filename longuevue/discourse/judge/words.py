"""A unit of text as the rules see it: folded words, where they stand, which ones wear a capital.
Nothing here knows what « international » means.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SENTENCE_END = "."
COMMA = ","

_LIGATURES = {
    "œ": "oe",
    "Œ": "Oe",
    "æ": "ae",
    "Æ": "Ae",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufffe\uffff]")
# PDF line breaks keep their hyphen: « interna-\ntionalisation », « coopéra-tion européenne ».
_BROKEN_LINE = re.compile(r"(?<=[a-zà-ÿ])[-‐\u00ad]\s*\n\s*(?=[a-zà-ÿ])")
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ]{3})-(?=(?:tions?|sations?|tionales?|tionaux|ments?)\b)")
# « U.E. », « O.N.U. »: dots of an acronym are not ends of sentences.
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
# Montpellier's export lost its apostrophes: « Avenue dHeidelberg », « lEurope ».
_LOST_APOSTROPHE = re.compile(r"\b([dlDL])(?=[A-ZÉÈÊÎÔ][a-zà-ÿ])(?<![A-Z][dl])")
# « étudiant.e.s étrangèr.e.s », « habitant·es »: inclusive spellings are read as plain plurals.
_INCLUSIVE = re.compile(
    r"(?<=[a-zà-ÿ]{2})(?:[.·•‧](?:e|ne|le|te|trice|euse|ère|ve|se)(?:[.·•‧]?s)?|-(?:e|ne|le|trice|euse|ère)-s)\b(?!\w)"
)
# A record in braces is machine talk pasted in a text.
_BRACES = re.compile(r"\{[^{}]{0,400}\}")
_ASSIGNED = re.compile(r"\binternational[\"']?\s*[=:]\s*[\"']?(?:true|false|[01]|oui|non|vrai|faux)\b", re.IGNORECASE)
_TITLE_DOT = re.compile(r"\b(MM?|Mme|Mlle|Dr|Pr|St|Ste|art|n|cf|etc|av|bd)\.(?=\s)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+|[.!?…]+(?=[\s»\"”)]|$)|[;:](?=\s|$)|[,()\[\]«»\"“”•\n]|(?<=\s)[-–—/](?=\s)|(?<=[^\W_])\+")
_ENDS = frozenset(".!?;:…\n•")


def _fold_table() -> dict[int, str]:
    """Lower case without accents, one character for one, for every Latin letter French texts may quote."""
    table = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        if len(base) == 1 and base != char:
            table[code] = base
    return table | {ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("ı"): "i", ord("đ"): "d"}


_FOLD = _fold_table()


def wordset(text: str) -> frozenset[str]:
    """A set of words written as one line of text."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Lower case, no accent, same length: « Étrangères » → « etrangeres »."""
    return text.translate(_FOLD)


def tidy(text: str) -> str:
    """Undo what PDF extraction and careless exports do to words; the meaning is left alone."""
    text = unicodedata.normalize("NFC", text)
    text = _LIGATURE.sub(lambda found: _LIGATURES[found.group()], text)
    text = _ASSIGNED.sub(" ", _BRACES.sub(" ", text))
    text = _BROKEN_LINE.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _BROKEN_WORD.sub("", text)
    text = _INCLUSIVE.sub("s", text)
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = _TITLE_DOT.sub(r"\1", text)
    return _LOST_APOSTROPHE.sub(r"\1'", text).replace("_x0001_", " - ")


@dataclass(frozen=True, slots=True)
class Words:
    """One unit's words: `folded[i]` for matching, `raw[i]` for showing, `capital[i]` for proper names."""

    folded: tuple[str, ...]
    raw: tuple[str, ...]
    capital: tuple[bool, ...]
    shouted: bool  # a title in capitals: a capital letter tells nothing there

    def span(self, start: int, end: int) -> str:
        """The words between two positions, as written, for the reason shown to a reader."""
        return " ".join(word for word in self.raw[start:end] if word.strip())

    def sentences(self) -> list[tuple[int, int]]:
        """Start and end of each sentence inside the unit."""
        cuts, start = [], 0
        for position, word in enumerate(self.folded):
            if word == SENTENCE_END:
                if position > start:
                    cuts.append((start, position))
                start = position + 1
        if start < len(self.folded):
            cuts.append((start, len(self.folded)))
        return cuts


def words_of(text: str) -> Words:
    """Cut a unit into words and marks. Marks are kept: a phrase never spans two sentences."""
    text = tidy(text)
    folded_text = fold(text)
    folded, raw, capital = [], [], []
    upper = lower = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        token = text[start:end]
        first = token[0]
        if first in _ENDS:
            folded.append(SENTENCE_END)
        elif first in "–—":
            folded.append("-")
        elif first in "“”«»":
            folded.append('"')
        else:
            folded.append(folded_text[start:end])
        raw.append(token)
        capital.append(first.isupper())
        if len(token) > 3 and token.isalpha():
            if token.isupper():
                upper += 1
            elif token.islower():
                lower += 1
    return Words(tuple(folded), tuple(raw), tuple(capital), upper > 2 and upper > 2 * lower)
