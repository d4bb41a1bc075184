"""Text cut into statements: sentences and list items, lines of a page joined again, formulas set apart.
No file is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from longuevue.discourse.corpus.document import ITEM, SENTENCE, Block

MAX_UNIT = 2000  # characters: a longer run without a full stop is a table or a hostile file
_BULLET = re.compile(r"^\s*(?:[-–—•▪●◦‣∙*‐➢➤✓❖]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_BREAK = re.compile(r"([.!?…]+)[»\"”)]?\s+(?=[«“\"(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])")
_LAST_WORD = re.compile(r"(\w+)$")
# « M. », « art. », « J. »: the dot shortens a word, it ends nothing.
_SHORTENED = frozenset(
    ("M", "MM", "Mme", "Mlle", "Dr", "Pr", "Me", "St", "Ste", "art", "cf", "etc", "av", "bd", "n", "no", "vol", "p",
     "pp", "réf", "tél", "Cie", "dép", "délib")
)  # fmt: skip
_HYPHENS = re.compile(r"(?<=[a-zà-ÿ])(?:[\u00ad\ufffe\x02]|[-‐](?=\s*\n))\s*\n?\s*(?=[a-zà-ÿ])")
_SPACES = re.compile(r"[^\S\n]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

_FURNITURE = (
    ("contents", re.compile(r"(?:\.\s?){5,}\s*\d{1,4}\s*$|…{2,}\s*\d{1,4}\s*$")),
    (
        "vote",
        re.compile(
            r"^\s*(?:pour\s*:\s*\d|contre\s*:\s*\d|abstentions?\s*:|adopté[es]?\s+à\s+l|"
            r"adopté[es]?\s*[.(]|le conseil (?:municipal|communautaire|métropolitain),? après en avoir délibéré|"
            r"après en avoir délibéré|délibération adoptée|votes?\s*:|unanimité\.?\s*$)",
            re.IGNORECASE,
        ),
    ),
    (
        "signature",
        re.compile(
            r"^\s*(?:fait (?:et délibéré )?à |pour extrait (?:certifié )?conforme|(?:signé|le maire)\s*[,:]?\s*$|"
            r"accusé de réception|acte certifié exécutoire|envoi préfecture|réception (?:en|par) (?:le )?préf|"
            r"publié le|pour l['’]autorité compétente|étaient (?:présents|absents|excusés)|présents?\s*:|"
            r"absents?(?: ayant| excusés|\s*:)|secrétaire de séance|convoqué[es]? le|nombre de (?:membres|conseillers))",
            re.IGNORECASE,
        ),
    ),
    ("visa", re.compile(r"^\s*vu\s+(?:l['’]|la |le |les )", re.IGNORECASE)),
)


def furniture_of(text: str) -> str:
    """Why this text is not speech: contents, vote, signature, visa; empty for speech."""
    if len(text) > MAX_UNIT:
        return ""
    for name, pattern in _FURNITURE:
        if pattern.search(text):
            return name
    return ""


def joined_lines(text: str, page: int | None = None) -> Iterator[Block]:
    """Lines of a page put back into paragraphs and list items."""
    text = _HYPHENS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    widest = max((len(line) for line in lines), default=0)
    held: list[str] = []
    kind = SENTENCE

    def flush() -> Iterator[Block]:
        if held:
            joined = " ".join(held)
            yield Block(joined, page, kind, furniture_of(joined))
            held.clear()

    for line in lines:
        bullet = _BULLET.match(line)
        # A dash that opens an aside in the middle of a sentence is no list.
        if (
            bullet
            and kind != ITEM
            and line[0] in "-–—"
            and line[bullet.end()].islower()
            and held
            and _runs_on(held[-1])
        ):
            bullet = None
        starts_anew = bool(bullet) or not line or bool(furniture_of(line))
        if held and (starts_anew or _ended(held[-1], line, widest)):
            yield from flush()
            kind = SENTENCE
        if not line:
            continue
        if bullet:
            kind, line = ITEM, line[bullet.end() :]
        elif not held:
            kind = SENTENCE
        held.append(line)
        if furniture_of(line):
            yield from flush()
    yield from flush()


def _runs_on(line: str) -> bool:
    return line[-1:].isalpha() or line.endswith(",")


def _ended(before: str, after: str, widest: int) -> bool:
    """A short line then a capital: a title or the end of a paragraph."""
    if not after[:1].isupper():
        return False
    if before.endswith((".", "!", "?", "…", " :", ":")):
        return True
    return len(before) < 0.6 * widest and widest > 30


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; a run that never stops is cut at spaces."""
    start = 0
    for found in _BREAK.finditer(text):
        word = _LAST_WORD.search(text, max(start, found.start() - 12), found.start())
        if found[1] == "." and word and (word[1] in _SHORTENED or (len(word[1]) == 1 and word[1].isupper())):
            continue
        yield from _short(text[start : found.end()])
        start = found.end()
    yield from _short(text[start:])


def _short(text: str) -> Iterator[str]:
    start, end = 0, len(text)
    while end - start > MAX_UNIT:
        cut = text.rfind(" ", start + MAX_UNIT // 2, start + MAX_UNIT)
        cut = cut if cut > 0 else start + MAX_UNIT
        yield from _worded(text[start:cut])
        start = cut
    yield from _worded(text[start:])


def _worded(text: str) -> Iterator[str]:
    text = text.strip()
    if _LETTERS.search(text):
        yield text


def cut(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks cut into one block per statement; an item or a title that holds one statement stays whole."""
    for block in blocks:
        for sentence in sentences(block.text):
            # The space of a paragraph is shared between its sentences by their length.
            space = None if block.space_cm2 is None else block.space_cm2 * len(sentence) / len(block.text)
            yield Block(sentence, block.page, block.kind, block.furniture or furniture_of(sentence), space)
