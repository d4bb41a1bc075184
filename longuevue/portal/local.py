"""What people of the place know, in the words of a page: links with the world, actors by field, who sees what.
Which records are shown was decided before; nothing is counted as a figure here."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name
from longuevue.terms.flows import FIELDS


def links(visit: Visit, area: str, country: str = "") -> list[dict[str, Any]]:
    """The links of a place, all or with one country: both ends, dates, state, what became of them."""
    rows = []
    for one in visit.library.edition.links(area):
        if country and one["country"] != country:
            continue
        known = len(one["country"]) == 2 and one["country"] != "FR"
        rows.append(
            {
                "partner": one["partner"],
                "country": country_name(one["country"], visit.language) if one["country"] else "",
                "url": visit.links.to("country", area=area, country=one["country"]) if known else "",
                "home": one["bearer"] or one["home"]["name"],
                "place": one["home"]["name"] if one["inside"] else "",
                "kind": visit.text(one["kind_name"]),
                "dates": " – ".join(filter(None, (one["start"], one["end"]))) or visit.say("local.undated"),
                "status": visit.text(one["status_name"]),
                "why": next((c["reason"] for c in reversed(one["changes"]) if c["what"] == "ended"), ""),
                "authority": visit.say("local.with" if one["involves_authority"] else "local.without"),
            }
        )
    return rows


def gap(visit: Visit, area: str) -> dict[str, Any]:
    """The authority beside its territory in one sentence, and the fields where actors alone have links."""
    found = visit.library.edition.authority_gap(area)
    whole = found[0]
    if not whole.total:
        return {}
    alone = [FIELDS[g.field][visit.language] for g in found if g.field in FIELDS and g.without and not g.with_authority]
    return {
        "sentence": visit.say("local.gap", total=whole.total, mine=whole.with_authority, others=whole.without),
        "alone": ", ".join(alone),
    }


def actors(visit: Visit, area: str, country: str = "") -> list[dict[str, Any]]:
    """Actors field by field (each under every field it has), those without a field last; or those of one country."""
    found = visit.library.edition.actors(area)
    if country:
        found = [actor for actor in found if country in actor["countries"]]
    groups = []
    for field in [*FIELDS, ""]:
        mine = [a for a in found if (field in a["fields"] if field else not set(a["fields"]) & set(FIELDS))]
        if mine:
            name = FIELDS[field][visit.language] if field else visit.say("local.no_field")
            groups.append({"name": name, "actors": [_actor(visit, actor) for actor in mine]})
    return groups


def _actor(visit: Visit, actor: dict[str, Any]) -> dict[str, str]:
    countries = ", ".join(country_name(code, visit.language) for code in actor["countries"])
    said = (visit.text(actor["kind_name"]), actor["place"], countries)
    return {"name": actor["name"], "about": " · ".join(filter(None, said)), "website": actor["website"]}


def asked(visit: Visit, area: str) -> list[dict[str, Any]]:
    """What was asked of holders of data, step by step, with the days; a closed source said closed."""
    rows = []
    for one in visit.library.edition.requests(area):
        marker = visit.library.markers.get(one["marker"])
        if marker is None:
            continue
        steps = [
            {"day": step["day"], "what": visit.text(step["what_name"]), "note": step["note"]} for step in one["steps"]
        ]
        rows.append(
            {
                "question": visit.text(marker["question"]),
                "url": visit.links.to("marker", marker=one["marker"]),
                "actor": one["actor"]["name"],
                "data": one["data"],
                "steps": steps,
                "closed": one["closed"],
            }
        )
    return rows


def seers(visit: Visit, area: str) -> list[dict[str, Any]]:
    """Who already sees what, a closed door said closed."""
    rows = []
    for point in visit.library.edition.vantages(area):
        marker = visit.library.markers.get(point["marker"])
        if marker is None:
            continue
        rows.append(
            {
                "question": visit.text(marker["question"]),
                "url": visit.links.to("marker", marker=point["marker"]),
                "actor": point["actor"]["name"],
                "around": point["around"],
                "data": " · ".join(filter(None, (point["data_held"], point["frequency"]))),
                "access": visit.text(point["access_name"]),
                "closed": point["access"] == "closed",
            }
        )
    return rows
