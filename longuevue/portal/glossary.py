"""Jargon explained where it is met: each word of the vocabulary found in a page becomes a button that opens its meaning.

No script is needed (the browser's own popover), keyboard and touch reach it, and a browser that does not know popovers
shows the meanings as a list at the foot of the page. Which words there are is in `vocabulary.yaml` and `jargon.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.utils.html import escape

from longuevue.portal.words import say
from longuevue.terms.numbers import french_spaces
from longuevue.terms.yaml_text import read_yaml

HERE = Path(__file__).parent
#: inside these nothing may be made a button: the word is then explained at the foot of the page
_CLOSED: Final = ("a", "button", "caption", "summary", "svg", "option", "script", "label", "template", "legend", "code")
#: a word is a button the first time it is met in each of these
_FRESH: Final = ("section", "header")
#: where what may be done with a word changes: a part begins, or something closed to buttons, or hidden from screen readers
_TURN: Final = re.compile(
    rf'<(?:({"|".join(_FRESH)})|({"|".join(_CLOSED)})|([a-z0-9]+)(?=\s[^>]*aria-hidden="true"))\b[^>]*>'
)
#: a text between two tags, with one letter at least
_TEXT: Final = re.compile(r">([^<]*[^\W\d_][^<]*)")
#: where a part begins
_PART: Final = re.compile(rf"<(?:{'|'.join(_FRESH)})\b")
_HELD: Final = frozenset(").,;…")
#: what is written against the word that follows: a bracket, « l' »
_OPENS: Final = re.compile(r"(?:[(“]|\w*(?:’|&#x27;))\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """One word explained: how it is written in each language, its name and its meaning."""

    id: str
    name: dict[str, str]
    means: dict[str, str]
    written: dict[str, tuple[str, ...]]


@cache
def terms() -> list[dict[str, Any]]:
    """The thirteen terms of the founding text, as written."""
    found: list[dict[str, Any]] = read_yaml((HERE / "vocabulary.yaml").read_text(encoding="utf-8"))
    return found


@cache
def words() -> dict[str, Word]:
    """Every word explained, the thirteen terms first."""
    jargon = read_yaml((HERE / "jargon.yaml").read_text(encoding="utf-8"))
    found = {}
    for one in (*terms(), *jargon):
        written = {language: tuple(one["words"][language]) for language in ("fr", "en")}
        means = {"fr": french_spaces(one["means"]["fr"]), "en": one["means"]["en"]}
        found[one["id"]] = Word(one["id"], one["name"], means, written)
    return found


@cache
def _finder(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One expression for all the words of a language, longest first, and whose word each of its groups is."""
    written = [(form, word.id) for word in words().values() for form in word.written[language]]
    written.sort(key=lambda pair: -len(pair[0]))
    forms = [form if re.search(r"[A-Z]", form) else f"(?i:{form})" for form, _ in written]
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"({form})" for form in forms) + r")(?!\w)"), tuple(
        word for _, word in written
    )


#: the first three letters of a word, or the whole of a shorter one
_BEGINNING: Final = re.compile(r"(?<![\w-])\w{1,3}")
_OPTIONAL: Final = re.compile(r"\(\?:([^)]*)\)\?(.*)")


@cache
def _beginnings(language: str) -> frozenset[str]:
    """How the words of a language begin: most texts hold none of these, and need no more reading."""
    found = set()
    for form in (form for word in words().values() for form in word.written[language]):
        optional = _OPTIONAL.match(form)
        for start in optional.groups() if optional else (form.removeprefix("(?-i:"),):
            begins = re.match(r"\w{1,3}(?![?*+{|\w])|\w{3}(?![?*+{|])", start)
            if begins is None:
                raise ValueError(f"{form}: the first three letters of a word must be letters, for the word to be found")
            found.add(begins[0].lower())
    return frozenset(found)


