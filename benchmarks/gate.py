"""How fast the release gate is: against the plain dense reading in the same run, on a national table, as tables grow.

python benchmarks/gate.py            all three, one JSON document on standard output
python benchmarks/gate.py reference  only one of: reference, national, growth
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import reference
from tables import national_table, nested_table

from longuevue.engine.disclosure.audit import audit
from longuevue.engine.disclosure.primary import primaries
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.disclosure.suppress import protect
from longuevue.engine.disclosure.system import build_system

SETTINGS = DisclosureSettings()
#: what issue 8 asks
AT_MOST_OF_REFERENCE = 1 / 8
NATIONAL_WITHIN_SECONDS = 180.0


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def against_reference(
    communes: int = 120, epcis: int = 8, countries: int = 12, primary_cells: int = 563
) -> dict[str, Any]:
    """The 1,677-cell, 563-primary instance. Ours includes insiders, clean-up and the audit; the reference does not."""
    cells, relations, groups = nested_table(communes, epcis, countries, 7, primary_cells)
    found = primaries(cells, SETTINGS, groups)
    system = build_system(cells, relations)

    def ours() -> tuple[Any, int]:
        pattern = protect(system, found)
        return pattern, len(audit(system, pattern.withheld, found, insiders=False))

    seconds, (pattern, breaches) = _timed(ours)
    dense = system.matrix.toarray()
    plain_seconds, hidden = _timed(
        lambda: reference.protect(
            dense, system.value, np.minimum(system.cost(), 1e12), pattern.primary, pattern.upper, pattern.lower
        )
    )
    return {
        "cells": len(system), "primaries": len(found), "breaches": breaches,
        "withheld": int(pattern.withheld.sum()), "reference_withheld": int(hidden.sum()),
        "seconds": round(seconds, 2), "reference_seconds": round(plain_seconds, 2),
        "share_of_reference": round(seconds / plain_seconds, 4), "met": seconds <= plain_seconds * AT_MOST_OF_REFERENCE,
    }  # fmt: skip


def national(communes: int = 34_969) -> dict[str, Any]:
    """Two posts and their total, every commune, both trees: protection, then the intruder's attack."""
    cells, relations, groups = national_table(communes, 7)
    build_seconds, (found, system) = _timed(
        lambda: (primaries(cells, SETTINGS, groups), build_system(cells, relations))
    )
    seconds, pattern = _timed(lambda: protect(system, found))
    audit_seconds, breaches = _timed(lambda: audit(system, pattern.withheld, found, insiders=False))
    whole = build_seconds + seconds + audit_seconds
    return {
        "communes": communes, "cells": len(system), "primaries": len(found),
        "secondaries": int(pattern.secondary(system).sum()),
        "unprotected": len(pattern.unprotected), "breaches": len(breaches), "build_seconds": round(build_seconds, 1),
        "protect_seconds": round(seconds, 1), "audit_seconds": round(audit_seconds, 1),
        "seconds": round(whole, 1), "met": whole <= NATIONAL_WITHIN_SECONDS and not breaches,
    }  # fmt: skip


def growth() -> dict[str, Any]:
    """Seconds as the table grows, and the exponent of the fitted power."""
    points = []
    for communes in (30, 60, 120, 240, 480):
        cells, relations, groups = nested_table(communes, max(3, communes // 15), 12, 7)
        found = primaries(cells, SETTINGS, groups)
        system = build_system(cells, relations)
        seconds, pattern = _timed(lambda system=system, found=found: protect(system, found))
        points.append(
            {
                "cells": len(system),
                "primaries": len(found),
                "withheld": int(pattern.withheld.sum()),
                "seconds": round(seconds, 2),
            }
        )
    size = np.log([point["cells"] for point in points])
    power = np.polyfit(size, np.log([max(point["seconds"], 1e-3) for point in points]), 1)[0]
    return {"points": points, "exponent": round(float(power), 2)}


def proofs(results: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The same measures as lines of `docs/proof.md`."""
    lines: list[dict[str, Any]] = []
    if found := results.get("reference"):
        share, times = found["share_of_reference"], f"{found['seconds']} s against {found['reference_seconds']} s"
        figure = f"release gate, {found['cells']} cells: share of the plain dense reading's time"
        lines.append({"figure": figure, "value": f"{share:.1%} ({times})", "bar": "<= 1/8", "holds": found["met"]})
    if found := results.get("national"):
        figure = f"release gate, {found['communes']} communes, with the intruder's attack"
        value = f"{found['seconds']} s, {found['breaches']} withheld values recovered"
        lines.append({"figure": figure, "value": value, "bar": "<= 180 s, 0 recovered", "holds": found["met"]})
    return lines


def main(names: list[str]) -> int:
    """Print the measures asked; exit 1 when a promise is not kept."""
    work = {"reference": against_reference, "national": national, "growth": growth}
    results = {name: work[name]() for name in names or work}
    print(json.dumps(results, indent=1))
    for line in proofs(results):
        print(json.dumps(line, ensure_ascii=False))
    return int(not all(result.get("met", True) for result in results.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
