"""One country seen from one territory: every figure that names it, in both directions."""

from __future__ import annotations

from longuevue.portal import local
from longuevue.portal.pages import Content, Visit, moved, page
from longuevue.portal.partners import told_of
from longuevue.portal.telling import citation, legend
from longuevue.portal.views.territory import place_words
from longuevue.terms.countries import country_name
from longuevue.terms.flows import DIRECTIONS
from longuevue.terms.refusal import Refusal


@page
def country(visit: Visit, area: str, country: str) -> Content:
    """`/fr/territoire/epci-243400017/pays/DE/`"""
    code = country.upper()
    name = country_name(code, visit.language)
    if len(code) != 2 or not code.isalpha() or code in ("ZZ", "FR"):
        raise Refusal(
            f"« {country[:20]} » n'est pas le code d'un pays partenaire.", "Un code a deux lettres : DE, IT, MA."
        )
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area or code != country:
        return moved(visit.links.to("country", area=exact, country=code))
    figures = []
    asked = 0
    for marker in visit.library.markers.values():
        if marker["by_partner_country"] == "no":
            continue
        asked += 1
        for reading in visit.library.edition.counterparts(marker["id"], exact):
            if reading["counterpart_area"] == code and told_of(shown := visit.figure(reading)):
                figures.append(shown)
    if name == code and not figures:
        raise Refusal(f"« {code} » n'est le code d'aucun pays connu ici.", "Un code a deux lettres : DE, IT, MA.")
    groups = [
        {"id": d, "name": visit.say(f"direction.{d}"), "figures": [f for f in figures if f.direction == d]}
        for d in DIRECTIONS
    ]
    return "portal/country.html", {
        "place": place_words(visit, found, exact),
        "country_name": name,
        "groups": [g for g in groups if g["figures"]],
        "lead": visit.say("country.lead", country=name, place=found["name"]),
        "nothing": visit.say("country.nothing", country=name, place=found["name"]) if not figures else "",
        "limits": visit.say("country.limits", asked=asked, seen=sum(f.has_value for f in figures)),
        "local_links": local.links(visit, exact, code),
        "local_actors": local.actors(visit, exact, code),
        "citation": citation(visit, f"{name}, {found['name']}", visit.request.path),
        "legend": legend(visit),
    }