@lru_cache(maxsize=16_384)
def found_in(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """Where each word stands in a text: start, end, id. Most texts stand on many pages: they are read once."""
    finder, ids = _finder(language)
    known, found, last = _beginnings(language), [], 0
    for begins in _BEGINNING.finditer(text):
        if begins.start() < last or begins[0].lower() not in known:
            continue
        word = finder.match(text, begins.start())
        if word:
            last = word.end()
            found.append((word.start(), last, ids[(word.lastindex or 1) - 1]))
    return tuple(found)


@lru_cache(maxsize=16_384)
def _met_in(part: str, language: str) -> dict[str, None]:
    """The words met in a part where none may be a button, in their order."""
    texts = _TEXT.finditer(part)
    return dict.fromkeys(word for text in texts for _, _, word in found_in(text[1], language))


def explained(page: str, language: str, address: str) -> str:
    """The page with its jargon made buttons, and their meanings at the foot of its content; `address`: the vocabulary's."""
    start, end = page.find("<main"), page.rfind("</main>")
    if start < 0 or end < 0:
        return page
    content = page[start:end]
    starts = [0, *(part.start() for part in _PART.finditer(content)), len(content)]
    parts = [_part(content[one:next_one], language) for one, next_one in pairwise(starts)]
    if not all(part.whole for part in parts):  # something closed to buttons holds the beginning of a part
        parts = [_part(content, language)]
    met = dict.fromkeys(word for part in parts for word in part.met)
    if not met:
        return page
    return page[:start] + "".join(part.text for part in parts) + _foot(met, language, address) + page[end:]


class _Part(NamedTuple):
    """A part of a page with its buttons, the words met in it, and whether all that is closed in it ends in it."""

    text: str
    met: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=256)
def _part(part: str, language: str) -> _Part:
    """Words are buttons anew in each part: the same part on another page is the same text, and is read once."""
    opened: set[str] = set()
    met: dict[str, None] = {}
    whole = True

    def open_text(text: re.Match[str]) -> str:
        marks = found_in(text[1], language)
        met.update(dict.fromkeys(word for _, _, word in marks))
        return f">{_with_buttons(text[1], marks, opened)}" if marks else text[0]

    pieces, at, end = [], 0, len(part)
    while at < end:
        turn = _TURN.search(part, at, end)
        until = turn.start() if turn else end
        pieces.append(_TEXT.sub(open_text, part[at:until]))
        if turn is None:
            break
        at = turn.end()
        if turn[1]:
            opened.clear()
        elif not turn[0].endswith("/>"):
            at, ends = _end_of(part, turn[2] or turn[3], at, end)
            whole = whole and ends
            met.update(_met_in(part[turn.start() : at], language))
        # the last sign of a tag goes with the text that follows it
        pieces.append(part[until : at - 1])
        at -= 1
    return _Part("".join(pieces), tuple(met), whole)


@cache
def _either_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b[^>]*>")


def _end_of(page: str, name: str, at: int, end: int) -> tuple[int, bool]:
    """Where the element `name`, open at `at`, ends: after its own closing tag, not one of the same name inside it; and
    whether that tag is there."""
    closing = page.find(f"</{name}>", at, end)
    if closing >= 0 and page.find(f"<{name}", at, closing) < 0:
        return closing + len(name) + 3, True
    depth = 1
    for tag in _either_tag(name).finditer(page, at, end):
        if tag[1]:
            depth -= 1
            if depth == 0:
                return tag.end(), True
        elif not tag[0].endswith("/>"):
            depth += 1
    return end, False


def _with_buttons(text: str, marks: tuple[tuple[int, int, str], ...], opened: set[str]) -> str:
    parts, last = [], 0
    for start, end, word in marks:
        if word in opened:
            continue
        opened.add(word)
        button = f'<button type="button" class="word" popovertarget="w-{word}">{text[start:end]}</button>'
        against, after = _OPENS.search(text[last:start]), text[end : end + 1]
        opens, closes = against[0] if against else "", after if after in _HELD else ""
        if opens or closes:  # a comma must not start a line, nor a bracket end one
            start, end = start - len(opens), end + len(closes)
            button = f'<span class="held">{opens}{button}{closes}</span>'
        parts += [text[last:start], button]
        last = end
    return "".join([*parts, text[last:]])


def _foot(met: dict[str, None], language: str, address: str) -> str:
    return (
        f'<section class="wide words-of-page" aria-labelledby="words-of-page"><h2 id="words-of-page">{say("words.title", language)}</h2>'
        f"<p>{' '.join(_button(word, language) for word in met)}</p>"
        f"{''.join(_card(word, language, address) for word in met)}</section>"
    )


@cache
def _button(word: str, language: str) -> str:
    return (
        f'<button type="button" class="word" popovertarget="w-{word}">{escape(words()[word].name[language])}</button>'
    )


@cache
def _card(word: str, language: str, address: str) -> str:
    one = words()[word]
    more = escape(say("words.more", language, name=one.name[language]))
    return (
        f'<div class="word-card" id="w-{word}" popover><p><b>{escape(one.name[language])}</b></p>'
        f'<p>{escape(one.means[language])}</p><p><a href="{address}#{word}">{more}</a></p></div>'
    )
