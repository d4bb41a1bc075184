"""What the lines of a record may say, and its texts in two languages, down to the last word: a build refuses any other.
What the record itself may say is listed beside the part of the reader that answers for it (`MAY_SAY`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

#: a word, a number, yes or no, nothing; or a list of these
PLAIN: Final = None
TEXTS: Final[dict[str, Any]] = {"fr": PLAIN, "en": PLAIN}
#: words that a mark follows may lack, or be null
MAYBE: Final = "?"
#: any word at all: the identifier of something
ANY: Final = "*"


def _plain(*names: str, **more: Any) -> dict[str, Any]:
    return dict.fromkeys(names, PLAIN) | more


#: a figure as it was read one day, or an effect
_FROZEN: Final = {
    f"{name}{MAYBE}": shape
    for name, shape in {
        **_plain(
            "marker", "marker_version", "ref_area", "ref_area_name", "area_level", "geography_year", "time_period",
            "value", "unit", "numerator", "denominator", "coverage", "status", "status_reason", "precision", "source",
            "vintage", "licence", "edition", "address", "area", "edition_date", "borrowed_from", "borrowed_address",
            "effect", "words", "frozen_on",
        ),
        **dict.fromkeys(
            (
                "label", "question", "value_text", "aloud", "parts_text", "period_text", "status_text",
                "reason_text", "source_text",
            ),
            TEXTS,
        ),
        "caveat": {**TEXTS, f"codes{MAYBE}": PLAIN},
    }.items()
}  # fmt: skip
_SAID: Final = _plain("post", "text", "cut", "day", "removed", removed_name=TEXTS) | {f"salt{MAYBE}": PLAIN}
#: words that a record learnt to say later → what one says that was written before
LEARNT: Final[dict[str, dict[str, Any]]] = {
    "effects": {"visible": "", "services": [], "policies": [], "discreet_policies": 0},
    "room_records": {"salt": ""},
}
#: list of records → word of a record → what is inside; a word that is not here holds plain words
INSIDE: Final[dict[str, dict[str, Any]]] = {
    "actors": {"kind_name": TEXTS},
    "links": {
        "kind_name": TEXTS,
        "status_name": TEXTS,
        "changes": [_plain("day", "what", "reason", "debated", "deliberation")],
        "money": [_plain("year", "own", "co_funded")],
        "returns": [_plain("kind", "beneficiary", "years", "evidence")],
        "agreements": [_plain("title", "parties", "signed", "ends", "vote", "address")],
        "engagements": [_plain("service", "what", "since")],
        "milestones": [_plain("what", "day")],
        "missions": [_plain("day", "what", "service", "changed", "decision")],
        "third_parties": [_plain("funder", "amount_eur", "what")],
        "legs": [_plain("leg", "day", "until", "evidence", name=TEXTS)],
    },
    "effects": {
        "signs": [_plain("group", "sign", "stance", "stated_by", "words")],
        "services": [_plain("name", "body", "tie", "what", "stated_by")],
        "policies": [_plain("policy", "how", "stated_by")],
        "explanations": [_plain("text", "author", "evidence", "refuted_by", "outcome")],
        "evidence": [_plain("kind", "source", "independent", "contradicts", "note")],
        "replies": [_plain("by", "asked_on", "answered_on", "text")],
    },
    "vantages": {"access_name": TEXTS},
    "networks": {"members": [_plain("name", "country", "area", "ground", "since", "note", ground_name=TEXTS)]},
    "organisations": {"option_name": TEXTS, "directions": [_plain("name", "strand")]},
    "cards": {"kind_name": TEXTS, "parts": [_plain("what", "count")]},
    "events": {"kind_name": TEXTS},
    "requests": {"state_name": TEXTS, "steps": [_plain("day", "what", "note", what_name=TEXTS)]},
    "policies": {
        "decided_by_name": TEXTS,
        "tensions": [_plain("policy", "effect", "effect_name", "why")],
        "groups": [_plain("name", "kind", "since", "until")],
    },
    "deliberations": {
        "citations": [
            _plain(
                "kind", "address", "marker", "area", "edition", "quote", "delay_days", "edition_date", frozen=_FROZEN
            )
        ],
    },
    "commitments": {
        "frozen": _FROZEN,
        "status_name": TEXTS,
        "steps": [_plain("day", "status", "reason")],
        "evidences": [_plain("day", "what", "url")],
        "money": [_plain("year", "voted", "spent")],
    },
    "rooms": {
        "frozen": _FROZEN,
        "questions": [_plain("post", "text", "day", "days", "answer", "answer_day", "answer_post")],
    },
    "room_records": {
        "origin_name": TEXTS,
        "frozen": _FROZEN,
        "sections": [
            _plain(
                "kind",
                "side",
                "left",
                lines=[{**_SAID, **_plain("role", "source", "days", role_name=TEXTS), f"answer{MAYBE}": _SAID}],
            )
        ],
        "removed": [_plain("post", "kind", "published", "on", "reason", reason_name=TEXTS)],
        "sought": [_plain("side", "where")],
        "votes": _plain(
            "closed",
            "people",
            by_post={ANY: _plain(*(f"{answer}{MAYBE}" for answer in ("agree", "disagree", "pass")))},
            grouped=[_plain("votes", "networks", "from_few")],
        ),
    },
}


def wrong_inside(name: str, row: Mapping[str, Any]) -> list[str]:
    """Where the record says inside itself a word too many, lacks one, or holds another thing than is waited for: `lines.email`."""
    shapes = INSIDE.get(name, {})
    found = (wrong for word, said in row.items() for wrong in _wrong(shapes.get(word, PLAIN), said, word))
    return list(dict.fromkeys(found))


def _wrong(shape: Any, said: Any, path: str) -> Iterator[str]:
    if shape is PLAIN:
        if any(isinstance(one, dict | list) for one in (said if isinstance(said, list) else [said])):
            yield path
    elif isinstance(shape, list) != isinstance(said, list) or not isinstance(said, dict | list):
        yield path
    elif isinstance(said, list):
        for one in said:
            yield from _wrong(shape[0], one, path)
    else:
        yield from _wrong_words(shape, said, path)


def _wrong_words(shape: Mapping[str, Any], said: Mapping[str, Any], path: str) -> Iterator[str]:
    inside = {word.removesuffix(MAYBE): (one, word.endswith(MAYBE)) for word, one in shape.items() if word != ANY}
    for word in sorted(said.keys() | inside.keys()):
        one, maybe = inside.get(word, (shape.get(ANY), False))
        if (word not in inside and ANY not in shape) or (word not in said and not maybe):
            yield f"{path}.{word}"
        elif word in said and not (maybe and said[word] is None):
            yield from _wrong(one, said[word], f"{path}.{word}")
