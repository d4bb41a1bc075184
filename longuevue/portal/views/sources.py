"""The page of sources: who counted, which edition of the file, under which licence, how many rows were kept and refused."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Content, Visit, page
from longuevue.terms.numbers import number
from longuevue.terms.periods import day_words


@page
def sources(visit: Visit) -> Content:
    """`/fr/sources/`"""
    cards = [_card(visit, source) for source in visit.library.sources]
    return "portal/sources.html", {
        "at_hand": [card for card in cards if card["at_hand"]],
        "not_at_hand": [card for card in cards if not card["at_hand"]],
    }


def _card(visit: Visit, source: dict[str, Any]) -> dict[str, Any]:
    licence = source.get("licence") or {}
    url = source.get("url") or ""
    return {
        "id": source["id"],
        "title": visit.text(source.get("title")),
        "publisher": visit.text(source.get("publisher")),
        "held_by": visit.text(source.get("held_by")),
        "vintage": source.get("vintage") or "",
        "licence": licence.get("label", "") if isinstance(licence, dict) else licence,
        "retrieved": day_words(source["retrieved"], visit.language) if source.get("retrieved") else "",
        "rows": _rows(visit, source),
        "url": url if url.startswith(("https://", "http://")) else "",
        "url_short": url.split("//", 1)[-1].split("/", 1)[0],
        "measures": [
            {"label": visit.text(m["label"]), "definition": visit.text(m["definition"])}
            for m in (source.get("measures") or {}).values()
        ],
        "caveats": [visit.text(caveat) for caveat in source.get("caveats") or []],
        "at_hand": source.get("at_hand", True),
    }


def _rows(visit: Visit, source: dict[str, Any]) -> str:
    rows = source.get("rows")
    counts = rows if isinstance(rows, dict) else {k: source.get(f"rows_{k}") for k in ("in", "kept", "refused")}
    if counts.get("in") is None:
        return ""
    texts = {k: number(counts.get(k) or 0, 0, visit.language) for k in ("in", "kept", "refused")}
    return visit.say("sources.rows_text", read=texts["in"], kept=texts["kept"], refused=texts["refused"])
