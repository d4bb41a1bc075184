"""How sure a published figure is: its interval and class A, B or C, by the way it was gathered (card of the source).
Individual files have a variance of their own, computed with the reading; elsewhere only published counts are at hand."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from longuevue.edition.measured.rows import both
from longuevue.engine.precision import published
from longuevue.engine.precision.classes import NOBODY_DRAWN, fewer_than, verdict
from longuevue.engine.precision.intervals import wilson
from longuevue.engine.precision.weighted import Estimate
from longuevue.markers.grammar import read_formula
from longuevue.terms.bilingual import Bilingual

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures
    from longuevue.edition.places import Place

COUNTED = Bilingual("Compté un par un : pas d'erreur d'échantillon.", "Counted one by one: no sampling error.")
OPEN = Bilingual(
    "Registre ouvert : pas d'erreur d'échantillon, mais des manques que personne ne compte.",
    "Open register: no sampling error, but gaps that nobody counts.",
)
DRAWN = Bilingual(
    "Enquête auprès d'une partie des logements : intervalle calculé sur le fichier des personnes enquêtées.",
    "A part of dwellings is surveyed: interval computed on the file of the people surveyed.",
)
APPROXIMATE = Bilingual(
    "Enquête auprès d'une partie des logements : intervalle approché par nous, non par l'INSEE.",
    "A part of dwellings is surveyed: interval approximated by us, not by INSEE.",
)
SAMPLE = Bilingual("Enquête auprès d'une partie des logements.", "A part of dwellings is surveyed.")
ASKED = Bilingual(
    "Réponses de personnes interrogées : intervalle de Wilson à 95 %.", "Answers of people asked: 95% Wilson interval."
)
UNKNOWN = Bilingual(
    "Précision inconnue : ni effectif ni base ne sont publiés.", "Unknown precision: neither count nor base."
)
NOTHING = Bilingual("Aucune valeur ici.", "No figure here.")


class Sureness:
    """What may be said of the precision of one edition's figures."""

    def __init__(self, measures: Measures) -> None:
        self._edition = measures.edition
        self._rows = measures.rows

    def of(self, marker: dict[str, Any], place: Place, reading: dict[str, Any]) -> dict[str, Any]:
        """Class, interval and the words that go with it; `method` says how it was found."""
        value = reading["value"]
        if value is None:
            words = fewer_than(None) if reading["precision"] else None
            return _document(reading["precision"], None, None, NOTHING, words)
        error = self._rows.standard_error(reading) if reading["precision"] else None
        if error is not None:
            return self._drawn(reading, error)
        if not value and reading["status_reason"] == NOBODY_DRAWN.reason:
            return _document(None, None, None, SAMPLE, NOBODY_DRAWN.words)
        how = self.collected(marker)
        if how == "counted":
            opened = any(card.get("register") == "open" for card in self.cards(marker))
            return _document(None, value, value, OPEN if opened else COUNTED, None)
        numerator, base, scale = _parts(reading, place)
        if numerator is None or base is None or not base or numerator > base:
            return _document(None, None, None, UNKNOWN, None)
        if how == "answers":
            found = wilson(numerator, base)
            low, high = found.low or 0.0, found.high or 0.0
            return _document(None, scale * low, scale * high, ASKED, None)
        estimate, judged = published.judged_share(
            numerator,
            base,
            level=place.level,
            inhabitants=place.population or 0,
            complementary=how == "census_complementary",
            shared=self.shared(marker),
        )
        low, high = estimate.interval
        return _document(judged.precision, scale * low, scale * min(high, 1.0), APPROXIMATE, judged.words)

    def _drawn(self, reading: dict[str, Any], error: float) -> dict[str, Any]:
        """A reading made from an individual file: the variance was computed with it, from the people drawn."""
        estimate = Estimate(reading["value"], error, 0, 0)
        judged = verdict(estimate, weighted_count=reading["numerator"])
        return _document(reading["precision"], *estimate.interval, DRAWN, judged.words)

    def interval(
        self, marker: dict[str, Any], place: Place, reading: dict[str, Any]
    ) -> tuple[float, float] | tuple[None, None]:
        """The 95 % interval, or nothing where the figure has no sampling error or none that is known."""
        found = self.of(marker, place, reading)
        if found["low"] is None or found["low"] == found["high"]:
            return None, None
        return found["low"], found["high"]

    def collected(self, marker: dict[str, Any]) -> str:
        """How the least sure of the marker's measures was gathered: `counted`, `census…` or `answers`."""
        ways = {card.get("collected", "counted") for card in self.cards(marker)}
        order = ("answers", "census_complementary", "census")
        return next((way for way in order if way in ways), "counted")

    def shared(self, marker: dict[str, Any]) -> bool:
        """Whether households share the trait, which makes a sample of households less sure."""
        return any(card.get("shared_in_households", False) for card in self.cards(marker))

    def by_origin(self, marker: dict[str, Any]) -> bool:
        """Whether the marker tells people's nationality or country of birth."""
        high = ("high", "very_high")
        return marker["sensitivity"]["level"] in high or any(c.get("sensitivity") in high for c in self.cards(marker))

    def cards(self, marker: dict[str, Any]) -> list[dict[str, Any]]:
        """The cards of the measures that the marker reads, in the sources that feed it."""
        sources = (marker["source"] or "").split(";")
        names = read_formula(marker["formula"], where=marker["id"]).measures()
        return [self._cards[pair] for pair in ((s, n) for s in sources for n in names) if pair in self._cards]

    @cached_property
    def _cards(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(s["id"], name): card for s in self._edition.sources() for name, card in s["measures"].items()}


def _parts(reading: dict[str, Any], place: Place) -> tuple[float | None, float | None, float]:
    """(count, base, value of a share of 1). A printed percentage is brought back to the inhabitants of the place."""
    numerator, base, value = reading["numerator"], reading["denominator"], reading["value"]
    if numerator is not None and base is not None:
        return numerator, base, value * base / numerator if numerator else 100.0
    if reading["unit"].startswith("%") and place.population:
        return value / 100 * place.population, float(place.population), 100.0
    return None, None, 1.0


def _document(
    precision: str | None, low: float | None, high: float | None, method: Bilingual, words: Bilingual | None
) -> dict[str, Any]:
    return {"class": precision, "low": low, "high": high, "method": both(method), "words": both(words)}
