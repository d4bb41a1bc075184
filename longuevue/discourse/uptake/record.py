"""What a dossier keeps of uptake: traces found in texts later than the diagnostic, and how many texts were looked at.
Texts written before the diagnostic cannot take it up: they are counted apart, never as a refusal to use it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from longuevue.discourse.corpus.completeness import day_and_number
from longuevue.discourse.facts import Row, act_of, fact, year_of
from longuevue.discourse.measure.counting import JudgedUnit
from longuevue.discourse.uptake.tracing import Diagnostic, Trace, Tracer


@dataclass(frozen=True, slots=True)
class Followed:
    """A diagnostic that is looked for, and the day from which a text could know it."""

    diagnostic: Diagnostic
    since: str


def traces_in(units: Sequence[JudgedUnit], followed: Followed, period: str) -> tuple[list[Trace], list[JudgedUnit]]:
    """The traces, and the units that were looked at: those of texts not older than the diagnostic."""
    later = [one for one in units if one.counts and when(one, period) >= followed.since[: len(when(one, period))]]
    return Tracer(followed.diagnostic).traces(one.unit for one in later), later


def when(one: JudgedUnit, period: str) -> str:
    """The day of a unit: its own, that of its file's name, else its year alone."""
    day = one.unit.date or day_and_number(one.unit.document)[0]
    return str(day) if day else year_of(one, period)


def uptake_rows(traces: Iterable[Trace], later: Sequence[JudgedUnit], period: str, category: str) -> list[Row]:
    """For `policy-uptake`: acts looked at and acts that recall the diagnostic, by year."""
    found = {trace.unit.id for trace in traces}
    by_year: dict[str, list[JudgedUnit]] = {}
    for one in later:
        by_year.setdefault(when(one, period)[:4], []).append(one)
    rows = []
    for year, members in sorted(by_year.items()):
        recalling = {act_of(one) for one in members if one.unit.id in found}
        rows.append(fact("uptake_documents_read", year, float(len({act_of(one) for one in members})), category))
        rows.append(fact("uptake_documents_found", year, float(len(recalling)), category))
    return rows


def uptake_page(
    traces: Sequence[Trace],
    later: Sequence[JudgedUnit],
    units: Sequence[JudgedUnit],
    since: str,
    mask: Callable[[str], str],
) -> dict[str, Any]:
    """What the page tells: from when, how many acts, and each trace with the words that show it, names hidden."""
    by_id = {one.unit.id: one for one in later}
    return {
        "since": since,
        "read": len({act_of(one) for one in later}),
        "found": len({act_of(by_id[trace.unit.id]) for trace in traces}),
        "earlier": len({act_of(one) for one in units if one.counts} - {act_of(one) for one in later}),
        "traces": [
            {
                "kind": trace.kind,
                "of": trace.of,
                "shown": mask(trace.shown),
                "text": mask(trace.unit.text),
                "document": mask(trace.unit.document),
                "page": trace.unit.page,
                "number": trace.unit.position,
                "date": trace.unit.date,
            }
            for trace in traces
        ],
    }
