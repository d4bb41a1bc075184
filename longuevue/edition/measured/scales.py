"""What an edition knows of each scale for a question, handed to the scale adviser: what may be shown, how sure, how much
is covered, who decides there. The advice itself is in `diagnosis/scale_adviser.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from longuevue.diagnosis.competences import decides
from longuevue.diagnosis.scale_adviser import Advice, ScaleEvidence, advise
from longuevue.edition.measured.rows import both
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.flows import FIELDS

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures
    from longuevue.edition.places import Place

#: larger scales that may be advised instead; France is a reference, not a scale of action
ASKED = ("epci", "departement", "region")
UNSEEN = Advice(
    None,
    None,
    Bilingual(
        "Aucune source chargée ne répond à cette question, à aucune échelle.",
        "No source at hand answers this question, at any scale.",
    ),
    (),
)


class Scales:
    """The scale adviser over one edition."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._edition = measures.edition

    def advice(self, question: str, place: Place) -> dict[str, Any]:
        """The advised scale for a question (a marker, or all those of a field) about a place, every criterion in words."""
        asked = self._markers(question)
        # what no source feeds is unseen at every scale alike: it says nothing of which one is right
        markers = [m for m in asked if m["has_data"]]
        places = [place, *(p for p in self._edition.places.larger(place) if p.level in ASKED)]
        advice = advise([self._evidence(markers, p) for p in places]) if markers else UNSEEN
        refs = {p.level: p.key for p in places}
        return {
            "question": question,
            "markers": [m["id"] for m in markers],
            "unseen_markers": [m["id"] for m in asked if not m["has_data"]],
            "asks": FIELDS[question] if question in FIELDS else asked[0]["question"],
            "area": place.key,
            **_document(advice, refs),
            "edition": self._edition.id,
        }

    def _markers(self, question: str) -> list[dict[str, Any]]:
        if question in FIELDS:
            return [m for m in self._edition.markers() if m["field"] == question]
        return [self._edition.marker(question)]

    def _evidence(self, markers: list[dict[str, Any]], place: Place) -> ScaleEvidence:
        """Figures called for: headline and companions of each marker; those by partner country are one more figure each."""
        needed = withheld = precise = 0
        covers: list[float] = []
        opened = False
        for marker in markers:
            readings = [self._edition.reading(marker["id"], place.ref)]
            readings += [c["reading"] for c in self._edition.companions(marker["id"], place.ref)]
            readings += self._edition.counterparts(marker["id"], place.ref)
            for reading in readings:
                if reading["status"] == "not_applicable":
                    continue
                needed += 1
                if reading["value"] is None:
                    withheld += 1
                    continue
                sure = self._measures.sureness.of(marker, place, reading)
                precise += sure["class"] != "C"
            opened = opened or readings[0]["status_reason"] == "open_register" or self._open(marker)
            if readings[0]["value"] is not None and readings[0]["coverage"] is not None:
                covers.append(readings[0]["coverage"])
            elif readings[0]["value"] is not None and not opened:
                covers.append(1.0 if readings[0]["status"] == "ok" else 0.0)
        areas = [area for marker in markers for area in marker["policy_areas"]]
        return ScaleEvidence(
            level=place.level,
            name=place.name,
            needed=needed,
            withheld=withheld,
            precise=precise,
            coverage=min(covers) if covers else None,
            deciders=None,
            decides=decides(place.level, areas),
            open_register=opened,
        )

    def _open(self, marker: dict[str, Any]) -> bool:
        return any(card.get("register") == "open" for card in self._measures.sureness.cards(marker))


def _document(advice: Advice, refs: dict[str, str]) -> dict[str, Any]:
    return {
        "advised": {"level": advice.level, "name": advice.name, "ref": refs.get(advice.level)}
        if advice.level
        else None,
        "why": both(advice.why),
        "scales": [
            {
                "level": verdict.evidence.level,
                "name": verdict.evidence.name,
                "ref": refs.get(verdict.evidence.level),
                "honest": verdict.honest,
                "needed": verdict.evidence.needed,
                "withheld": verdict.evidence.withheld,
                "coverage": verdict.evidence.coverage,
                "decides": verdict.evidence.decides,
                "criteria": [{"name": c.name, "met": c.met, "reason": both(c.reason)} for c in verdict.criteria],
            }
            for verdict in advice.scales
        ],
    }
