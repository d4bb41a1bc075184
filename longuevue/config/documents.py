"""Markers and sources as the edition prints them: what the shelf says, and what this build knows of each.
No figure is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.engine.context import Context
from longuevue.engine.readings import METHOD
from longuevue.facts.cards import SourceCard
from longuevue.markers import valmont
from longuevue.markers.marker import Marker
from longuevue.markers.observers import caveats, observer, policy_area
from longuevue.terms.bilingual import Bilingual


def marker_document(marker: Marker, context: Context, readings: pa.Table, reason_on: str | None) -> dict[str, Any]:
    """The marker as published: every key of its page, whether it is shown, its periods, and what signs its figures."""
    mine = readings.filter(pc.equal(readings["marker"], marker.id))
    given = mine.filter(pc.is_valid(mine["value"]))
    counted = [c for measure in marker.tree().measures() for c in context.counted(measure)]
    ids = sorted({c.source_id for c in counted}) or list(marker.sources)
    cards = [context.cards[i] for i in ids if i in context.cards]
    return {
        **marker.model_dump(mode="json", by_alias=True),
        "stance": marker.shown_stance,
        "stance_hypothesis": marker.stance,
        "shown": not marker.sensitivity.off_by_default or bool(reason_on),
        "turned_on_because": reason_on,
        "has_data": given.num_rows > 0,
        "periods": sorted(pc.unique(given["time_period"]).to_pylist()),
        "levels_with_data": sorted(pc.unique(given["area_level"]).to_pylist()),
        "formula_tree": marker.tree().as_data(),
        "seen_by_names": [_both(observer(name)) for name in marker.seen_by],
        "policy_area_names": [_both(policy_area(name)) for name in marker.policy_areas],
        "example_places": valmont.names(),
        "caveat_texts": [_both(caveats()[code]) for code in marker.caveat.codes],
        "method_version": f"{marker.aggregation}/{METHOD}",
        "source": ";".join(ids),
        "vintage": ";".join(dict.fromkeys(card.vintage or "" for card in cards if card.vintage)) or None,
        "licence": ";".join(dict.fromkeys(card.licence.id for card in cards if card.licence)) or None,
    }


def source_document(card: SourceCard, facts: pa.Table, receipt: Mapping[str, Any] | None) -> dict[str, Any]:
    """The card of a source with what was read of it: rows, file, hash, date; `receipt` is None for an unread source."""
    rows = facts.filter(pc.equal(facts["source_id"], card.id)).num_rows
    return {
        **card.model_dump(mode="json", by_alias=True),
        "rows": rows,
        "loaded": rows > 0,
        "receipt": dict(receipt) if receipt else None,
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en or text.fr}
