"""Commands that check: verify an edition, and doctor for the machine. They change nothing."""

from __future__ import annotations

import importlib.util
import platform
import shutil
from pathlib import Path

import click

from longuevue.config.console import Steps, give, give_json, say
from longuevue.config.observatory import find_observatory
from longuevue.terms.refusal import Refusal


@click.command()
@click.argument("edition", required=False)
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def verify(edition: str | None, json_: bool) -> None:
    """Vérifier une édition : chaque octet, puis chaque figure recalculée depuis les entrées enregistrées."""
    from longuevue.edition.verify import verify as check

    folder = _folder(edition)
    steps = Steps()
    verdict = check(folder, progress=steps)
    steps.end()
    if json_:
        give_json(
            {
                "edition": verdict.edition,
                "holds": verdict.holds,
                "files": verdict.files,
                "readings": verdict.figures,
                "faults": verdict.faults,
            }
        )
    if not verdict.holds:
        raise Refusal(
            f"L'édition {verdict.edition} ne tient pas :",
            "ne la publiez pas ; reconstruisez-la ou reprenez une copie.",
            choices=tuple(verdict.faults),
        )
    if not json_:
        give(
            f"Édition {verdict.edition} : {verdict.files} fichiers intacts, {verdict.figures} lectures recalculées, rien ne diffère."
        )


def _folder(edition: str | None) -> Path:
    if edition is not None and Path(edition).is_dir():
        return Path(edition)
    observatory = find_observatory()
    folder = observatory.editions / edition if edition else observatory.current()
    if folder is None or not folder.is_dir():
        raise Refusal(
            f"L'édition « {edition or 'en vigueur'} » n'existe pas.",
            "Construisez-en une : longuevue build.",
            where=str(observatory.folder),
        )
    return folder


@click.command()
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard.")
def doctor(json_: bool) -> None:
    """Dire ce que cette machine permet, et ce qui manque pour le reste."""
    from longuevue.territories.assets import LATEST_YEAR, assets_folder

    observatory = find_observatory()
    current = observatory.current()
    free = shutil.disk_usage(observatory.folder).free // 1_000_000
    checks = [
        ("Python", True, platform.python_version()),
        ("territoires", (assets_folder() / f"units-{LATEST_YEAR}.parquet").is_file(), "make assets"),
        ("observatoire", True, str(observatory.folder)),
        ("édition en vigueur", current is not None, current.name if current else "longuevue build"),
        ("place sur le disque", free > 500, f"{free} Mo libres"),
        ("rapport PDF (Pango)", _pango(), "paquets libpango-1.0-0 et libpangoft2-1.0-0"),
        ("OpenStreetMap (osmium)", _has("osmium"), "pip install longuevue[osm]"),
        ("ClickHouse (chdb)", _has("chdb"), "pip install longuevue[clickhouse]"),
        (
            "Spark (pyspark et Java)",
            _has("pyspark") and shutil.which("java") is not None,
            "pip install longuevue[spark]",
        ),
    ]
    if json_:
        give_json([{"what": what, "ok": ok, "detail": detail} for what, ok, detail in checks])
        return
    for what, ok, detail in checks:
        give(f"{'oui' if ok else 'non':<4} {what} : {detail if ok or what != 'territoires' else 'lancez ' + detail}")
    if not all(ok for _, ok, _ in checks[:5]):
        say("Ce qui est marqué « non » dans les cinq premières lignes empêche de construire une édition.")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _pango() -> bool:
    import ctypes.util

    return bool(ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"))
