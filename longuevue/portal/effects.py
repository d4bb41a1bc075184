"""Effects in the words of a page: for whom and according to whom, beside the figure that each cites; voices apart; replies whole.
What may be public was decided before; nothing here says that one thing made another."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.effects import GRADES, INTENDED, KINDS, OUTCOMES, ROLES, SIGNS, TIES, VISIBILITY
from longuevue.terms.flows import FIELDS, STANCES
from longuevue.terms.periods import day_words


def of_place(visit: Visit, area: str, marker: str = "") -> dict[str, Any]:
    """The effects told of a place, all or those that cite a marker; empty when there is none."""
    found = visit.library.edition.effects(area)
    told = _apart(visit, [one for one in found if not marker or one["marker"] == marker], area)
    return told | {"across": _across(visit, area)} if told and not marker else told


def of_marker(visit: Visit, marker: str) -> dict[str, Any]:
    """The effects that cite a marker, wherever they are told."""
    return _apart(visit, visit.library.edition.effects_of_marker(marker), "", figure=False)


def _apart(visit: Visit, found: list[dict[str, Any]], area: str, *, figure: bool = True) -> dict[str, Any]:
    if not found:
        return {}
    told = [_told(visit, one, area, figure=figure) for one in found]
    counted = [one for one in told if one["counted"]]
    return {"effects": counted, "voices": [one for one in told if not one["counted"]], "count": len(counted)}


def _told(visit: Visit, one: dict[str, Any], area: str, *, figure: bool) -> dict[str, Any]:
    language = visit.language
    return {
        "id": one["id"],
        "what": one["what"],
        "counted": one["counted"],
        "place": one["home"]["name"] if one["home"]["ref"] != area else "",
        "place_url": visit.links.to("territory", area=one["home"]["ref"]),
        "since": day_words(one["since"], language) if len(one["since"]) == 10 else one["since"],
        "field": FIELDS[one["field"]][language] if one["field"] in FIELDS else "",
        "stated_by": one["stated_by"],
        "contribution": one["contribution"],
        "flow": one["flow"],
        "figure": _figure(visit, one) if figure else None,
        "initiator": one["initiator"],
        "bearer": one["bearer"],
        "intended": INTENDED[one["intended"]][language] if one["intended"] else "",
        "role": ROLES[one["role"]][language],
        "visible": VISIBILITY[one["visible"]][language],
        "services": [{**line, "tie": TIES[line["tie"]][language]} for line in one["services"]],
        "policies": one["policies"],
        "discreet": visit.say("effects.discreet", count=one["discreet_policies"]) if one["discreet_policies"] else "",
        "other_side": one["other_side"],
        "grade": one["grade"],
        "grade_means": GRADES[one["grade"]][language],
        "signs": [
            {**sign, "sign": SIGNS[sign["sign"]][language], "stance": STANCES[sign["stance"]][language] if sign["stance"] != "not_stated" else ""}
            for sign in one["signs"]
        ],
        "explanations": [{**why, "outcome": OUTCOMES[why["outcome"]][language]} for why in one["explanations"]],
        "backing": [_piece(piece, language) for piece in one["evidence"] if not piece["contradicts"]],
        "against": [_piece(piece, language) for piece in one["evidence"] if piece["contradicts"]],
        "replies": [
            {"by": reply["by"], "text": reply["text"], "asked_on": day_words(reply["asked_on"], language),
             "answered_on": day_words(reply["answered_on"], language) if reply["answered_on"] else ""}
            for reply in one["replies"]
        ],
    }  # fmt: skip


def _piece(piece: dict[str, Any], language: str) -> dict[str, Any]:
    return {"kind": KINDS[piece["kind"]][language], "source": piece["source"], "note": piece["note"]}


def _figure(visit: Visit, one: dict[str, Any]) -> dict[str, str] | None:
    """The figure cited, by its address: the marker's question, and its page for the place of the effect."""
    card = visit.library.markers.get(one["marker"])
    if card is None:
        return None
    url = visit.links.to("figure", marker=one["marker"], area=one["home"]["ref"])
    return {"label": visit.text(card["label"]), "url": url, "address": one["address"]}


def _across(visit: Visit, area: str) -> dict[str, Any]:
    """« À l'échelle de tous les services »: each service with the effects that name it, and those of which nothing is said."""
    found = visit.library.edition.across_services(area)
    return {
        "named": [
            {
                "name": one.name,
                "other": one.body == "other",
                "lines": [
                    {**line, "tie": TIES[line["tie"]][visit.language], "effect": line["effect"]["what"],
                     "anchor": f"#effect-{line['effect']['id']}", "voice": not line["effect"]["counted"]}
                    for line in one.lines
                ],
            }
            for one in found.named
        ],
        "silent": found.silent,
        "described": found.described,
    }  # fmt: skip
