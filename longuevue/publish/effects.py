"""Effects as open data: whole in JSON, and one line a group in a table, so that no line tells one side for all.
What may be public was decided before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from longuevue.edition.reader import Edition

EFFECT_COLUMNS: Final = (
    "id", "what", "area", "area_name", "since", "field", "marker", "address", "flow", "group", "sign", "stance", "stated_by",
    "effect_stated_by", "initiator", "bearer", "intended", "authority_role", "evidence_grade", "counted", "contradicted", "replies",
)  # fmt: skip


def effects_of(edition: Edition) -> list[dict[str, Any]]:
    """Every effect that the edition holds, in order of words."""
    return edition.effects("FR")


def effect_rows(effects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each group of each effect, with the author of its sign; a voice says that it is not counted."""
    same = ("id", "what", "area", "since", "field", "marker", "address", "flow", "initiator", "bearer", "intended")
    for one in effects:
        for sign in one["signs"]:
            yield {name: one[name] for name in same} | {
                "area_name": one["home"]["name"],
                "group": sign["group"],
                "sign": sign["sign"],
                "stance": sign["stance"],
                "stated_by": sign["stated_by"],
                "effect_stated_by": one["stated_by"],
                "authority_role": one["role"],
                "evidence_grade": one["grade"],
                "counted": int(one["counted"]),
                "contradicted": int(any(piece["contradicts"] for piece in one["evidence"])),
                "replies": " | ".join(f"{r['by']} : {r['text'] or '—'}" for r in one["replies"]),
            }
