"""The flows of a portrait whose intensity, diversity or reach is measured, and what each figure is worth, in sentences.
Measures and sentences are the edition's; here they are gathered and printed."""

from __future__ import annotations

from typing import Any

from longuevue.config.console import give
from longuevue.edition.keys import area_key
from longuevue.edition.reader import Edition
from longuevue.terms.numbers import measure
from longuevue.terms.words import reason_words, status_words

SUBJECTS = {"precision": "sûreté", "links": "pays", "members": "membres", "boundaries": "limites"}


def flows_of(edition: Edition, portrait: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By marker: the place whose figure is read (here, or the larger one that lends it), its measures, its sentences."""
    found = {}
    for reading in portrait["readings"]:
        companions = portrait["companions"].get(reading["marker"], [])
        shown = reading if reading["value"] is not None else reading["offered"]
        if shown is None or not any(companion["property"] for companion in companions):
            continue
        area = area_key(shown["area_level"], shown["ref_area"])
        if shown is not reading:
            companions = edition.companions(reading["marker"], area, shown["time_period"])
        found[reading["marker"]] = {
            "area": area,
            "area_name": shown["ref_area_name"],
            "lent": shown is not reading,
            "label": edition.marker(reading["marker"])["label"],
            "companions": companions,
            "told": edition.measures.told(reading["marker"], area, shown["time_period"]),
        }
    return found


def give_flows(flows: dict[str, dict[str, Any]]) -> None:
    """One block a flow: measures on a line each, then the sentences."""
    if flows:
        give("\nCombien, entre combien de pays, jusqu'où :")
    for flow in flows.values():
        give(f"  {flow['label']['fr']}{', ' + flow['area_name'] if flow['lent'] else ''}")
        for companion in flow["companions"]:
            give(f"    {companion['label']['fr']} : {measure_words(companion)}")
        for one in flow["told"]:
            give(f"    {SUBJECTS[one['about']]} : " + " ".join(sentence["fr"] for sentence in one["sentences"]))


def measure_words(companion: dict[str, Any]) -> str:
    """The value with its unit, or why there is none."""
    reading, unit = companion["reading"], companion["unit"]
    if reading["value"] is not None:
        return measure(reading["value"], unit, companion["between"])
    why = reading["status_reason"]
    said = (
        companion["why"]["fr"]
        if companion.get("why")
        else reason_words(why)
        if why
        else status_words(reading["status"])
    )
    return f"pas de valeur ({said})"
