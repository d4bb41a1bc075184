"""Stories that the workshop's press left in the observatory's folder, through the gate (methodology §4.4): what is shown beside
the words is shared by five people at least, and what cannot be is only counted. Consent was checked by the press."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from longuevue.config.observatory import Observatory
from longuevue.edition.reader import HIDDEN, SHOWN_BESIDE, TOGETHER, VOICE_SAYS, Edition, shown_before
from longuevue.engine.disclosure.anonymity import generalise
from longuevue.terms.refusal import Refusal

FOLDER: Final = "workshop/voices"
COUNTS: Final = "workshop/voices-counts.json"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The stories that may be shown as they may be shown, all those that were read, and what is counted of everybody."""

    shown: tuple[dict[str, Any], ...] = ()
    read: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Any] | None = None

    def references(self) -> dict[str, Any]:
        """What an edition's fingerprint remembers of them: ids and salted hashes, never a word."""
        return {"voices": dict(self.read), "voices_counted": self.counted} if self.read or self.counted else {}


def voices_of(observatory: Observatory) -> Spoken:
    """Raises `Refusal` for a story that says more than it may, or a file that does not read."""
    read, voices = {}, []
    for path in sorted((observatory.folder / FOLDER).glob("*.json")):
        try:
            content = path.read_bytes()
            voice = json.loads(content)
            if set(voice) != VOICE_SAYS or voice["id"] != path.stem:
                raise ValueError
        except FileNotFoundError:
            continue  # taken back this very moment
        except (OSError, ValueError, TypeError) as error:
            raise Refusal(
                "Un récit de l'atelier ne se lit pas, ou dit plus qu'il ne doit.",
                "Publiez de nouveau depuis l'atelier ; rien n'a été construit.",
                where=str(path),
            ) from error
        read[path.stem] = hashlib.sha256(content).hexdigest()
        voices.append(voice)
    shown = released(voices, shown_before(observatory.editions))
    current = observatory.current() if read else None
    before = Edition.open(current).voices_counted() if current else {}
    now = counted(_counts(observatory.folder / COUNTS), len(shown))
    return Spoken(tuple(shown), read, steady(now, before))


def gone_since(observatory: Observatory, spoken: Spoken) -> frozenset[str]:
    """Stories that were read for this edition and are no longer in the folder."""
    return frozenset(one for one in spoken.read if not (observatory.folder / FOLDER / f"{one}.json").is_file())


def released(
    voices: Sequence[Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """The stories that may be shown, what is beside their words made coarser until five people share it.

    A story that an earlier edition showed keeps what stood beside it there, and newcomers are generalised among themselves:
    two editions laid side by side say nothing of who came between them. Fewer than five newcomers wait for the others.
    """
    before = known or {}
    old = [{**one, **before[one["id"]]} for one in voices if one["id"] in before]
    new = _released([one for one in voices if one["id"] not in before])
    return sorted([*old, *new], key=lambda one: str(one["id"]))


def _released(voices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of stories shown for the first time. Whoever asked to be quoted by name or role is outside the rule by consent; nothing
    but the words stands beside them."""
    named = [place for place, voice in enumerate(voices) if voice["quote"] != "anonymous"]
    cards = [{name: str(voice[name]) for name in SHOWN_BESIDE} | {"statement": statement(voice)} for voice in voices]
    out = generalise(cards, k=TOGETHER, identifiers=SHOWN_BESIDE, named_by_consent=named)
    left = set(out.aggregated)
    found = []
    for voice, card in zip((v for p, v in enumerate(voices) if p not in left), out.shown, strict=True):
        if voice["quote"] != "anonymous":
            found.append({**voice, "age": HIDDEN, "age_name": {}})
            continue
        hidden = {name for name in SHOWN_BESIDE if card[name] == HIDDEN}
        words: dict[str, Any] = {f"{name}_name": {} for name in hidden if f"{name}_name" in voice}
        found.append({**voice, **dict.fromkeys(hidden, HIDDEN), **words})
    return found


def statement(voice: Mapping[str, Any]) -> str:
    """What nobody should learn of a person by knowing that they told: whether it was good, hard, both or neither for somebody."""
    said = {part["question"] for part in voice["words"]}
    return "+".join(sorted(said & {"gained", "lost"}))


def counted(counts: Mapping[str, Any], shown: int) -> dict[str, Any] | None:
    """How many told, unless that gives away how few are not shown; how many expected the question, unless a side is few."""
    found: dict[str, Any] = {}
    told = int(counts.get("told", 0))
    if told >= TOGETHER and _large(told - shown):
        found["told"] = told
    expected = {str(name): int(number) for name, number in dict(counts.get("expected", {})).items()}
    asked = sum(expected.values())
    if asked >= TOGETHER and _large(expected.get("yes", 0)) and _large(asked - expected.get("yes", 0)):
        found["expected"] = {"yes": expected.get("yes", 0), "asked": asked}
    return found or None


def steady(now: Mapping[str, Any] | None, before: Mapping[str, Any]) -> dict[str, Any] | None:
    """The counts, or those of the edition before for what would differ by fewer than five people: a difference of two counts
    is the answer of whoever came, or left, between them."""
    found = dict(now or {})
    for name in ("told", "expected"):
        if name in found and name in before:
            apart = [abs(a - b) for a, b in zip(_sides(found[name]), _sides(before[name]), strict=True)]
            if not all(map(_large, apart)):
                found[name] = before[name]
    return found or None


def _sides(count: Any) -> tuple[int, ...]:
    return (count["yes"], count["asked"] - count["yes"]) if isinstance(count, dict) else (int(count),)


def _large(number: int) -> bool:
    return number == 0 or number >= TOGETHER


def _counts(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
