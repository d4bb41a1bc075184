"""INSEE's file of commune events since 1943 (`v_mvt_commune`): reading it, and following chains to a target date.

Only commune-to-commune rows count. The lists of codes and the figures are left to `passage`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from longuevue.terms.refusal import Refusal

#: creation and re-establishment: the commune they come from goes on living beside the new one
SPLITS = frozenset({20, 21})
CHANGE_OF_NAME = 10
#: 41 code change with the département, 50 with the seat; mergers are 30 to 34. 10 is a change of name
KNOWN = frozenset({10, 20, 21, 30, 31, 32, 33, 34, 35, 41, 50, 70, 71, 72})
_COLUMNS = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "TYPECOM_AP", "COM_AP")

Shares = dict[str, float]


@dataclass(frozen=True, slots=True, order=True)
class Movement:
    """One commune row of one event. `old` equal to `new` says that the code survives the event."""

    day: str
    kind: int
    old: str
    new: str


def read_movements(path: Path) -> tuple[Movement, ...]:
    """The commune-to-commune rows of the file, oldest first. Quoting varies from year to year: a real CSV reader."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _movements(csv.reader(lines), path.name)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        remedy = "Reprenez le fichier v_mvt_commune_AAAA.csv publié par l'Insee, sans l'ouvrir dans un tableur."
        raise Refusal("Le fichier des mouvements de communes ne se lit pas.", remedy, where=path.name) from error


def _movements(rows: Iterable[list[str]], source: str) -> tuple[Movement, ...]:
    found: set[Movement] = set()
    header: list[str] | None = None
    for line, row in enumerate(rows, start=1):
        if header is None:
            header = [name.strip().upper() for name in row]
            missing = [name for name in _COLUMNS if name not in header]
            if missing:
                said = f"Il manque les colonnes {', '.join(missing)}."
                raise Refusal(said, "Attendu : le fichier v_mvt_commune de l'Insee.", where=f"{source}, ligne 1")
            continue
        if not row:
            continue
        where = f"{source}, ligne {line}"
        if len(row) != len(header):
            said = f"{len(row)} colonnes trouvées, {len(header)} attendues."
            raise Refusal(said, "Reprenez le fichier publié.", where=where)
        cells = dict(zip(header, row, strict=True))
        kind, day = _kind(cells["MOD"], where), _day(cells["DATE_EFF"], where)
        if cells["TYPECOM_AV"] == cells["TYPECOM_AP"] == "COM":
            found.add(Movement(day, kind, cells["COM_AV"].strip().upper(), cells["COM_AP"].strip().upper()))
    if header is None:
        raise Refusal("Le fichier des mouvements est vide.", "Reprenez le fichier publié.", where=source)
    return tuple(sorted(found))


def _kind(text: str, where: str) -> int:
    if text.strip().isdecimal() and int(text) in KNOWN:
        return int(text)
    remedy = "Les codes connus sont ceux de la documentation de l'Insee : vérifiez le millésime du fichier."
    raise Refusal(f"Type d'événement « {text} » inconnu.", remedy, where=f"{where}, colonne MOD")


def _day(text: str, where: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        said = f"Date « {text} » illisible."
        raise Refusal(said, "Une date s'écrit AAAA-MM-JJ.", where=f"{where}, colonne DATE_EFF") from error


def followed(
    codes: Iterable[str],
    movements: Iterable[Movement],
    *,
    after: str,
    until: str,
    population: Mapping[str, int],
) -> dict[str, Shares | None]:
    """For each code, where it has gone between two days (the first excluded): new codes and shares, summing to 1.

    None where a split has no population key: nothing is guessed. Chains inside one day are followed to their end;
    a cycle inside one day is refused.
    """
    by_day: dict[str, list[Movement]] = defaultdict(list)
    for movement in movements:
        if after < movement.day <= until:
            by_day[movement.day].append(movement)
    state: dict[str, Shares | None] = {code: {code: 1.0} for code in codes}
    origins: dict[str, set[str]] = defaultdict(set, {code: {code} for code in state})
    for day in sorted(by_day):
        steps = _steps_of_day(day, by_day[day], population)
        for origin in sorted({origin for code in steps for origin in origins[code]}):
            shares = state[origin]
            if shares is not None:
                state[origin] = moved = _moved(shares, steps)
                for code in moved or ():
                    origins[code].add(origin)
    return state


def _moved(shares: Shares, steps: Mapping[str, Shares | None]) -> Shares | None:
    found: Shares = defaultdict(float)
    for code, share in shares.items():
        step = steps.get(code, {code: 1.0})
        if step is None:
            return None
        for new, part in step.items():
            found[new] += share * part
    return dict(found)


def _steps_of_day(day: str, movements: list[Movement], population: Mapping[str, int]) -> dict[str, Shares | None]:
    targets: dict[str, set[str]] = defaultdict(set)
    survives: set[str] = set()
    leaves: set[str] = set()
    for movement in movements:
        if movement.old == movement.new:
            if movement.kind != CHANGE_OF_NAME:
                survives.add(movement.old)
        else:
            targets[movement.old].add(movement.new)
            if movement.kind not in SPLITS:
                leaves.add(movement.old)
    for old in targets:
        if old in survives or old not in leaves:
            targets[old].add(old)
    return {old: _end_of_day(old, day, targets, population) for old in targets}


def _end_of_day(
    code: str, day: str, targets: Mapping[str, set[str]], population: Mapping[str, int], path: tuple[str, ...] = ()
) -> Shares | None:
    if code in path:
        chain = " → ".join((*path[path.index(code) :], code))
        raise Refusal(f"Les mouvements du {day} tournent en rond : {chain}.", "Vérifiez ces lignes du fichier.")
    if code not in targets:
        return {code: 1.0}
    news = sorted(targets[code])
    keys = [population.get(new) for new in news]
    if len(news) > 1 and (None in keys or not any(keys)):
        return None
    total = sum(key for key in keys if key is not None)
    found: Shares = defaultdict(float)
    for new, key in zip(news, keys, strict=True):
        part = 1.0 if len(news) == 1 or key is None else key / total
        inside = {new: 1.0} if new == code else _end_of_day(new, day, targets, population, (*path, code))
        if inside is None:
            return None
        for end, share in inside.items():
            found[end] += part * share
    return dict(found)
