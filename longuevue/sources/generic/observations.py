"""From flat observations (one dictionary per figure) to facts, as a description's `map` says. Formats are next door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from longuevue.sources.countries import from_alpha2, from_alpha3
from longuevue.sources.loaders import Files
from longuevue.sources.reading.numbers import Figure, NotAFigureError, count
from longuevue.sources.tidying import Tally, Tidied
from longuevue.terms.refusal import Refusal

Observation = dict[str, str]
#: OBS_STATUS of INSEE, Eurostat and SDMX to ours (sources.md 2.2): K not disseminated, L missing, c confidential
STATUSES = {
    "": "A",
    "A": "A",
    "K": "Q",
    "C": "Q",
    "L": "M",
    "M": "M",
    "W": "M",
    "P": "P",
    "E": "E",
    "B": "B",
    "I": "E",
    "S": "E",
    "Q": "Q",
}


def tidy_observations(files: Files, observations: Iterable[tuple[str, Observation]]) -> Tidied:
    """Facts from `(where, observation)` pairs. `settings.map` names the dimensions, `settings.measures` the counts."""
    settings = files.description.settings
    mapping, measures = settings["map"], settings["measures"]
    tally = Tally()
    rows: list[dict[str, Any]] = []
    for where, observation in observations:
        _need(mapping, observation, where, files.description.id)
        measure = next((m for m in measures if _fits(observation, m.get("where", {}))), None)
        if measure is None:
            tally.aside("combinaison non retenue par la description")
            continue
        area = _area(observation, mapping["area"])
        if area is None:
            tally.aside("autre niveau de territoire")
            continue
        try:
            figure = _figure(observation, mapping)
        except NotAFigureError as error:
            tally.refuse(where, error, "valeur illisible", "1234.5")
            continue
        known, country = _country(observation, mapping)
        if not known:
            tally.refuse(where, country, "pays inconnu", "DE")
            continue
        rows.append(
            area
            | {
                "measure": measure["measure"],
                "time_period": observation[mapping["period"]],
                "counterpart_area": country,
            }
            | {"value": figure.value, "obs_status": figure.obs_status}
        )
        tally.keep()
    year = files.description.geography_year or int(max((r["time_period"] for r in rows), default="2026")[:4])
    return tally.done(
        rows,
        source_id=files.description.id,
        dataset=settings["dataset"],
        vintage=max((row["time_period"] for row in rows), default="vide"),
        geography_year=year,
    )


def _need(mapping: dict[str, Any], observation: Observation, where: str, source_id: str) -> None:
    for name in (mapping["area"]["column"], mapping["period"], mapping["value"]):
        if name not in observation:
            raise Refusal(
                f"Dimension « {name} » absente. Trouvées : {', '.join(observation)}.",
                "Corrigez la description.",
                where=f"{source_id}, {where}",
            )


def _fits(observation: Observation, wanted: dict[str, list[str]]) -> bool:
    return all(observation.get(name) in codes for name, codes in wanted.items())


def _area(observation: Observation, rule: dict[str, Any]) -> dict[str, str] | None:
    code = observation[rule["column"]].split("-")[-1]
    level = rule.get("level") or rule["levels"].get(observation.get(rule["level_column"], ""))
    if level is None or not code:
        return None
    return {"area_level": level, "ref_area": rule.get("prefix", "") + rule.get("codes", {}).get(code, code)}


def _figure(observation: Observation, mapping: dict[str, Any]) -> Figure:
    status = STATUSES.get(observation.get(mapping.get("status", ""), "").strip().upper()[:1], "A")
    text, _, flag = observation[mapping["value"]].strip().partition(" ")
    if flag:  # Eurostat TSV: « 12.3 p », « : c »
        status = STATUSES.get(flag.strip().upper()[:1], status)
    figure = count(text)
    if figure.value is None:
        return Figure(None, status if status in ("M", "Q") else figure.obs_status)
    multiplier = observation.get(mapping.get("multiplier", ""), "0") or "0"
    return Figure(figure.value * 10 ** int(multiplier), "A" if status in ("M", "Q") else status)


def _country(observation: Observation, mapping: dict[str, Any]) -> tuple[bool, str | None]:
    rule = mapping.get("counterpart", "W")
    if isinstance(rule, str):
        return True, rule
    code = observation.get(rule["column"], "")
    if code in rule.get("world", ()):
        return True, "W"
    if code in rule.get("unknown", ()):
        return True, None
    found = from_alpha3(code) if len(code) == 3 else from_alpha2(code)
    return found is not None, found or code


def flattened(rows: Iterable[dict[str, Any]], name: str) -> Iterator[tuple[str, Observation]]:
    """Rows of any values to rows of texts, with their place."""
    for number, row in enumerate(rows, start=1):
        yield f"{name}, ligne {number}", {key: "" if value is None else str(value) for key, value in row.items()}
