"""Goals and agendas that questions touch, as links. Which question touches which is on its marker's page."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.agendas import AGENDAS, SDGS


def tag_links(visit: Visit, marker: dict[str, Any] | None = None) -> list[dict[str, str]]:
    """Every tag in use (or those of one marker), goals in order then agendas, as links."""
    markers = [marker] if marker else list(visit.library.markers.values())
    carried = set() if marker else visit.library.edition.tags()
    sdgs = sorted({number for m in markers for number in m.get("sdg", ())} | {n for n in SDGS if f"sdg-{n}" in carried})
    agendas = [
        name for name in AGENDAS if f"agenda-{name}" in carried or any(name in m.get("agendas", ()) for m in markers)
    ]
    slug = "odd" if visit.language == "fr" else "sdg"
    return [
        *(
            {"name": f"{slug.upper()} {n} · {SDGS[n][visit.language]}", "url": _tag_url(visit, f"{slug}-{n}")}
            for n in sdgs
        ),
        *({"name": AGENDAS[a][visit.language], "url": _tag_url(visit, f"agenda-{a}")} for a in agendas),
    ]


def _tag_url(visit: Visit, tag: str) -> str:
    return visit.links.to("tagged", tag=tag)
